/** What the original says block by block, for the editor of a translation. */
import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";

/** The words of each block of text by its id; footnotes and the like are left out. */
export function wordsByBlock(doc: Node): Map<string, string> {
  const words = new Map<string, string>();
  doc.descendants((node) => {
    if (!node.isTextblock) return node.isBlock;
    const id: unknown = node.attrs["id"];
    if (typeof id === "string" && !words.has(id)) words.set(id, wordsOf(node));
    return false;
  });
  return words;
}

function wordsOf(block: Node): string {
  let words = "";
  block.forEach((child) => {
    if (child.isText) words += child.text ?? "";
    else if (child.type.name === "hardBreak") words += " ";
  });
  return words.trim();
}

/**
 * Puts the original's content into an empty block of the translation, to be written over: the words
 * with their marks, and the footnotes, citations and references among them. False where there is
 * nothing to put, or the block is not empty.
 */
export function copyOriginal(original: Editor, translation: Editor, blockId: string): boolean {
  let source: Node | null = null;
  original.state.doc.descendants((node) => {
    if (node.isTextblock && node.attrs["id"] === blockId) source = node;
    return source === null && !node.isTextblock;
  });
  const found = source as Node | null;
  if (found === null || found.content.size === 0) return false;
  let place: number | null = null;
  translation.state.doc.descendants((node, pos) => {
    if (node.isTextblock && node.attrs["id"] === blockId && node.content.size === 0)
      place = pos + 1;
    return place === null && !node.isTextblock;
  });
  const at = place as number | null;
  if (at === null) return false;
  const content = found.content.toJSON() as { type: string; marks?: { type: string }[] }[];
  return translation.chain().focus().insertContentAt(at, content.map(withoutSuggestions)).run();
}

type InlineJson = { type: string; attrs?: Record<string, unknown>; marks?: { type: string }[] };
const suggestionMarks = new Set(["insertion", "deletion", "formatting"]);

function withoutSuggestions(node: InlineJson): InlineJson {
  const attrs = Object.entries(node.attrs ?? {}).filter(
    ([name]) => name !== "inserted" && name !== "removed",
  );
  return {
    ...node,
    ...(node.attrs === undefined ? {} : { attrs: Object.fromEntries(attrs) }),
    ...(node.marks === undefined
      ? {}
      : { marks: node.marks.filter(({ type }) => !suggestionMarks.has(type)) }),
  };
}
