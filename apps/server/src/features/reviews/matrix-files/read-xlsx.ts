/** The sheets of a spreadsheet, as words: a formula counts as what it last came to. */
import type { OfficePackage } from "../../../platform/office/office-package.ts";
import { readAtMost, type Table } from "./read-docx.ts";
import { readXml } from "../../../platform/office/xml.ts";

/** Sheets that are looked at. */
const sheetsAtMost = 20;

/** "AB12" → 27; −1 for what names no column. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? "";
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function sheetNames(file: OfficePackage): string[] {
  const targets = new Map<string, string>();
  readXml(file.part("xl/_rels/workbook.xml.rels") ?? "<none/>", {
    open(name, { Id: id, Target: target }) {
      if (name !== "Relationship" || id === undefined || target === undefined) return;
      targets.set(id, target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    },
    close: () => undefined,
    text: () => undefined,
  });
  const names: string[] = [];
  readXml(file.part("xl/workbook.xml") ?? "<none/>", {
    open(name, attributes) {
      const target = name === "sheet" ? targets.get(attributes["r:id"] ?? "") : undefined;
      if (target !== undefined && names.length < sheetsAtMost) names.push(target);
    },
    close: () => undefined,
    text: () => undefined,
  });
  return names;
}

/** The words that cells name by their number; how they are pronounced is left out. */
function sharedStrings(source: string | null): string[] {
  const strings: string[] = [];
  let text = "";
  let isWord = false;
  let spoken = 0;
  if (source === null) return strings;
  readXml(source, {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") spoken += 1;
      else if (name === "t") isWord = spoken === 0;
    },
    close(name) {
      if (name === "si") strings.push(text);
      else if (name === "rPh") spoken -= 1;
      else if (name === "t") isWord = false;
    },
    text: (more) => {
      if (isWord && text.length < readAtMost.characters) text += more;
    },
  });
  return strings;
}

function readSheet(source: string, shared: readonly string[]): Table {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = { column: -1, type: "", text: "" };
  let isWord = false;
  readXml(source, {
    open(name, attributes) {
      if (name === "row") row = [];
      else if (name === "c") {
        const column = columnOf(attributes["r"] ?? "");
        cell = { column: column < 0 ? row.length : column, type: attributes["t"] ?? "", text: "" };
      } else if (name === "v" || name === "t") isWord = true;
    },
    close(name) {
      if (name === "v" || name === "t") isWord = false;
      else if (name === "c" && cell.column < readAtMost.cells) {
        const words = cell.type === "s" ? (shared[Number(cell.text)] ?? "") : cell.text;
        while (row.length < cell.column) row.push("");
        row[cell.column] = words.trim();
      } else if (name === "row") {
        if (rows.length >= readAtMost.rows) throw new Error("too many rows");
        rows.push(row);
      }
    },
    text: (more) => {
      if (isWord && cell.text.length < readAtMost.characters) cell.text += more;
    },
  });
  return rows;
}

export function readXlsxTables(file: OfficePackage): Table[] {
  const shared = sharedStrings(file.part("xl/sharedStrings.xml"));
  return sheetNames(file).flatMap((name) => {
    const sheet = file.part(name);
    return sheet === null ? [] : [readSheet(sheet, shared)];
  });
}
