import { Link, Outlet, useLocation } from "@tanstack/react-router";
import {
  Building2,
  FileText,
  House,
  Inbox,
  ListChecks,
  UsersRound,
  type LucideIcon,
} from "lucide-react";
import { lazy, Suspense, useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useWaiting } from "../api/queries.ts";
import { addWords } from "../i18n/i18n.ts";
import { useMedia } from "../lib/use-media.ts";
import {
  administrationFor,
  isAdministration,
  type AdministrationPath,
} from "./administration-places.ts";
import { BrandMark } from "./brand-mark.tsx";
import { KeptWritesWatch } from "./kept-writes-watch.tsx";
import { LanguageSwitch, SchemeSwitch } from "./language-and-scheme.tsx";
import { LiveStatusLine } from "./live-status-line.tsx";
import styles from "./shell.module.css";

// Menus weigh as much as the rest of the shell; the page is there before they are.
const PersonMenu = lazy(async () => ({ default: (await import("./person-menu.tsx")).PersonMenu }));

/** With its words: nobody waits for a bell. */
const NoticeBell = lazy(async () => {
  const [{ NoticeBell: Loaded }] = await Promise.all([
    import("../features/notices/notice-bell.tsx"),
    addWords("notices"),
  ]);
  return { default: Loaded };
});

interface Place {
  readonly to: "/" | "/papers" | "/review" | "/actions" | "/centres" | AdministrationPath;
  readonly label: string;
  readonly Icon: LucideIcon;
  readonly count?: number;
  /** Set where a place has several addresses. */
  readonly isHere?: boolean;
}

function usePlaces(): Place[] {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const { data: waiting } = useWaiting();
  const { pathname } = useLocation();
  // A phone has no room for a sixth place; there the administration is in the menu of the person.
  const isPhone = useMedia("(width < 640px)");
  const [administration] = administrationFor(me);
  const toReview = ["submission_to_decide", "round_to_answer", "round_to_close"];
  const toDecide = waiting?.filter(({ kind }) => toReview.includes(kind)).length ?? 0;
  const places: Place[] = [
    { to: "/", label: t("shell.home"), Icon: House },
    { to: "/papers", label: t("shell.papers"), Icon: FileText },
    { to: "/actions", label: t("shell.actions"), Icon: ListChecks },
    { to: "/centres", label: t("shell.centres"), Icon: Building2 },
  ];
  const speaksForOthers = me?.posts.some(({ organisationId }) => organisationId !== null) === true;
  if (me?.abilities.reviewSubmissions === true || speaksForOthers) {
    places.splice(2, 0, {
      to: "/review",
      label: t("shell.review"),
      Icon: Inbox,
      count: toDecide,
    });
  }
  if (administration !== undefined && !isPhone) {
    places.push({
      to: administration,
      label: t("shell.administration"),
      Icon: UsersRound,
      isHere: isAdministration(pathname),
    });
  }
  return places;
}

function Places({ places }: { places: readonly Place[] }) {
  const { t } = useTranslation();
  return (
    <nav className={styles.nav} aria-label={t("shell.navigation")}>
      {places.map(({ to, label, Icon, count = 0, isHere = false }) => (
        <Link
          key={to}
          to={to}
          className={styles.place}
          title={label}
          {...(isHere ? { "aria-current": "page" } : {})}
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
          <div className={styles.head}>
            <Brand />
            <div className={styles.bell}>
              <Suspense>
                <NoticeBell />
              </Suspense>
            </div>
          </div>
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
            <div className={styles.bell}>
              <Suspense>
                <NoticeBell isCompact />
              </Suspense>
            </div>
            <div className={styles.person}>
              <Suspense>
                <PersonMenu isCompact />
              </Suspense>
            </div>
          </header>
          <Places places={places} />
        </>
      )}
      <KeptWritesWatch />
      <main id="main" className={styles.main} tabIndex={-1} ref={main}>
        <Outlet />
      </main>
    </div>
  );
}
