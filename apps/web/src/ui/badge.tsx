import type { ReactNode } from "react";
import styles from "./badge.module.css";

export type Tone = "neutral" | "outline" | "accent" | "ok" | "warn" | "danger";

/** A word about a state. The text carries the meaning, the tone only helps. */
export function Badge({
  tone = "neutral",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
