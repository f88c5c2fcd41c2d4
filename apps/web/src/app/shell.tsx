import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { Building2, FileText, House, Inbox, ListChecks, type LucideIcon } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useWaiting } from "../api/queries.ts";
import { useMedia } from "../lib/use-media.ts";
import { BrandMark } from "./brand-mark.tsx";
import { LanguageSwitch, SchemeSwitch } from "./language-and-scheme.tsx";
import { LiveStatusLine } from "./live-status-line.tsx";
import styles from "./shell.module.css";

// Menus weigh as much as the rest of the shell; the page is there before they are.
const PersonMenu = lazy(async () => ({ default: (await import("./person-menu.tsx")).PersonMenu }));

interface Place {
  readonly to: "/" | "/papers" | "/review" | "/actions" | "/centres";
  readonly label: string;
  readonly Icon: LucideIcon;
  readonly count?: number;
}

function usePlaces(): Place[] {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const { data: waiting } = useWaiting();
  const toDecide = waiting?.filter((item) => item.kind === "submission_to_decide").length ?? 0;
  const places: Place[] = [
    { to: "/", label: t("shell.home"), Icon: House },
    { to: "/papers", label: t("shell.papers"), Icon: FileText },
    { to: "/actions", label: t("shell.actions"), Icon: ListChecks },
    { to: "/centres", label: t("shell.centres"), Icon: Building2 },
  ];
  if (me?.abilities.reviewSubmissions === true) {
    places.splice(2, 0, {
      to: "/review",
      label: t("shell.review"),
      Icon: Inbox,
      count: toDecide,
    });
  }
  return places;
}

function Places({ places }: { places: readonly Place[] }) {
  const { t } = useTranslation();
  return (
    <nav className={styles.nav} aria-label={t("shell.navigation")}>
      {places.map(({ to, label, Icon, count = 0 }) => (
        <Link
          key={to}
          to={to}
          className={styles.place}
          title={label}
          activeOptions={{ exact: to === "/", includeSearch: false }}
        >
          <Icon className={styles.placeIcon} aria-hidden="true" />
          <span className={styles.label}>{label}</span>
          {count > 0 && (
            <span className={styles.count}>
              {count}
              <span className="visually-hidden"> {t("shell.waiting")}</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}

/** After a change of page the keyboard and the screen reader start at its beginning. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

function Brand() {
  return (
    <Link to="/" className={styles.brand}>
      <BrandMark />
      <span className={styles.label}>Istmo</span>
    </Link>
  );
}

/** The frame of every page behind the sign-in. */
export function Shell(): ReactNode {
  const { t } = useTranslation();
  const places = usePlaces();
  const main = useFocusOnNavigation();
  const isWide = useMedia("(width >= 1024px)");
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t("shell.skip")}
      </a>
      {isWide ? (
        <aside className={styles.rail}>
          <Brand />
          <Places places={places} />
          <div className={styles.foot}>
            <LiveStatusLine />
            <div className={styles.switches}>
              <LanguageSwitch />
              <SchemeSwitch />
            </div>
            <div className={styles.person}>
              <Suspense>
                <PersonMenu />
              </Suspense>
            </div>
          </div>
        </aside>
      ) : (
        <>
          <header className={styles.bar}>
            <Brand />
            <LiveStatusLine />
            <div className={styles.person}>
              <Suspense>
                <PersonMenu isCompact />
              </Suspense>
            </div>
          </header>
          <Places places={places} />
        </>
      )}
      <main id="main" className={styles.main} tabIndex={-1} ref={main}>
        <Outlet />
      </main>
    </div>
  );
}
