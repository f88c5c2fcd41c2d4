import styles from "./code-chip.module.css";

/** A two-letter code in the colour of its group; `name` is read aloud and shown on hover. */
export function CodeChip({
  code,
  name,
  isLead = false,
}: {
  code: string;
  name: string;
  isLead?: boolean;
}) {
  return (
    <span className={styles.chip} data-group={code} data-lead={isLead} title={name}>
      <span className="visually-hidden">{name}</span>
      <span aria-hidden="true">{code}</span>
    </span>
  );
}
