import type { ReactNode } from "react";
import styles from "./rows.module.css";

/** A dense list: one hairline between rows, no boxes. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {children}
    </ul>
  );
}

/** One row; a link inside with `data-row-link` makes the whole row a target. */
export function Row({
  lead,
  title,
  meta,
  end,
}: {
  lead?: ReactNode;
  title: ReactNode;
  meta?: ReactNode;
  end?: ReactNode;
}) {
  return (
    <li className={styles.row}>
      {lead !== undefined && <div className={styles.lead}>{lead}</div>}
      <div className={styles.main}>
        <div className={styles.title}>{title}</div>
        {meta !== undefined && <div className={styles.meta}>{meta}</div>}
      </div>
      {end !== undefined && <div className={styles.end}>{end}</div>}
    </li>
  );
}
