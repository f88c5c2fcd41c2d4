/** The archive that a Word or spreadsheet file is: opened within bounds, and made. */
import { strToU8, Unzip, UnzipInflate, zipSync } from "fflate";

/** Bytes that all parts that are read may unfold to. */
const unfolded = 16 * 1024 * 1024;
/** Bytes of the archive that are unfolded before what came out is counted. */
const bite = 8 * 1024;
/** Entries of the archive. */
const entries = 2000;

export interface OfficePackage {
  readonly kind: "docx" | "xlsx";
  /** The text of a part; null where there is none. */
  part(name: string): string | null;
}

const isRead = (name: string) =>
  name === "word/document.xml" ||
  name === "xl/workbook.xml" ||
  name === "xl/_rels/workbook.xml.rels" ||
  name === "xl/sharedStrings.xml" ||
  /^xl\/worksheets\/[\w.-]+\.xml$/.test(name);

/**
 * Opens a file by what it holds, whatever it is called; null for what is neither. Only the parts
 * that are read are unfolded, and counted as they unfold: what an entry says of its own size is not
 * believed. Throws at an archive that is broken, or that unfolds to more than is allowed.
 */
export function openPackage(bytes: Uint8Array): OfficePackage | null {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return null;
  const parts = unfold(bytes);
  const kind = parts.has("word/document.xml")
    ? "docx"
    : parts.has("xl/workbook.xml")
      ? "xlsx"
      : null;
  return kind && { kind, part: (name) => parts.get(name) ?? null };
}

function unfold(bytes: Uint8Array): Map<string, string> {
  const parts = new Map<string, string>();
  let count = 0;
  let size = 0;
  let open = 0;
  const archive = new Unzip((entry) => {
    count += 1;
    if (count > entries) throw new Error("too many entries");
    if (!isRead(entry.name) || parts.has(entry.name)) return;
    const pieces: Uint8Array[] = [];
    parts.set(entry.name, "");
    open += 1;
    entry.ondata = (error, piece, isLast) => {
      if (error !== null) throw error;
      size += piece.length;
      if (size > unfolded) throw new Error("it unfolds to too much");
      pieces.push(piece);
      if (!isLast) return;
      open -= 1;
      parts.set(entry.name, Buffer.concat(pieces).toString("utf8"));
    };
    entry.start();
  });
  archive.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += bite)
    archive.push(bytes.subarray(at, at + bite), at + bite >= bytes.length);
  if (open > 0) throw new Error("it is broken off");
  return parts;
}

/** Makes the archive of these parts. */
export function makePackage(
  parts: Readonly<Record<string, string>>,
  { at }: { readonly at: Date },
): Uint8Array {
  const bytes = Object.entries(parts).map(([name, text]) => [name, strToU8(text)] as const);
  return zipSync(Object.fromEntries(bytes), { mtime: at });
}
