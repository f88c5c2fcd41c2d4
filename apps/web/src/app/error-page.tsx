import { useRouter } from "@tanstack/react-router";
import { usePageTitle } from "../lib/use-page-title.ts";
import { useTranslation } from "react-i18next";
import { ErrorState } from "../ui/states.tsx";
import styles from "./plain-page.module.css";

/** What a page becomes when it could not be shown. */
export function ErrorPage({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  usePageTitle(t("shell.errorTitle"));
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>{t("shell.errorTitle")}</h1>
      <ErrorState
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </main>
  );
}
