import { useId, type ReactNode } from "react";
import styles from "./detail.module.css";

/** A part of the panel under a heading of its own. */
export function Part({
  title,
  note,
  action,
  children,
}: {
  title: string;
  /** Beside the heading, such as how much is done. */
  note?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <div className={styles.partHead}>
        <h4 id={id} className={styles.partTitle}>
          {title}
        </h4>
        {note !== undefined && <span className={styles.muted}>{note}</span>}
        {action !== undefined && <span className={styles.partAction}>{action}</span>}
      </div>
      {children}
    </section>
  );
}
