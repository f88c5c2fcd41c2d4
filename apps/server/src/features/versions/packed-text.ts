/**
 * Canonical JSON as versions keep it. The first of a chain holds all top-level blocks; each further
 * one says which runs of blocks it takes from the version before, and spells the others out:
 *
 *   [[0, 412], "{…a changed block…}", [413, 560]]
 *
 * So a version costs what was changed, and a text of several hundred blocks is read back by a parse
 * of the first and a list of strings. Packed bytes begin with one that says how: 0 as they are, 1
 * compressed by Brotli.
 */
import { brotliCompress, brotliDecompressSync, constants } from "node:zlib";
import { promisify } from "node:util";
import { canonicalJson, type PaperDocumentJson } from "@istmo/paper-schema";

/** The canonical JSON of each top-level block, in order. */
export type TextBlocks = readonly string[];

/** A block spelt out, or so many blocks of the version before from a place on. */
type Piece = string | readonly [from: number, count: number];

const compress = promisify(brotliCompress);

/** The bytes, packed for a column. */
export async function pack(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await compress(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 6,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
    },
  });
  const isSmaller = packed.byteLength < bytes.byteLength;
  const column = new Uint8Array(1 + Math.min(packed.byteLength, bytes.byteLength));
  column[0] = isSmaller ? 1 : 0;
  column.set(isSmaller ? packed : bytes, 1);
  return column;
}

/** The bytes of a column. */
export function unpack(column: Uint8Array): Uint8Array {
  const bytes = column.subarray(1);
  return column[0] === 1 ? new Uint8Array(brotliDecompressSync(bytes)) : bytes;
}

/** The blocks of a document, each as the canonical JSON of the whole spells it. */
export const blocksOf = (document: PaperDocumentJson): TextBlocks =>
  document.content.map((block) => canonicalJson(block as never));

/** The canonical JSON of the whole text: what is hashed, as UTF-8. */
export const canonicalOf = (blocks: TextBlocks): string =>
  `{"content":[${blocks.join(",")}],"type":"doc"}`;

/** What follows on `before`, or null where it would be no shorter than the text itself. */
export function textDelta(before: TextBlocks, after: TextBlocks): Uint8Array | null {
  const places = new Map<string, number>();
  for (const [place, block] of before.entries()) if (!places.has(block)) places.set(block, place);
  const pieces: (string | [number, number])[] = [];
  let spelt = 0;
  for (const block of after) {
    const last = pieces.at(-1);
    // What follows on in both is one run, though the block may stand elsewhere too.
    if (Array.isArray(last) && before[last[0] + last[1]] === block) last[1] += 1;
    else if (places.has(block)) pieces.push([places.get(block) ?? 0, 1]);
    else {
      pieces.push(block);
      spelt += block.length;
    }
  }
  const whole = after.reduce((sum, { length }) => sum + length, 0);
  return spelt * 2 > whole ? null : encode(pieces);
}

/** The first of a chain. */
export const wholeText = (blocks: TextBlocks): Uint8Array => encode(blocks);

/** The text at the end of a chain of unpacked columns. */
export function readText(chain: readonly Uint8Array[]): TextBlocks {
  let blocks: TextBlocks = [];
  for (const bytes of chain) blocks = follow(blocks, JSON.parse(decode(bytes)) as unknown);
  return blocks;
}

function follow(before: TextBlocks, read: unknown): TextBlocks {
  // A text of an earlier release is kept as its canonical JSON.
  if (!Array.isArray(read)) return blocksOf(read as PaperDocumentJson);
  return (read as readonly Piece[]).flatMap((piece) =>
    typeof piece === "string" ? [piece] : before.slice(piece[0], piece[0] + piece[1]),
  );
}

const encode = (pieces: readonly Piece[]) => new TextEncoder().encode(JSON.stringify(pieces));
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
