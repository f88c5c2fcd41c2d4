/** A filled matrix, read back from a Word or spreadsheet file: what stands in it, row by row. */
import { languages } from "@istmo/contracts";
import { dispositions, type Disposition } from "@istmo/domain";
import { columns, readReference, words, type Column } from "./matrix-columns.ts";
import { openPackage } from "../../../platform/office/office-package.ts";
import { readDocxTables, type Table } from "./read-docx.ts";
import { readXlsxTables } from "./read-xlsx.ts";

/** One row of a file, as it was filled in. */
export interface FilledRow {
  /** Which row of the file's table it is, from 1; the headings are none. */
  readonly line: number;
  /** Null for one that was added there, or whose reference was spoilt. */
  readonly reference: { readonly id: string; readonly version: number } | null;
  /** Null where the file has no such column. */
  readonly response: string | null;
  /** "unknown": words that are no disposition. */
  readonly disposition: Disposition | "unknown" | null;
  readonly reason: string | null;
  /** What the row says to people, to show which one is meant. */
  readonly observation: string;
}

export interface FilledMatrix {
  readonly format: "docx" | "xlsx";
  readonly rows: readonly FilledRow[];
}

/** "unreadable": broken, or larger than it may be; "no_matrix": it holds no table of a matrix. */
export type UnreadFile = "unknown_type" | "unreadable" | "no_matrix";

/** As people type it: without accents, marks and case. */
const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();

const columnByHeading = new Map<string, Column>(
  languages.flatMap((language) =>
    columns.map((column) => [plain(words[language].columns[column]), column] as const),
  ),
);
const dispositionByWords = new Map<string, Disposition>(
  languages.flatMap((language) =>
    dispositions.map((one) => [plain(words[language].dispositions[one]), one] as const),
  ),
);

export function readMatrix(bytes: Uint8Array): FilledMatrix | UnreadFile {
  let tables: readonly Table[];
  let format: FilledMatrix["format"];
  try {
    const file = openPackage(bytes);
    if (file === null) return "unknown_type";
    format = file.kind;
    tables =
      format === "docx"
        ? readDocxTables(file.part("word/document.xml") ?? "")
        : readXlsxTables(file);
  } catch {
    // Whatever is wrong with a file that somebody sent, it is the file that is wrong.
    return "unreadable";
  }
  for (const table of tables) {
    const rows = rowsOf(table);
    if (rows !== null) return { format, rows };
  }
  return "no_matrix";
}

/** The rows below the headings; null for a table without them. */
function rowsOf(table: Table): FilledRow[] | null {
  const at = table.findIndex((row) => {
    const known = new Set(row.map((cell) => columnByHeading.get(plain(cell))));
    return known.has("reference") && known.has("response") && known.has("disposition");
  });
  const headings = table[at];
  if (headings === undefined) return null;
  const places = new Map(
    headings.map((cell, place) => [columnByHeading.get(plain(cell)), place] as const).reverse(),
  );
  const cellOf = (row: readonly string[], column: Column): string | null => {
    const place = places.get(column);
    return place === undefined ? null : (row[place] ?? "").trim();
  };
  return table
    .slice(at + 1)
    .map((row, index): FilledRow => {
      const disposition = cellOf(row, "disposition") ?? "";
      return {
        line: index + 1,
        reference: readReference(cellOf(row, "reference") ?? ""),
        response: cellOf(row, "response"),
        // A dash is what the list of Word shows for nothing.
        disposition:
          plain(disposition) === ""
            ? null
            : (dispositionByWords.get(plain(disposition)) ?? "unknown"),
        reason: cellOf(row, "reason"),
        observation: cellOf(row, "observation") ?? "",
      };
    })
    .filter(
      (row, index) => row.reference !== null || table[at + 1 + index]?.some((cell) => cell !== ""),
    );
}
