import styles from "./brand-mark.module.css";

/** Three places joined by a line: the sign of Istmo, beside its name. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" className={styles.mark} aria-hidden="true">
      <path d="M6 11c5 0 6 4 10 5s5 5 10 5" />
      <circle cx="6" cy="11" r="3" />
      <circle cx="16" cy="16" r="3" />
      <circle cx="26" cy="21" r="3" />
    </svg>
  );
}
