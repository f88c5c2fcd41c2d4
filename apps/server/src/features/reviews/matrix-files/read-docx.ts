/** The tables of a Word file, as words: each a list of rows of cells. */
import { readXml } from "../../../platform/office/xml.ts";

export type Table = readonly (readonly string[])[];

/** Rows, cells of a row and characters of a cell that are read. */
export const readAtMost = { rows: 5_000, cells: 60, characters: 40_000 } as const;

/**
 * Tables as they stand when all changes are accepted: what is struck out by track changes is not
 * there, what was inserted is. A table within a cell is part of the cell's words.
 */
export function readDocxTables(document: string): Table[] {
  const tables: string[][][] = [];
  let depth = 0;
  let row: string[] | null = null;
  let cell: { text: string; span: number } | null = null;
  /** Within what is not there any more, or stands twice. */
  let hidden = 0;
  let isWord = false;
  const add = (text: string) => {
    if (cell !== null && hidden === 0 && cell.text.length < readAtMost.characters)
      cell.text += text;
  };
  readXml(document, {
    open(name, attributes) {
      if (name === "w:tbl") {
        depth += 1;
        if (depth === 1) tables.push([]);
      } else if (name === "w:tr" && depth === 1) row = [];
      else if (name === "w:tc" && depth === 1) cell = { text: "", span: 1 };
      else if (name === "w:gridSpan" && depth === 1 && cell !== null)
        cell.span = Math.min(Number(attributes["w:val"]) || 1, readAtMost.cells);
      else if (name === "w:p") {
        if (cell !== null && cell.text !== "") add("\n");
      } else if (name === "w:br" || name === "w:cr") add("\n");
      else if (name === "w:tab") add(" ");
      else if (name === "w:t") isWord = true;
      else if (name === "w:del" || name === "w:moveFrom" || name === "mc:Fallback") hidden += 1;
    },
    close(name) {
      if (name === "w:tbl") depth -= 1;
      else if (name === "w:t") isWord = false;
      else if (name === "w:del" || name === "w:moveFrom" || name === "mc:Fallback") hidden -= 1;
      else if (name === "w:tc" && depth === 1 && cell !== null && row !== null) {
        const blanks = Array.from({ length: cell.span - 1 }, () => "");
        if (row.length < readAtMost.cells) row.push(cell.text.trim(), ...blanks);
        cell = null;
      } else if (name === "w:tr" && depth === 1 && row !== null) {
        const table = tables.at(-1);
        if (table === undefined) return;
        if (table.length >= readAtMost.rows) throw new Error("too many rows");
        table.push(row);
        row = null;
      }
    },
    text: (text) => {
      if (isWord) add(text);
    },
  });
  return tables;
}
