import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePageTitle } from "../lib/use-page-title.ts";
import styles from "./plain-page.module.css";

export function NotFoundPage(): ReactNode {
  const { t } = useTranslation();
  usePageTitle(t("shell.notFoundTitle"));
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>{t("shell.notFoundTitle")}</h1>
      <p>{t("shell.notFoundText")}</p>
      <p>
        <Link to="/">{t("shell.toHome")}</Link>
      </p>
    </main>
  );
}
