import type { ReactNode } from "react";
import styles from "./data-table.module.css";

export interface Column<Item> {
  readonly id: string;
  readonly label: string;
  /** Without one the column shares what is left. */
  readonly width?: "narrow" | "medium" | "wide";
  /** The cell that names the row; one per table, and the first line of a card. */
  readonly isHeading?: boolean;
  /** On a card the label stands before the value, where the value alone would not say what it is. */
  readonly isLabelled?: boolean;
  /** Buttons: at the end of a row, and on a line of their own on a card. */
  readonly isActions?: boolean;
  readonly cell: (item: Item) => ReactNode;
}

/**
 * A dense table whose rows are cards where there is little room. There CSS takes the meaning of a table away from
 * screen readers: hence the roles that are written out. A link in the heading with `data-row-link`
 * makes the whole row a target.
 */
export function DataTable<Item extends { readonly id: string }>({
  label,
  columns,
  items,
  isOld = false,
}: {
  label: string;
  columns: readonly Column<Item>[];
  items: readonly Item[];
  /** What is shown waits to be replaced. */
  isOld?: boolean;
}) {
  return (
    <div className={styles.frame}>
      <table className={styles.table} role="table" aria-label={label} data-old={isOld}>
        <thead role="rowgroup" className={styles.heads}>
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.id}
                role="columnheader"
                scope="col"
                className={styles.head}
                data-width={column.width ?? "rest"}
              >
                {column.isActions === true ? (
                  <span className="visually-hidden">{column.label}</span>
                ) : (
                  column.label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {items.map((item) => (
            <tr key={item.id} role="row" className={styles.row}>
              {columns.map((column) => (
                <Cell key={column.id} column={column} item={item} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Item>({ column, item }: { column: Column<Item>; item: Item }) {
  const content = column.cell(item);
  if (column.isHeading === true) {
    return (
      <th role="rowheader" scope="row" className={styles.cell} data-part="heading">
        {content}
      </th>
    );
  }
  const isEmpty = content === null || content === "";
  return (
    <td
      role="cell"
      className={styles.cell}
      data-part={column.isActions === true ? "actions" : "value"}
      data-empty={isEmpty}
      {...(column.isLabelled === true ? { "data-label": column.label } : {})}
    >
      {content}
    </td>
  );
}
