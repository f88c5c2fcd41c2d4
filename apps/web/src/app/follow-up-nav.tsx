import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import styles from "./administration-nav.module.css";

/** The places in which what was promised is followed up; each begins with this. */
export function FollowUpNav() {
  const { t } = useTranslation();
  return (
    <nav className={styles.nav} aria-label={t("shell.followUp")}>
      <Link to="/actions" activeOptions={{ includeSearch: false }}>
        {t("shell.actions")}
      </Link>
      <Link to="/dashboard" search={{}} activeOptions={{ includeSearch: false }}>
        {t("shell.dashboard")}
      </Link>
      <Link to="/commitments" search={{}} activeOptions={{ includeSearch: false }}>
        {t("shell.commitments")}
      </Link>
    </nav>
  );
}
