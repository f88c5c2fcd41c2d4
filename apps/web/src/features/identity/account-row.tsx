import type { ReactNode } from "react";
import styles from "./account.module.css";

/** One thing of the account: what it is, how it stands, and what can be done about it. */
export function AccountRow({
  title,
  badge,
  children,
  actions,
  below,
}: {
  title: ReactNode;
  badge?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** A list that belongs to it, over the whole width. */
  below?: ReactNode;
}) {
  return (
    <div className={styles.row}>
      <div className={styles.rowMain}>
        <h3 className={styles.rowTitle}>
          {title}
          {badge}
        </h3>
        {children !== undefined && <div className={styles.rowText}>{children}</div>}
      </div>
      {actions !== undefined && actions !== false && (
        <div className={styles.rowActions}>{actions}</div>
      )}
      {below !== undefined && below !== false && <div className={styles.rowBelow}>{below}</div>}
    </div>
  );
}
