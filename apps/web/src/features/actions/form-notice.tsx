import { CircleAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./form-notice.module.css";

/** What a person must know before they send the form again; read aloud when it appears. */
export function FormNotice({ tone, children }: { tone: "warn" | "danger"; children: ReactNode }) {
  const Icon = tone === "warn" ? TriangleAlert : CircleAlert;
  return (
    <div className={styles.notice} data-tone={tone} role="alert">
      <Icon size={16} aria-hidden className={styles.icon} />
      <span>{children}</span>
    </div>
  );
}
