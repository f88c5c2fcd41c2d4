import styles from "./avatar.module.css";

/** The first letters of the first two words: "Ana María Ruiz" is AM. */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
}

/**
 * Initials on the colour of a group, given by its two-letter code. They are drawn, not written: the
 * name must stand beside them, unless `labelled` is set.
 */
export function Avatar({
  name,
  group = null,
  size = "medium",
  labelled = false,
}: {
  name: string;
  group?: string | null;
  size?: "small" | "medium" | "large";
  labelled?: boolean;
}) {
  return (
    <span
      className={styles.avatar}
      data-group={group ?? "office"}
      data-size={size}
      data-initials={initialsOf(name)}
      {...(labelled ? { role: "img", "aria-label": name, title: name } : { "aria-hidden": true })}
    />
  );
}
