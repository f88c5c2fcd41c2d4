/**
 * The rows of a spreadsheet or of a file with separators, as words. A large file is read piece by
 * piece, so that others are served between two pieces.
 */
import { SaxesParser } from "saxes";
import { openPackage } from "./office-package.ts";

export interface SheetCell {
  readonly text: string;
  /** What stands there is worked out from other cells. */
  readonly isFormula: boolean;
}
export interface SheetRow {
  /** As the spreadsheet numbers it, from 1. */
  readonly line: number;
  readonly cells: readonly SheetCell[];
}
export interface SheetBounds {
  readonly rows: number;
  readonly cells: number;
  readonly characters: number;
}
/** "unreadable": broken, or larger than it may be; "too_many_rows": more than may be read. */
export type UnreadSheet = "unreadable" | "too_many_rows";

/** Characters that are read before others are served. */
const bite = 64 * 1024;
const others = () => new Promise<void>((resolve) => setImmediate(resolve));
const empty: SheetCell = { text: "", isFormula: false };

class TooManyRows extends Error {}

/** Reads the first sheet of a file, whatever it is called. Rows without words are left out. */
export async function readSheet(
  bytes: Uint8Array,
  bounds: SheetBounds,
): Promise<SheetRow[] | UnreadSheet> {
  try {
    const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
    return isArchive ? await readXlsx(bytes, bounds) : await readSeparated(bytes, bounds);
  } catch (error) {
    // Whatever is wrong with a file that somebody sent, it is the file that is wrong.
    return error instanceof TooManyRows ? "too_many_rows" : "unreadable";
  }
}

interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

async function readInBites(source: string, handler: XmlHandler): Promise<void> {
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("a document type is not read");
  });
  parser.on("opentag", ({ name, attributes }) => handler.open(name, attributes));
  parser.on("closetag", ({ name }) => handler.close(name));
  parser.on("text", (text) => handler.text(text));
  parser.on("cdata", (text) => handler.text(text));
  for (let at = 0; at < source.length; at += bite) {
    parser.write(source.slice(at, at + bite));
    await others();
  }
  parser.close();
}

async function sharedStrings(source: string | null, bounds: SheetBounds): Promise<string[]> {
  const strings: string[] = [];
  let text = "";
  let isWord = false;
  let spoken = 0;
  if (source === null) return strings;
  await readInBites(source, {
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
      if (isWord && text.length < bounds.characters) text += more;
    },
  });
  return strings;
}

/** "AB12" → 27; −1 for what names no column. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? "";
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The rows that hold anything, no more than may be read. */
function collector({ rows: most }: SheetBounds) {
  const rows: SheetRow[] = [];
  return {
    rows,
    add: (line: number, cells: readonly SheetCell[]) => {
      if (cells.every(({ text, isFormula }) => text === "" && !isFormula)) return;
      // The headings are a row besides.
      if (rows.length > most) throw new TooManyRows();
      rows.push({ line, cells });
    },
  };
}

async function readXlsx(bytes: Uint8Array, bounds: SheetBounds): Promise<SheetRow[]> {
  const file = openPackage(bytes);
  const sheet = file?.kind === "xlsx" ? file.part("xl/worksheets/sheet1.xml") : null;
  if (file === null || sheet === null) throw new Error("it holds no sheet");
  const shared = await sharedStrings(file.part("xl/sharedStrings.xml"), bounds);
  const { rows, add } = collector(bounds);
  let row: SheetCell[] = [];
  let line = 0;
  let cell = { column: 0, type: "", text: "", isFormula: false };
  let isWord = false;
  await readInBites(sheet, {
    open(name, attributes) {
      if (name === "row") {
        row = [];
        line = Number(attributes["r"] ?? line + 1);
      } else if (name === "c") {
        const column = columnOf(attributes["r"] ?? "");
        cell = {
          ...{ column: column < 0 ? row.length : column, type: attributes["t"] ?? "" },
          ...{ text: "", isFormula: false },
        };
      } else if (name === "f") cell.isFormula = true;
      else if (name === "v" || name === "t") isWord = true;
    },
    close(name) {
      if (name === "v" || name === "t") isWord = false;
      else if (name === "c" && cell.column < bounds.cells) {
        const { text, type, isFormula } = cell;
        const words = type === "s" ? (shared[Number(text)] ?? "") : text;
        while (row.length < cell.column) row.push(empty);
        row[cell.column] = { text: words.trim(), isFormula };
      } else if (name === "row") add(line, row);
    },
    text: (more) => {
      if (isWord && cell.text.length < bounds.characters) cell.text += more;
    },
  });
  return rows;
}

/** Words as they were written by a program of today, or by an old one of Western Europe. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** RFC 4180, with commas or, as spreadsheets write it in Spanish, semicolons. */
async function readSeparated(bytes: Uint8Array, bounds: SheetBounds): Promise<SheetRow[]> {
  const source = decode(bytes);
  if (source.includes("\u0000")) throw new Error("it is no text");
  const first = source.slice(0, source.search(/[\r\n]|$/));
  const separator = first.split(";").length > first.split(",").length ? ";" : ",";
  const { rows, add } = collector(bounds);
  let cells: SheetCell[] = [];
  let text = "";
  let isQuoted = false;
  let line = 1;
  const endCell = () => {
    const words = text.trim();
    if (cells.length < bounds.cells)
      cells.push({ text: words.slice(0, bounds.characters), isFormula: /^[=@]/.test(words) });
    text = "";
  };
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (at % bite === 0) await others();
    if (isQuoted) {
      if (sign !== '"') text += sign;
      else if (source[at + 1] === '"') {
        text += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && text.trim() === "") {
      isQuoted = true;
      text = "";
    } else if (sign === separator) endCell();
    else if (sign === "\n") {
      endCell();
      add(line, cells);
      cells = [];
      line += 1;
    } else text += sign;
  }
  endCell();
  add(line, cells);
  return rows;
}
