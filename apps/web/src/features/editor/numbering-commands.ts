/** What people decide about numbers: which tables have one, and which sections stand outside. */
import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { TextSelection, type EditorState } from "@tiptap/pm/state";

interface Found {
  readonly node: Node;
  readonly pos: number;
}

/** The top-level block in which the selection ends, and its place among them. */
function topBlock({ selection, doc }: EditorState): (Found & { readonly index: number }) | null {
  const { $to } = selection;
  if ($to.depth === 0) return null;
  const index = $to.index(0);
  return { node: doc.child(index), pos: $to.before(1), index };
}

/** The heading of the section in which the selection ends. */
function sectionHeading(state: EditorState): Found | null {
  const end = state.selection.$to.pos;
  let found: Found | null = null;
  state.doc.forEach((node, pos) => {
    const opens = node.type.name === "heading" && node.attrs["level"] === 1;
    if (opens && pos < end) found = { node, pos };
  });
  return found;
}

/** Whether the selection is in a section; only those can stand outside the numbering. */
export function isInSection(editor: Editor): boolean {
  return sectionHeading(editor.state) !== null;
}

/** Takes the section out of the numbering, or back into it. */
export function toggleSectionNumbering(editor: Editor): void {
  const heading = sectionHeading(editor.state);
  if (heading === null) return;
  const unnumbered = heading.node.attrs["unnumbered"] === true ? null : true;
  editor.view.dispatch(editor.state.tr.setNodeAttribute(heading.pos, "unnumbered", unnumbered));
  editor.commands.focus();
}

/** The top-level table in which the selection is, when it has no caption yet. */
function tableWithoutCaption(state: EditorState): Found | null {
  const top = topBlock(state);
  if (top?.node.type.name !== "table") return null;
  const before = top.index > 0 ? state.doc.child(top.index - 1) : null;
  return before?.attrs["caption"] === true ? null : top;
}

export function mayHaveCaption(editor: Editor): boolean {
  return tableWithoutCaption(editor.state) !== null;
}

/** Puts a caption above the table, which so has a number, and goes there to write it. */
export function addTableCaption(editor: Editor): void {
  const { state } = editor;
  const table = tableWithoutCaption(state);
  const paragraph = state.schema.nodes["paragraph"];
  if (table === null || !paragraph) return;
  const tr = state.tr.insert(table.pos, paragraph.create({ caption: true }));
  tr.setSelection(TextSelection.create(tr.doc, table.pos + 1));
  editor.view.dispatch(tr.scrollIntoView());
  editor.commands.focus();
}

/** Enter in a caption goes on in its table: a paragraph between them would part the two. */
export function goFromCaptionToTable(editor: Editor): boolean {
  const { state } = editor;
  const top = topBlock(state);
  if (top?.node.attrs["caption"] !== true || top.index + 1 >= state.doc.childCount) return false;
  if (state.doc.child(top.index + 1).type.name !== "table") return false;
  const inside = TextSelection.findFrom(state.doc.resolve(top.pos + top.node.nodeSize), 1, true);
  if (inside === null) return false;
  editor.view.dispatch(state.tr.setSelection(inside).scrollIntoView());
  return true;
}
