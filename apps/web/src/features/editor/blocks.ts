/** Finds blocks of the text by their ids, and the other way round. */
import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";

export interface FoundBlock {
  readonly node: Node;
  readonly pos: number;
}

/** The block with the id. */
export function blockById(doc: Node, id: string): FoundBlock | null {
  let found: FoundBlock | null = null;
  doc.descendants((node, pos) => {
    if (found) return false;
    if (node.isBlock && node.attrs["id"] === id) found = { node, pos };
    return !node.isTextblock;
  });
  return found;
}

/** The block, note or other thing with the id; the first in the text. */
export function placeById(doc: Node, id: string): FoundBlock | null {
  let found: FoundBlock | null = null;
  doc.descendants((node, pos) => {
    if (found) return false;
    if (node.attrs["id"] === id) found = { node, pos };
    return true;
  });
  return found;
}

/** The id of the innermost block of text that holds the end of the selection. */
export function blockIdAtSelection(state: EditorState): string | null {
  const { $to } = state.selection;
  for (let depth = $to.depth; depth > 0; depth -= 1) {
    const id: unknown = $to.node(depth).attrs["id"];
    if (typeof id === "string") return id;
  }
  return null;
}

/** The id of the innermost block that has one, at a position; null where there is none. */
export function blockIdAt(doc: Node, pos: number): string | null {
  const $pos = doc.resolve(pos);
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    const id: unknown = $pos.node(depth).attrs["id"];
    if (typeof id === "string" && $pos.node(depth).isBlock) return id;
  }
  return null;
}

/** The id of the last heading at or above the selection. */
export function sectionAt(state: EditorState): string | null {
  // A block that is selected as a whole has nothing around it but the text.
  const end = state.selection.from + 1;
  let current: string | null = null;
  state.doc.forEach((block, pos) => {
    const id: unknown = block.attrs["id"];
    if (pos < end && block.type.name === "heading" && typeof id === "string") current = id;
  });
  return current;
}

/** The id of the section that the selection stands in: that of its level-1 heading. */
export function sectionOfSelection(state: EditorState): string | null {
  const end = state.selection.from + 1;
  let current: string | null = null;
  state.doc.forEach((block, pos) => {
    const id: unknown = block.attrs["id"];
    const isSection = block.type.name === "heading" && block.attrs["level"] === 1;
    if (pos < end && isSection && typeof id === "string") current = id;
  });
  return current;
}

/** Brings a block to the top of the window and, where one may write, puts the cursor at its end. */
export function jumpToBlock(editor: Editor, id: string): void {
  const block = blockById(editor.state.doc, id);
  if (!block) return;
  if (editor.isEditable) {
    const end = block.node.isTextblock ? block.pos + 1 + block.node.content.size : block.pos + 1;
    editor.commands.focus(end, { scrollIntoView: false });
  }
  const element = editor.view.nodeDOM(block.pos);
  if (element instanceof Element) bringIntoView(editor, element, "start");
}

/** In a long text at once: on the way the heights of what comes into sight would move the place. */
function bringIntoView(editor: Editor, element: Element, block: ScrollLogicalPosition): void {
  const isLong = editor.view.dom.hasAttribute("data-long");
  element.scrollIntoView({ block, behavior: isLong ? "instant" : "smooth" });
}

/** The same for whatever has an id: a note in the text is brought to the middle and chosen. */
export function jumpToPlace(editor: Editor, id: string): void {
  const place = placeById(editor.state.doc, id);
  if (!place) return;
  if (place.node.isBlock) {
    jumpToBlock(editor, id);
    return;
  }
  if (editor.isEditable) {
    editor.commands.setNodeSelection(place.pos);
    editor.commands.focus(null, { scrollIntoView: false });
  }
  const element = editor.view.nodeDOM(place.pos);
  if (element instanceof Element) bringIntoView(editor, element, "center");
}

/** The longest title that the words at the selection give. */
const wordsAtMost = 200;

/** What an action item made here is about: the words chosen, else the sentence up to the caret. */
export function wordsForAction({ doc, selection }: EditorState): string {
  const { from, to, empty, $from } = selection;
  const around = empty
    ? $from.parent.textBetween(0, $from.parentOffset, " ", " ")
    : doc.textBetween(from, to, " ", " ");
  const words = around.replaceAll(/\s+/gu, " ").trim();
  const about = empty ? words.split(/(?<=[.!?;]) /u).at(-1) : words;
  return (about ?? "").slice(0, wordsAtMost).trim();
}

/** Puts an action item's chip at the end of a block; false when the block is gone. */
export function insertActionChip(editor: Editor, blockId: string, actionId: string): boolean {
  const block = blockById(editor.state.doc, blockId);
  const type = editor.schema.nodes["actionItem"];
  if (!block?.node.isTextblock || !type) return false;
  const end = block.pos + 1 + block.node.content.size;
  const chip = type.create({ actionId });
  const isSpaced = block.node.content.size === 0 || /\s$/.test(block.node.textContent);
  const tr = editor.state.tr.insert(end, isSpaced ? chip : [editor.schema.text(" "), chip]);
  editor.view.dispatch(tr.scrollIntoView());
  return true;
}
