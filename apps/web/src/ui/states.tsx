import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { problemOf, problemText } from "../lib/problem-text.ts";
import { Button } from "./button.tsx";
import styles from "./states.module.css";

/** Nothing to show, said in a sentence, with the way on where there is one. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.state}>
      <p className={styles.title}>{title}</p>
      {children !== undefined && <p className={styles.text}>{children}</p>}
      {action}
    </div>
  );
}

/** What went wrong in the person's language, the reference to quote, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { reference } = problemOf(error);
  return (
    <div className={styles.state} role="alert">
      <CircleAlert className={styles.mark} aria-hidden="true" />
      <p className={styles.title}>{problemText(t, error)}</p>
      {reference !== undefined && <p className={styles.text}>{t("ui.reference", { reference })}</p>}
      {onRetry !== undefined && <Button onPress={onRetry}>{t("ui.retry")}</Button>}
    </div>
  );
}

/** A few grey lines in the place of what is on its way. */
export function Loading({ lines = 3, label }: { lines?: number; label?: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.skeleton} role="status">
      <span className="visually-hidden">{label ?? t("ui.loading")}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={styles.bone} aria-hidden="true" />
      ))}
    </div>
  );
}
