/** Moves sections, blocks, items of lists and rows of tables; each move is one step to undo. */
import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";
import { isInTable } from "@tiptap/pm/tables";
import i18next from "i18next";

import { moveRange } from "./move-range.ts";
import {
  placeAbove,
  placeBelow,
  sectionRange,
  shiftedLevels,
  type BlockLevel,
} from "./section-moves.ts";
import { moveColumn, moveRow } from "./table-columns.ts";
import { asOneUndoStep } from "./undo-steps.ts";

/** Says what happened, on the page and aloud. */
type Tell = (text: string) => void;

export function levelsOf(doc: Node): BlockLevel[] {
  return doc.children.map((block) =>
    block.type.name === "heading" ? Number(block.attrs["level"]) : null,
  );
}

/** The index of a top-level block by its id; null when it is none, or gone. */
export function indexOfBlock(doc: Node, id: string): number | null {
  const index = doc.children.findIndex((block) => block.attrs["id"] === id);
  return index === -1 ? null : index;
}

/** Moves a heading and all beneath it past the section above or below. */
export function moveSection(
  editor: Editor,
  id: string,
  direction: "up" | "down",
  tell: Tell,
): boolean {
  const levels = levelsOf(editor.state.doc);
  const heading = indexOfBlock(editor.state.doc, id);
  if (heading === null || levels[heading] === null) return false;
  const place = direction === "up" ? placeAbove(levels, heading) : placeBelow(levels, heading);
  if (place === null) {
    tell(i18next.t(direction === "up" ? "writing.move.isFirst" : "writing.move.isLast"));
    return true;
  }
  return moveSectionTo(editor, id, place, tell);
}

/** Moves a heading and all beneath it before the top-level block at a place. */
export function moveSectionTo(editor: Editor, id: string, place: number, tell: Tell): boolean {
  const { doc } = editor.state;
  const heading = indexOfBlock(doc, id);
  if (heading === null) return false;
  const { start, end } = sectionRange(levelsOf(doc), heading);
  if (place >= start && place <= end) return false;
  moveRange(editor, startOf(doc, start), startOf(doc, end), startOf(doc, place));
  const name = doc.child(heading).textContent;
  const now = indexOfBlock(editor.state.doc, id) ?? place;
  const above = editor.state.doc.children
    .slice(0, now)
    .findLast(({ type }) => type.name === "heading")?.textContent;
  tell(
    above === undefined
      ? i18next.t("writing.move.toStart", { name })
      : i18next.t("writing.move.after", { name, above }),
  );
  return true;
}

/** Makes a heading and those beneath it one level higher (-1) or lower (1). */
export function shiftSectionLevel(editor: Editor, id: string, by: 1 | -1, tell: Tell): boolean {
  const { doc, tr } = editor.state;
  const heading = indexOfBlock(doc, id);
  if (heading === null) return false;
  const shifted = shiftedLevels(levelsOf(doc), heading, by);
  if (shifted === null) {
    tell(i18next.t(by === 1 ? "writing.move.isLowest" : "writing.move.isHighest"));
    return true;
  }
  for (const [index, level] of shifted) tr.setNodeAttribute(startOf(doc, index), "level", level);
  asOneUndoStep(editor, () => editor.view.dispatch(tr));
  const level = shifted.get(heading);
  tell(i18next.t("writing.move.level", { name: doc.child(heading).textContent, level }));
  return true;
}

/** Up and down with the keys: a row of a table, an item of a list, a section, or one block. */
export function moveAtSelection(editor: Editor, direction: "up" | "down", tell: Tell): boolean {
  const { state } = editor;
  if (isInTable(state)) return moveRow(editor, direction);
  const heading = headingAtSelection(state);
  if (heading !== null) return moveSection(editor, heading, direction, tell);
  const { $from } = state.selection;
  const depth = movableDepth(state);
  if (depth === 0) return false;
  const parent = $from.node(depth - 1);
  const index = $from.index(depth - 1);
  const other = index + (direction === "up" ? -1 : 1);
  if (other < 0 || other >= parent.childCount) return true;
  const from = $from.before(depth);
  const to = $from.after(depth);
  const size = parent.child(other).nodeSize;
  moveRange(editor, from, to, direction === "up" ? from - size : to + size);
  return true;
}

/** Sideways with the keys: a column of a table, an item of a list, or the level of a heading. */
export function shiftLevelAtSelection(editor: Editor, by: 1 | -1, tell: Tell): boolean {
  const { state } = editor;
  if (isInTable(state)) return moveColumn(editor, by);
  const heading = headingAtSelection(state);
  if (heading !== null) return shiftSectionLevel(editor, heading, by, tell);
  if (!editor.isActive("listItem")) return false;
  if (by === 1) editor.commands.sinkListItem("listItem");
  else editor.commands.liftListItem("listItem");
  return true;
}

function headingAtSelection({ selection: { $from } }: EditorState): string | null {
  const block = $from.depth === 0 ? null : $from.node(1);
  const id: unknown = block?.type.name === "heading" ? block.attrs["id"] : null;
  return typeof id === "string" ? id : null;
}

/** How deep the thing lies that moves: the innermost item of a list, or else the top-level block. */
function movableDepth({ selection: { $from } }: EditorState): number {
  for (let depth = $from.depth; depth > 1; depth -= 1)
    if ($from.node(depth).type.name === "listItem") return depth;
  return Math.min($from.depth, 1);
}

function startOf(doc: Node, index: number): number {
  let pos = 0;
  for (let at = 0; at < index; at += 1) pos += doc.child(at).nodeSize;
  return pos;
}
