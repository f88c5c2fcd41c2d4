/** What of the text a new conversation will be about: what is selected, or where the cursor stands. */
import type { Node } from "@tiptap/pm/model";
import { NodeSelection, type EditorState } from "@tiptap/pm/state";
import { CellSelection } from "@tiptap/pm/tables";

import { blockIdAt } from "./blocks.ts";
import { bindingOf } from "./extensions/comment-anchors.ts";
import { anchorOf, quoteOf, suggestionIdsOf, type Anchor } from "./extensions/comment-places.ts";

/** As in the contracts, which the page must not load for a number; a test compares them. */
export const quoteLength = 500;

export interface CommentTargetInText {
  readonly target: "text" | "block" | "figure" | "cell" | "suggestion";
  readonly blockId: string | null;
  readonly suggestionId: string | null;
  readonly anchor: Anchor | null;
  readonly quote: string;
}

/** Null where there is nothing that could be spoken of. */
export function commentTargetAt(state: EditorState): CommentTargetInText | null {
  const { selection, doc } = state;
  if (selection instanceof CellSelection) {
    const cell = selection.$anchorCell;
    return aboutNode(state, { pos: cell.pos, node: cell.nodeAfter, target: "cell" });
  }
  if (selection instanceof NodeSelection && selection.node.isBlock) {
    const { node, from } = selection;
    return aboutNode(state, { pos: from, node, target: targetOf(node) });
  }
  const words = trimmed(doc, selection);
  return words === null ? aboutPlace(state) : aboutWords(state, words);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The selection without the white space at its ends and the borders of blocks. */
function trimmed(doc: Node, { from, to }: Range): Range | null {
  let start = to;
  let end = from;
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isInline) return true;
    if (!node.isText) {
      start = Math.min(start, Math.max(pos, from));
      end = Math.max(end, Math.min(pos + node.nodeSize, to));
      return false;
    }
    const begin = Math.max(from, pos);
    const text = node.text!.slice(begin - pos, to - pos);
    if (text.trim() === "") return false;
    start = Math.min(start, begin + (text.length - text.trimStart().length));
    end = Math.max(end, begin + text.trimEnd().length);
    return false;
  });
  return start < end ? { from: start, to: end } : null;
}

function aboutWords(state: EditorState, { from, to }: Range): CommentTargetInText | null {
  const blockId = blockIdAt(state.doc, from);
  if (blockId === null) return null;
  return {
    target: "text",
    blockId,
    suggestionId: null,
    anchor: anchorOf(bindingOf(state), from, to),
    quote: quoteOf(state.doc, { from, to, length: quoteLength }),
  };
}

/** Nothing is selected: the suggestion under the cursor, else the cell, the figure or the block. */
function aboutPlace(state: EditorState): CommentTargetInText | null {
  const { $head } = state.selection;
  const [suggestionId] = [$head.nodeAfter, $head.nodeBefore].flatMap((node) =>
    node === null ? [] : suggestionIdsOf(node),
  );
  if (suggestionId !== undefined) return aboutSuggestion(state, suggestionId);
  for (let depth = $head.depth; depth > 0; depth -= 1) {
    const node = $head.node(depth);
    if (typeof node.attrs["id"] !== "string") continue;
    // The cell rather than the one paragraph in it.
    const $parent = $head.node(depth - 1);
    if (isCell($parent) && typeof $parent.attrs["id"] === "string") continue;
    return aboutNode(state, { pos: $head.before(depth), node, target: targetOf(node) });
  }
  return null;
}

/** A suggestion, where the cursor stands in it. */
export function aboutSuggestion(state: EditorState, suggestionId: string): CommentTargetInText {
  const words: string[] = [];
  state.doc.descendants((node) => {
    if (node.isText && suggestionIdsOf(node).includes(suggestionId)) words.push(node.text!);
  });
  return {
    target: "suggestion",
    blockId: blockIdAt(state.doc, state.selection.head),
    suggestionId,
    anchor: null,
    quote: cut(words.join(" ")),
  };
}

function aboutNode(
  state: EditorState,
  { pos, node, target }: { pos: number; node: Node | null; target: CommentTargetInText["target"] },
): CommentTargetInText | null {
  const id: unknown = node?.attrs["id"];
  if (node === null || typeof id !== "string") return null;
  const words = quoteOf(state.doc, { from: pos, to: pos + node.nodeSize, length: quoteLength });
  const alternative: unknown = node.attrs["alt"];
  const quote = words === "" && typeof alternative === "string" ? cut(alternative) : words;
  return { target, blockId: id, suggestionId: null, anchor: null, quote };
}

const cut = (words: string) =>
  [...words.replace(/\s+/g, " ").trim()].slice(0, quoteLength).join("").trim();

const isCell = (node: Node) => /^table(Cell|Header)$/.test(node.type.name);

const targetOf = (node: Node) =>
  isCell(node) ? "cell" : node.type.name === "figure" ? "figure" : "block";
