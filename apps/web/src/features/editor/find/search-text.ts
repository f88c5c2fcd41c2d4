/**
 * The paper's text as it is searched. Each block is one run of text; what stands in it as one thing
 * (a footnote, a bracket) is one character there, and its own words are searched apart. What is
 * suggested to be deleted is not searched.
 *
 * Blocks do not change, they are replaced: what was read of one is kept with it, so that a key typed
 * into 40,000 words costs the reading of one block.
 */
import type { Node } from "@tiptap/pm/model";

/** Stands where something other than text is; no query finds it. */
export const objectCharacter = "\uFFFC";

export interface SearchText {
  readonly text: string;
  /** Where stretches begin: in the text, and in the document from the start of the block on. */
  readonly stretches: readonly { readonly at: number; readonly pos: number }[];
}

export interface Match {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** The groups of a pattern. */
  readonly groups: readonly (string | undefined)[];
}

/** What was found where in one text. */
export interface FoundText {
  readonly start: number;
  readonly end: number;
  readonly groups?: readonly (string | undefined)[];
}

const kept = new WeakMap<Node, readonly SearchText[]>();

/** The texts of a block: its own first, then those of what stands in it. */
export function searchTextsOf(block: Node): readonly SearchText[] {
  const known = kept.get(block);
  if (known) return known;
  const texts: SearchText[] = [];
  read(block, 0, texts);
  kept.set(block, texts);
  return texts;
}

function read(node: Node, start: number, into: SearchText[]): void {
  if (node.childCount === 0) return;
  let text = "";
  const stretches: { at: number; pos: number }[] = [];
  const inner: SearchText[] = [];
  node.forEach((child, offset) => {
    stretches.push({ at: text.length, pos: start + offset });
    const isDeleted = child.marks.some(({ type }) => type.name === "deletion");
    if (child.isText && !isDeleted) text += child.text ?? "";
    else if (child.type.name === "hardBreak") text += "\n";
    else {
      text += objectCharacter;
      if (child.isText) return;
      // A bracket has several texts, its alternatives; a footnote has one.
      if (child.type.name !== "bracket") read(child, start + offset + 1, inner);
      else child.forEach((part, at) => read(part, start + offset + at + 2, inner));
    }
  });
  into.push({ text, stretches }, ...inner);
}

/** Every block of text with the position of its content. */
export function forEachTextblock(doc: Node, visit: (block: Node, start: number) => void): void {
  doc.descendants((node, pos) => {
    if (node.isTextblock) visit(node, pos + 1);
    return !node.isTextblock;
  });
}

/** A find in one text as a match in the document; null for nothing, or for things among the words. */
export function toMatch(
  { text, stretches }: SearchText,
  start: number,
  found: FoundText,
): Match | null {
  const words = text.slice(found.start, found.end);
  if (words === "" || words.includes(objectCharacter)) return null;
  const last = stretches.findLast(({ at }) => at < found.end);
  const first = stretches.findLast(({ at }) => at <= found.start);
  if (!first || !last) return null;
  return {
    from: start + first.pos + found.start - first.at,
    to: start + last.pos + found.end - last.at,
    text: words,
    groups: found.groups ?? [],
  };
}
