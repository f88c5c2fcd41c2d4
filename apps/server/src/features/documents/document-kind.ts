/**
 * What an uploaded document is. Its bytes decide, and its name must agree with them: whoever opens
 * the file later gets what the name says. Office files are archives; every entry is unfolded once,
 * without being kept, so that none can unfold to more than it says or than anybody could open.
 */
import { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { documentKinds, type DocumentType } from "@istmo/contracts";

export type DocumentRefusal =
  | "document_kind_unknown"
  | "document_name_differs"
  | "document_has_macros"
  | "document_unreadable"
  | "document_unfolds_too_far";

/** Bytes that all entries of an office file may unfold to. */
const unfoldedBytes = 200 * 1024 * 1024;
const entriesAtMost = 5000;
/** Bytes of the one part that is read, which names the kinds of the others. */
const readBytes = 1024 * 1024;

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0) =>
  signature.every((byte, index) => bytes[at + index] === byte);
const codes = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

const signatures: readonly (readonly [DocumentType, (bytes: Uint8Array) => boolean])[] = [
  ["application/pdf", (bytes) => startsWith(bytes, codes("%PDF-"))],
  ["image/png", (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ["image/jpeg", (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff])],
  [
    "image/webp",
    (bytes) => startsWith(bytes, codes("RIFF")) && startsWith(bytes, codes("WEBP"), 8),
  ],
];

/** The media type of the file, or why it is not taken. `name` counts for its ending alone. */
export async function findDocumentKind(
  bytes: Uint8Array,
  name: string,
): Promise<DocumentType | DocumentRefusal> {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? null;
  const found = await findByContent(bytes, ending);
  if (!(found in documentKinds)) return found;
  const endings: readonly string[] = documentKinds[found as DocumentType];
  return ending === null || endings.includes(ending) ? found : "document_name_differs";
}

/** The name with the ending of its kind, without what a file system would take for a folder. */
export function documentName(name: string, type: DocumentType): string {
  const plain = name.replace(/[\\/:*?"<>|]/g, "_").replace(/^\.+/, "");
  return /\.[a-z0-9]{1,8}$/i.test(plain) ? plain : `${plain}.${documentKinds[type][0]}`;
}

async function findByContent(
  bytes: Uint8Array,
  ending: string | null,
): Promise<DocumentType | DocumentRefusal> {
  const signed = signatures.find(([, holds]) => holds(bytes));
  if (signed !== undefined) return signed[0];
  if (startsWith(bytes, codes("PK"))) return findOfficeKind(bytes);
  // Words have no signature: the ending chooses among them, and nothing else may pass for words.
  if ((ending === "txt" || ending === "csv") && isWords(bytes))
    return ending === "csv" ? "text/csv" : "text/plain";
  return "document_kind_unknown";
}

/** Whether there is no byte that only a program or a picture has; the encoding does not matter. */
function isWords(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte !== 0x7f) || (byte >= 0x09 && byte <= 0x0d));
}

// ── Office files ────────────────────────────────────────────────────────────

interface Entry {
  readonly name: string;
  readonly isDeflated: boolean;
  /** As the archive says; what comes out is counted. */
  readonly size: number;
  readonly packed: Uint8Array;
}

const ooxml: Readonly<Record<string, DocumentType>> = {
  "wordprocessingml.document":
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "spreadsheetml.sheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "presentationml.presentation":
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
};
const opendocument: readonly string[] = [
  "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet",
];

/** Parts that run: of Word, Excel and PowerPoint, and of LibreOffice. */
const isMacro = ({ name }: Entry) =>
  /(^|\/)(vbaProject|vbaData)[^/]*$|(^|\/)(activeX|macrosheets)\/|^(Basic|Scripts)\//i.test(name);

async function findOfficeKind(bytes: Uint8Array): Promise<DocumentType | DocumentRefusal> {
  const entries = readEntries(bytes);
  if (entries === null) return "document_unreadable";
  const types = entries.find(({ name }) => name === "[Content_Types].xml");
  const mimetype = entries[0]?.name === "mimetype" ? entries[0] : undefined;
  if (types === undefined && mimetype === undefined) return "document_kind_unknown";
  const declared = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length > entriesAtMost || declared > unfoldedBytes) return "document_unfolds_too_far";
  const named = types ?? mimetype;
  if (named === undefined || named.size > readBytes) return "document_unreadable";
  try {
    for (const entry of entries)
      if ((await unfold(entry)) === null) return "document_unfolds_too_far";
    const text = (await unfold(named, true))?.toString("utf8") ?? "";
    if (/macroEnabled|vbaProject/i.test(text) || entries.some(isMacro))
      return "document_has_macros";
    if (types === undefined)
      return opendocument.includes(text) ? (text as DocumentType) : "document_kind_unknown";
    const main =
      /"application\/vnd\.openxmlformats-officedocument\.([\w.]+)\.main\+xml"/.exec(text)?.[1] ??
      "";
    return ooxml[main] ?? "document_kind_unknown";
  } catch {
    return "document_unreadable";
  }
}

/**
 * What comes out of an entry: its bytes where they are asked for, nothing otherwise; null where more
 * comes out than the archive says. Throws at what is broken.
 */
async function unfold({ packed, isDeflated, size }: Entry, isKept = false): Promise<Buffer | null> {
  if (!isDeflated) return packed.length > size ? null : Buffer.from(packed);
  const parts: Buffer[] = [];
  let count = 0;
  // Node inflates beside the event loop, piece by piece.
  const pieces = Readable.from([packed]).pipe(createInflateRaw());
  for await (const piece of pieces as AsyncIterable<Buffer>) {
    count += piece.length;
    if (count > size) return null;
    if (isKept) parts.push(piece);
  }
  return Buffer.concat(parts);
}

const endOfDirectory = 0x06054b50;
const inDirectory = 0x02014b50;
const local = 0x04034b50;

/**
 * The entries as the archive's directory lists them; null where the archive is broken, encrypted,
 * larger than its kind needs, or says one thing in its directory and another at the entry, by which
 * two programs would read two different files.
 */
function readEntries(bytes: Uint8Array): Entry[] | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (data.readUInt32LE(0) !== local) return null;
    const end = findEnd(data);
    if (end === null) return null;
    const count = data.readUInt16LE(end + 10);
    let at = data.readUInt32LE(end + 16);
    const entries: Entry[] = [];
    for (let index = 0; index < count; index += 1) {
      if (data.readUInt32LE(at) !== inDirectory) return null;
      const method = data.readUInt16LE(at + 10);
      const isEncrypted = (data.readUInt16LE(at + 8) & 1) === 1;
      if (isEncrypted || (method !== 0 && method !== 8)) return null;
      const nameLength = data.readUInt16LE(at + 28);
      const name = data.toString("utf8", at + 46, at + 46 + nameLength);
      const packedSize = data.readUInt32LE(at + 20);
      const size = data.readUInt32LE(at + 24);
      const start = data.readUInt32LE(at + 42);
      if (data.readUInt32LE(start) !== local) return null;
      const localName = data.readUInt16LE(start + 26);
      if (data.toString("utf8", start + 30, start + 30 + localName) !== name) return null;
      const from = start + 30 + localName + data.readUInt16LE(start + 28);
      if (from + packedSize > end) return null;
      const packed = data.subarray(from, from + packedSize);
      entries.push({ name, isDeflated: method === 8, size, packed });
      at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
    }
    return entries.length === 0 ? null : entries;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Where the end of the directory is; nothing but its own comment may come after. */
function findEnd(data: Buffer): number | null {
  const earliest = Math.max(0, data.length - 22 - 0xffff);
  for (let at = data.length - 22; at >= earliest; at -= 1)
    if (
      data.readUInt32LE(at) === endOfDirectory &&
      at + 22 + data.readUInt16LE(at + 20) === data.length
    )
      return at;
  return null;
}
