/** Changes to a bracket in the text: ordinary edits, which merge and can be undone. */
import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";

import { newAlternativeId } from "./extensions/bracket.ts";
import { asOneUndoStep } from "./undo-steps.ts";

export interface FoundBracket {
  readonly node: Node;
  readonly pos: number;
}

/** An alternative as the card shows it. */
export interface AlternativeView {
  readonly id: string;
  readonly text: string;
  /** It holds notes, citations or breaks, which a field of plain text cannot show. */
  readonly isRich: boolean;
}

export function findBracket(doc: Node, bracketId: string): FoundBracket | null {
  let found: FoundBracket | null = null;
  doc.descendants((node, pos) => {
    if (found !== null) return false;
    if (node.type.name === "bracket" && node.attrs["id"] === bracketId) found = { node, pos };
    return true;
  });
  return found;
}

/** The alternatives in their order; null when the bracket is gone. */
export function alternativesOf(doc: Node, bracketId: string): AlternativeView[] | null {
  const bracket = findBracket(doc, bracketId);
  return (
    bracket?.node.children.map((it) => ({
      id: String(it.attrs["id"]),
      text: it.textContent,
      isRich: it.children.some((child) => !child.isText),
    })) ?? null
  );
}

/** The alternative and the position before it. */
function findAlternative(doc: Node, bracketId: string, alternativeId: string): FoundBracket | null {
  const bracket = findBracket(doc, bracketId);
  if (bracket === null) return null;
  let pos = bracket.pos + 1;
  for (const node of bracket.node.children) {
    if (node.attrs["id"] === alternativeId) return { node, pos };
    pos += node.nodeSize;
  }
  return null;
}

/**
 * Writes what has changed between the alternative's text and `text`, and nothing else: what others
 * write in it at the same time stays, and so do the marks around.
 */
export function writeAlternative(
  editor: Editor,
  bracketId: string,
  wanted: { readonly alternativeId: string; readonly text: string },
): void {
  const { state } = editor;
  const found = findAlternative(state.doc, bracketId, wanted.alternativeId);
  if (found === null) return;
  const before = found.node.textContent;
  const after = wanted.text.replace(/\s*\n\s*/g, " ");
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const first = found.pos + 1;
  const [from, to] = [first + start, first + before.length - end];
  const written = after.slice(start, after.length - end);
  if (from === to && written === "") return;
  const { tr } = state;
  editor.view.dispatch(written === "" ? tr.delete(from, to) : tr.insertText(written, from, to));
}

/** Adds an empty alternative behind the others. */
export function addAlternative(editor: Editor, bracketId: string): void {
  const bracket = findBracket(editor.state.doc, bracketId);
  const type = editor.schema.nodes["alternative"];
  if (bracket === null || !type) return;
  const end = bracket.pos + bracket.node.nodeSize - 1;
  editor.view.dispatch(editor.state.tr.insert(end, type.create({ id: newAlternativeId() })));
}

/** Takes an alternative away; the last one stays, for a bracket is never empty. */
export function removeAlternative(editor: Editor, bracketId: string, alternativeId: string): void {
  const { doc, tr } = editor.state;
  const found = findAlternative(doc, bracketId, alternativeId);
  const bracket = findBracket(doc, bracketId);
  if (found === null || (bracket?.node.childCount ?? 0) < 2) return;
  editor.view.dispatch(tr.delete(found.pos, found.pos + found.node.nodeSize));
}

/** Puts the text of one alternative in the place of the bracket: it is agreed. */
export function settleBracket(editor: Editor, bracketId: string, alternativeId: string): void {
  const { doc, tr } = editor.state;
  const bracket = findBracket(doc, bracketId);
  const chosen = findAlternative(doc, bracketId, alternativeId);
  if (bracket === null || chosen === null) return;
  const end = bracket.pos + bracket.node.nodeSize;
  const settled = tr.replaceWith(bracket.pos, end, chosen.node.content);
  asOneUndoStep(editor, () => editor.view.dispatch(settled));
}

/** Takes the bracket away with all that stands in it. */
export function deleteBracket(editor: Editor, bracketId: string): void {
  const bracket = findBracket(editor.state.doc, bracketId);
  if (bracket === null) return;
  const end = bracket.pos + bracket.node.nodeSize;
  const gone = editor.state.tr.delete(bracket.pos, end);
  asOneUndoStep(editor, () => editor.view.dispatch(gone));
}
