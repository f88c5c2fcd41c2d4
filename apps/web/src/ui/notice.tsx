import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./notice.module.css";

const marks = { info: Info, warn: TriangleAlert, danger: CircleAlert };

/** What must be known before going on. A refusal is read aloud when it appears; advice is not. */
export function Notice({
  tone = "info",
  children,
}: {
  tone?: "info" | "warn" | "danger";
  children: ReactNode;
}) {
  const Mark = marks[tone];
  return (
    <div
      className={styles.notice}
      data-tone={tone}
      {...(tone === "danger" ? { role: "alert" } : {})}
    >
      <Mark className={styles.mark} aria-hidden="true" />
      <div className={styles.text}>{children}</div>
    </div>
  );
}
