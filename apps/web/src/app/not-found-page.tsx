import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../api/problem.ts";
import { usePageTitle } from "../lib/use-page-title.ts";
import { ErrorState } from "../ui/states.tsx";
import styles from "./plain-page.module.css";

function NotFound(): ReactNode {
  const { t } = useTranslation();
  usePageTitle(t("shell.notFoundTitle"));
  return (
    <>
      <h1 className={styles.title}>{t("shell.notFoundTitle")}</h1>
      <p>{t("shell.notFoundText")}</p>
      <p>
        <Link to="/">{t("shell.toHome")}</Link>
      </p>
    </>
  );
}

/** An address that leads nowhere. */
export function NotFoundPage(): ReactNode {
  return (
    <main className={styles.page}>
      <NotFound />
    </main>
  );
}

/**
 * A page whose subject could not be fetched: trying again helps, unless there is none to see. What
 * can be done about that stands below.
 */
export function PageError({
  error,
  onRetry,
  children,
}: {
  error: unknown;
  onRetry: () => void;
  children?: ReactNode;
}): ReactNode {
  if (!isProblem(error, "not_found")) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <div className={styles.page}>
      <NotFound />
      {children}
    </div>
  );
}
