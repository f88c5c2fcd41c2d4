import type { Cleaning } from "./cleaning.ts";
import { captionOf, tagOf } from "./reading.ts";

/** The table; "" when it is too large, or has no cell. */
export function tableOf(table: Element, cleaning: Cleaning): string {
  const rows = rowsOf(table);
  const columns = Math.max(0, ...rows.slice(0, 2_000).map(columnsOf));
  if (cleaning.isTooLarge(rows.length, columns)) {
    cleaning.left.tables.push({ rows: rows.length, columns, text: textOf(rows) });
    return "";
  }
  const made = rows.map((row) => rowOf(row, cleaning)).filter((row) => row !== "");
  if (made.length === 0) return "";
  const title = table.querySelector(":scope > caption");
  const above = title === null ? "" : captionOf(cleaning.inline(title.childNodes));
  return `${above}<table><tbody>${made.join("")}</tbody></table>`;
}

/** Its own rows, not those of a table in a cell. */
function rowsOf(table: Element): Element[] {
  return [...table.children].flatMap((part) => {
    const tag = tagOf(part);
    if (tag === "tr") return [part];
    return /^t(?:head|body|foot)$/.test(tag)
      ? [...part.children].filter((row) => tagOf(row) === "tr")
      : [];
  });
}

function cellsOf(row: Element): Element[] {
  return [...row.children].filter((cell) => /^t[dh]$/.test(tagOf(cell)));
}

function columnsOf(row: Element): number {
  return cellsOf(row).reduce((sum, cell) => sum + span(cell, "colspan"), 0);
}

function rowOf(row: Element, cleaning: Cleaning): string {
  const isHead = row.parentElement !== null && tagOf(row.parentElement) === "thead";
  const cells = cellsOf(row).map((cell) => {
    const tag = isHead ? "th" : tagOf(cell);
    const spans = (["colspan", "rowspan"] as const)
      .map((name) => [name, span(cell, name)] as const)
      .filter(([, value]) => value > 1)
      .map(([name, value]) => ` ${name}="${value}"`)
      .join("");
    const inside = cleaning.flow(cell.childNodes);
    return `<${tag}${spans}>${inside === "" ? "<p></p>" : inside}</${tag}>`;
  });
  return cells.length === 0 ? "" : `<tr>${cells.join("")}</tr>`;
}

function span(cell: Element, name: "colspan" | "rowspan"): number {
  const value = Number(cell.getAttribute(name) ?? 1);
  return Number.isSafeInteger(value) ? Math.min(Math.max(value, 1), 1_000) : 1;
}

function textOf(rows: readonly Element[]): string {
  return rows
    .map((row) =>
      cellsOf(row)
        .map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim())
        .join("\t"),
    )
    .join("\n");
}
