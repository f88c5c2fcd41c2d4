import { useQueryClient } from "@tanstack/react-query";
import { Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { queryKeys } from "../api/query-keys.ts";
import { showLanguage, type Language } from "../i18n/i18n.ts";
import { useLanguage } from "../i18n/use-language.ts";
import { chooseScheme, useScheme } from "../lib/scheme.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { useToast } from "../ui/toaster.tsx";
import styles from "./person-menu.module.css";

export const languageNames: Record<Language, string> = { es: "Español", en: "English" };

/** Changes the page at once and the person's own setting behind it. */
export function useChangeLanguage(): (language: Language) => void {
  const queryClient = useQueryClient();
  const toast = useToast();
  return (language) => {
    void showLanguage(language)
      .then(() => api.patch("/me", { locale: language }))
      .then((me) => queryClient.setQueryData(queryKeys.me(), me))
      .catch(toast.showProblem);
  };
}

export function LanguageSwitch() {
  const { t } = useTranslation();
  const current = useLanguage();
  const change = useChangeLanguage();
  return (
    <div className={styles.languages} role="group" aria-label={t("shell.language")}>
      {(["es", "en"] as const).map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          className={styles.language}
          aria-pressed={language === current}
          aria-label={`${language.toUpperCase()} · ${languageNames[language]}`}
          onClick={() => change(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

export function SchemeSwitch() {
  const { t } = useTranslation();
  const scheme = useScheme();
  return (
    <IconButton
      size="small"
      icon={scheme === "dark" ? <Sun /> : <Moon />}
      aria-label={scheme === "dark" ? t("shell.scheme.light") : t("shell.scheme.dark")}
      onPress={() => chooseScheme(scheme === "dark" ? "light" : "dark")}
    />
  );
}
