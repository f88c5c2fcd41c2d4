/** What one does with the rows and columns of a table beyond Tiptap's own commands. */
import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";
import {
  isInTable,
  moveTableColumn,
  moveTableRow,
  selectedRect,
  TableMap,
  type TableRect,
} from "@tiptap/pm/tables";

import { moveRange } from "./move-range.ts";
import { tableIsTooLarge } from "./table-bounds.ts";

/** The least and the greatest width of a column, and a step by the keys, in pixels. */
const columnWidth = { least: 48, greatest: 900, step: 24 } as const;

/** Whether a row, or a column, may still be added to the table of the selection. */
export function canGrow(editor: Editor, what: "row" | "column"): boolean {
  if (!isInTable(editor.state)) return false;
  const { map } = selectedRect(editor.state);
  return !tableIsTooLarge(
    map.height + (what === "row" ? 1 : 0),
    map.width + (what === "column" ? 1 : 0),
  );
}

export function canMoveRow({ state }: Editor, direction: "up" | "down"): boolean {
  if (!isInTable(state)) return false;
  const { top, bottom, map } = selectedRect(state);
  return direction === "up" ? top > 0 : bottom < map.height;
}

export function canMoveColumn({ state }: Editor, by: 1 | -1): boolean {
  if (!isInTable(state)) return false;
  const { left, right, map } = selectedRect(state);
  return by === -1 ? left > 0 : right < map.width;
}

/** Moves the row of the selection up or down by one; true when the selection is in a table. */
export function moveRow(editor: Editor, direction: "up" | "down"): boolean {
  const { state, view } = editor;
  if (!isInTable(state)) return false;
  if (!canMoveRow(editor, direction)) return true;
  const { top, left, table, tableStart } = selectedRect(state);
  const to = top + (direction === "up" ? -1 : 1);
  const hasTallCells = table.children.some((row) =>
    row.children.some((cell) => Number(cell.attrs["rowspan"]) > 1),
  );
  if (hasTallCells) {
    moveTableRow({ from: top, to, select: false })(state, view.dispatch);
    selectCell(editor, tableStart, { row: to, column: left });
    return true;
  }
  const start = (row: number) =>
    table.children.slice(0, row).reduce((pos, { nodeSize }) => pos + nodeSize, tableStart);
  moveRange(editor, start(top), start(top + 1), start(direction === "up" ? to : to + 1));
  return true;
}

/** Moves the column of the selection; true when the selection is in a table. */
export function moveColumn(editor: Editor, by: 1 | -1): boolean {
  const { state, view } = editor;
  if (!isInTable(state)) return false;
  if (!canMoveColumn(editor, by)) return true;
  const { top, left, tableStart } = selectedRect(state);
  const to = left + by;
  moveTableColumn({ from: left, to, select: false })(state, view.dispatch);
  selectCell(editor, tableStart, { row: top, column: to });
  return true;
}

/** Puts the caret into the cell that stands at a place. */
function selectCell(
  { view }: Editor,
  tableStart: number,
  { row, column }: { readonly row: number; readonly column: number },
): void {
  const table = view.state.doc.nodeAt(tableStart - 1);
  if (table?.type.name !== "table") return;
  const map = TableMap.get(table);
  const pos = map.map[row * map.width + column];
  if (pos === undefined) return;
  const $cell = view.state.doc.resolve(tableStart + pos + 1);
  view.dispatch(view.state.tr.setSelection(TextSelection.near($cell)));
}

/** Makes the columns of the selection wider or narrower by a step. */
export function changeColumnWidth(editor: Editor, by: 1 | -1): boolean {
  if (!isInTable(editor.state)) return false;
  const rect = selectedRect(editor.state);
  const tr = editor.state.tr;
  for (let column = rect.left; column < rect.right; column += 1) {
    const now = setWidth(rect, column) ?? shownWidth(editor, rect, column);
    const wanted = Math.round(now) + by * columnWidth.step;
    const next = Math.max(columnWidth.least, Math.min(columnWidth.greatest, wanted));
    setColumnWidth(tr, rect, column, next);
  }
  if (tr.docChanged) editor.view.dispatch(tr);
  return true;
}

/** Gives the table back the widths that the page chooses by what stands in it. */
export function evenColumnWidths(editor: Editor): void {
  if (!isInTable(editor.state)) return;
  const rect = selectedRect(editor.state);
  const tr = editor.state.tr;
  for (let column = 0; column < rect.map.width; column += 1) setColumnWidth(tr, rect, column, 0);
  if (tr.docChanged) editor.view.dispatch(tr);
  editor.commands.focus();
}

/** The width that somebody set; null while the page chooses. */
function setWidth({ map, table }: TableRect, column: number): number | null {
  const pos = map.map[column];
  const cell = pos === undefined ? null : table.nodeAt(pos);
  const widths = widthsOf(cell);
  return widths?.[column - firstColumnOf(map.map, map.width, column)] || null;
}

function shownWidth(editor: Editor, { map, tableStart }: TableRect, column: number): number {
  const pos = map.map[column];
  const dom = pos === undefined ? null : editor.view.nodeDOM(tableStart + pos);
  if (!(dom instanceof HTMLTableCellElement)) return columnWidth.least;
  return dom.offsetWidth / dom.colSpan;
}

/** Writes a column's width (0: the page's choice) into all of its cells, where it lies. */
function setColumnWidth(tr: Transaction, rect: TableRect, column: number, width: number): void {
  const { map, table, tableStart } = rect;
  const seen = new Set<number>();
  for (let row = 0; row < map.height; row += 1) {
    const at = row * map.width + column;
    const pos = map.map[at];
    if (pos === undefined || seen.has(pos)) continue;
    seen.add(pos);
    const cell = tr.doc.nodeAt(tableStart + pos);
    if (!cell || !table.nodeAt(pos)) continue;
    const { colspan } = cell.attrs as { colspan: number };
    const widths = [...(widthsOf(cell) ?? Array.from({ length: colspan }, () => 0))];
    const index = at - row * map.width - firstColumnOf(map.map, map.width, at);
    if (widths[index] === width) continue;
    widths[index] = width;
    const colwidth = widths.every((each) => each === 0) ? null : widths;
    tr.setNodeAttribute(tableStart + pos, "colwidth", colwidth);
  }
}

/** The column in which the cell at an index of the map begins. */
function firstColumnOf(cells: readonly number[], width: number, at: number): number {
  let first = at;
  while (first % width > 0 && cells[first - 1] === cells[at]) first -= 1;
  return first % width;
}

function widthsOf(cell: Node | null): readonly number[] | null {
  return (cell?.attrs["colwidth"] ?? null) as readonly number[] | null;
}
