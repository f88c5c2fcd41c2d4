import { Link } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAccessRequests } from "../api/administration.ts";
import { useMe } from "../api/queries.ts";
import styles from "./administration-nav.module.css";
import { administrationFor, type AdministrationPath } from "./administration-places.ts";

/** The tabs of the administration; each page of it begins with them. */
export function AdministrationNav() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const places = administrationFor(me);
  const bar = useRef<HTMLElement>(null);
  // On a phone the bar is wider than the screen: the tab of this page stands in its middle.
  const showHere = useCallback(() => {
    const here = bar.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (!bar.current || !here) return;
    bar.current.scrollLeft = here.offsetLeft - (bar.current.clientWidth - here.offsetWidth) / 2;
  }, []);
  useEffect(showHere, [showHere, places.length]);
  const labels: Record<AdministrationPath, string> = {
    "/people": t("administration.people"),
    "/invitations": t("administration.invitations"),
    "/access-requests": t("administration.requests"),
    "/organisations": t("administration.organisations"),
    "/audit": t("administration.audit"),
    "/outbox": t("administration.outbox"),
  };
  if (places.length === 0) return null;
  return (
    <nav ref={bar} className={styles.nav} aria-label={t("administration.title")}>
      {places.map((path) => (
        <Link key={path} to={path} activeOptions={{ includeSearch: false }}>
          {labels[path]}
          {path === "/access-requests" && <OpenRequests onWidth={showHere} />}
        </Link>
      ))}
    </nav>
  );
}

function OpenRequests({ onWidth }: { onWidth: () => void }) {
  const { t } = useTranslation();
  const { items = [], more } = useAccessRequests("open");
  useEffect(onWidth, [onWidth, items.length]);
  if (items.length === 0) return null;
  return (
    <span className={styles.count}>
      {items.length}
      {more !== null && "+"}
      <span className="visually-hidden"> {t("administration.open")}</span>
    </span>
  );
}
