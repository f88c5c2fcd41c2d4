import { useRouter } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { newIdempotencyKey } from "../api/client.ts";
import { ApiProblem } from "../api/problem.ts";
import { usePageTitle } from "../lib/use-page-title.ts";
import { ErrorState } from "../ui/states.tsx";
import styles from "./plain-page.module.css";

/**
 * What a page becomes when it could not be shown. A problem of the server has its reference from
 * there; a fault of the page gets one here and is written to the console under it.
 */
export function ErrorPage({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const isOurs = error instanceof ApiProblem;
  const shown = useMemo(
    () => (isOurs ? error : { code: "internal_error", reference: newIdempotencyKey().slice(0, 8) }),
    [error, isOurs],
  );
  useEffect(() => {
    if (!isOurs) console.error("Page fault", shown.reference, error);
  }, [error, isOurs, shown]);
  usePageTitle(t("shell.errorTitle"));
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{t("shell.errorTitle")}</h1>
      <ErrorState
        error={shown}
        onRetry={() => {
          // A part of the page that did not arrive arrives only with a new load.
          if (!isOurs) window.location.reload();
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}
