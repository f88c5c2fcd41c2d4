import { bodyFragment } from "@istmo/paper-schema";
import * as Y from "yjs";

/** What stands between two stretches of unsaved words of one block that saved words keep apart. */
const gap = " … ";

/**
 * The words that somebody has written and the server has not confirmed, as plain text: a line for
 * each block that holds some, in the order of the document, and nothing of what stood there before.
 *
 * `acknowledgedClocks` has an entry for every Yjs client that the person wrote as: how far the
 * database holds what that client wrote. Words of other clients are never given. What an edit moves
 * (the second half of a paragraph that is split) was written anew in Yjs, and counts as new.
 */
export function unsavedText(doc: Y.Doc, acknowledgedClocks: ReadonlyMap<number, number>): string {
  const lines: string[] = [];
  collect(doc.getXmlFragment(bodyFragment), acknowledgedClocks, lines);
  return lines.join("\n");
}

function collect(
  parent: Y.XmlFragment,
  acknowledged: ReadonlyMap<number, number>,
  lines: string[],
): void {
  const pieces: Piece[] = [];
  // Blocks within this one, and the notes that hang on its words: each a line of its own, after it.
  const within: Y.XmlFragment[] = [];
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) readText(child, acknowledged, pieces);
    else if (child instanceof Y.XmlElement && child.nodeName === "hardBreak") {
      if (pieces.at(-1)?.isUnsaved === true) add(pieces, { words: " ", isUnsaved: true });
    } else if (child instanceof Y.XmlFragment) {
      within.push(child);
    }
  }
  const line = stretchesOf(pieces)
    .map((stretch) => stretch.trim())
    .filter((stretch) => stretch !== "")
    .join(gap);
  if (line !== "") lines.push(line);
  for (const child of within) collect(child, acknowledged, lines);
}

/** Words of a block in their order: the person's unsaved ones, or others. */
interface Piece {
  words: string;
  readonly isUnsaved: boolean;
}

function add(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last?.isUnsaved === piece.isUnsaved) last.words += piece.words;
  else pieces.push(piece);
}

/** Reads a text off piece by piece. */
function readText(
  text: Y.XmlText,
  acknowledged: ReadonlyMap<number, number>,
  pieces: Piece[],
): void {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    const known = acknowledged.get(client) ?? Number.POSITIVE_INFINITY;
    const saved = Math.min(Math.max(known - clock, 0), item.length);
    const { str } = item.content;
    if (saved > 0) add(pieces, { words: str.slice(0, saved), isUnsaved: false });
    if (saved < item.length) add(pieces, { words: str.slice(saved), isUnsaved: true });
  }
}

/**
 * The unsaved stretches. Whoever types a "b" before a "b" may be held to have typed the second one:
 * the text is the same. So a saved piece between two stretches changes places with its like at the
 * end of the second, and the words come out as they were typed.
 */
function stretchesOf(pieces: readonly Piece[]): string[] {
  const stretches: string[] = [];
  let between = "";
  for (const { words, isUnsaved } of pieces) {
    const before = stretches.at(-1);
    if (!isUnsaved) between = words;
    else if (before !== undefined && words.endsWith(between))
      stretches.splice(-1, 1, before + between + words.slice(0, words.length - between.length));
    else stretches.push(words);
  }
  return stretches;
}
