import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { showLanguage } from "../i18n/i18n.ts";
import { useLanguage } from "../i18n/use-language.ts";
import { Button } from "../ui/button.tsx";
import { BrandMark } from "./brand-mark.tsx";
import styles from "./outside-page.module.css";

/** The frame of the pages that need nobody signed in. */
export function OutsidePage({
  width = "narrow",
  children,
}: {
  width?: "narrow" | "wide";
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const other = language === "es" ? "en" : "es";
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <span className={styles.brand}>
          <BrandMark />
          Istmo
        </span>
        <Button variant="quiet" size="small" lang={other} onPress={() => void showLanguage(other)}>
          {t("shell.otherLanguage")}
        </Button>
      </header>
      <main className={styles.main} data-width={width}>
        {children}
      </main>
    </div>
  );
}
