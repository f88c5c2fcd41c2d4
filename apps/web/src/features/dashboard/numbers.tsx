import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./dashboard.module.css";
import type { ActionsSearch } from "./places.ts";

/** A number that leads to what it counts. Nothing is no list. */
export function Count({ count, to }: { count: number; to: ActionsSearch }) {
  return count === 0 ? (
    <span className={styles.zero}>0</span>
  ) : (
    <Link to="/actions" search={to}>
      {count}
    </Link>
  );
}

/** The numbers behind a picture, for whoever wants them or cannot see it. */
export function Numbers({
  label,
  heads,
  rows,
}: {
  label: string;
  /** The first names the rows. */
  heads: readonly string[];
  rows: readonly {
    readonly id: string;
    readonly name: ReactNode;
    readonly cells: readonly ReactNode[];
  }[];
}) {
  const { t } = useTranslation();
  return (
    <details className={styles.numbers}>
      <summary>{t("dashboard.numbers")}</summary>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={label}>
        <table className={styles.table}>
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, name, cells }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                {cells.map((cell, index) => (
                  <td key={heads[index + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
