import type { ReactNode } from "react";
import styles from "./page-header.module.css";

/** The head of a page: its one h1, a sentence under it, and what can be done here. */
export function PageHeader({
  title,
  eyebrow,
  description,
  meta,
  actions,
}: {
  title: ReactNode;
  eyebrow?: ReactNode;
  description?: ReactNode;
  meta?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className={styles.header}>
      <div className={styles.texts}>
        {eyebrow !== undefined && <div className={styles.eyebrow}>{eyebrow}</div>}
        <h1 className={styles.title}>{title}</h1>
        {description !== undefined && <p className={styles.description}>{description}</p>}
        {meta !== undefined && <div className={styles.meta}>{meta}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

/** A part of a page: a small heading on a hairline, with what belongs to it at the end. */
export function Section({
  title,
  count,
  aside,
  children,
  id,
}: {
  title: string;
  count?: number | undefined;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className={styles.section} aria-label={title} {...(id === undefined ? {} : { id })}>
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionTitle}>
          {title}
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
