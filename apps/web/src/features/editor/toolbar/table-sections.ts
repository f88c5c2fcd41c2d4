/** What one can do with the table of the selection. */
import {
  AlignCenter,
  AlignLeft,
  AlignRight,
  ArrowDown,
  ArrowDownToLine,
  ArrowLeft,
  ArrowLeftToLine,
  ArrowRight,
  ArrowRightToLine,
  ArrowUp,
  ArrowUpToLine,
  FoldHorizontal,
  PanelLeft,
  PanelTop,
  TableCellsMerge,
  TableCellsSplit,
  TableColumnsSplit,
  Trash2,
  UnfoldHorizontal,
} from "lucide-react";
import type { Editor } from "@tiptap/core";

import {
  canGrow,
  canMoveColumn,
  canMoveRow,
  changeColumnWidth,
  evenColumnWidths,
  moveColumn,
  moveRow,
} from "../table-columns.ts";

import type { ToolMenuSection } from "./tool-menu.tsx";
import { keysFor, type ToolSurroundings } from "./tool-sections.ts";

type Entry = ToolMenuSection["entries"][number];

/** Empty while the selection is in no table. */
export function tableSections(surroundings: ToolSurroundings): ToolMenuSection[] {
  const { editor, t } = surroundings;
  if (!editor.isActive("table")) return [];
  const chain = () => editor.chain().focus();
  const refocus = (change: () => void) => () => {
    change();
    editor.commands.focus();
  };
  const entry = (id: string, icon: Entry["icon"], rest: Partial<Entry> & Pick<Entry, "onAction">) =>
    ({ id, label: t(`writing.table.${id}`), icon, ...rest }) as Entry;
  const canAddRow = canGrow(editor, "row");
  const canAddColumn = canGrow(editor, "column");

  return [
    {
      id: "row",
      label: t("writing.table.row"),
      entries: [
        entry("rowAbove", ArrowUpToLine, {
          isDisabled: !canAddRow,
          onAction: () => chain().addRowBefore().run(),
        }),
        entry("rowBelow", ArrowDownToLine, {
          isDisabled: !canAddRow,
          onAction: () => chain().addRowAfter().run(),
        }),
        entry("rowUp", ArrowUp, {
          keys: keysFor("moveUp", t),
          isDisabled: !canMoveRow(editor, "up"),
          onAction: refocus(() => moveRow(editor, "up")),
        }),
        entry("rowDown", ArrowDown, {
          keys: keysFor("moveDown", t),
          isDisabled: !canMoveRow(editor, "down"),
          onAction: refocus(() => moveRow(editor, "down")),
        }),
        entry("headerRow", PanelTop, {
          isOn: hasHeader(editor, "row"),
          onAction: () => chain().toggleHeaderRow().run(),
        }),
        entry("deleteRow", Trash2, {
          tone: "danger",
          onAction: () => chain().deleteRow().run(),
        }),
      ],
    },
    {
      id: "column",
      label: t("writing.table.column"),
      entries: [
        entry("columnBefore", ArrowLeftToLine, {
          isDisabled: !canAddColumn,
          onAction: () => chain().addColumnBefore().run(),
        }),
        entry("columnAfter", ArrowRightToLine, {
          isDisabled: !canAddColumn,
          onAction: () => chain().addColumnAfter().run(),
        }),
        entry("columnLeft", ArrowLeft, {
          keys: keysFor("promote", t),
          isDisabled: !canMoveColumn(editor, -1),
          onAction: refocus(() => moveColumn(editor, -1)),
        }),
        entry("columnRight", ArrowRight, {
          keys: keysFor("demote", t),
          isDisabled: !canMoveColumn(editor, 1),
          onAction: refocus(() => moveColumn(editor, 1)),
        }),
        entry("widen", UnfoldHorizontal, {
          keys: keysFor("widenColumn", t),
          onAction: refocus(() => changeColumnWidth(editor, 1)),
        }),
        entry("narrow", FoldHorizontal, {
          keys: keysFor("narrowColumn", t),
          onAction: refocus(() => changeColumnWidth(editor, -1)),
        }),
        entry("even", TableColumnsSplit, { onAction: refocus(() => evenColumnWidths(editor)) }),
        entry("headerColumn", PanelLeft, {
          isOn: hasHeader(editor, "column"),
          onAction: () => chain().toggleHeaderColumn().run(),
        }),
        entry("deleteColumn", Trash2, {
          tone: "danger",
          onAction: () => chain().deleteColumn().run(),
        }),
      ],
    },
    {
      id: "cells",
      label: t("writing.table.cells"),
      entries: [
        entry("merge", TableCellsMerge, {
          isDisabled: !editor.can().mergeCells(),
          onAction: () => chain().mergeCells().run(),
        }),
        entry("split", TableCellsSplit, {
          isDisabled: !editor.can().splitCell(),
          onAction: () => chain().splitCell().run(),
        }),
        ...(
          [
            ["left", AlignLeft, null],
            ["center", AlignCenter, "center"],
            ["right", AlignRight, "right"],
          ] as const
        ).map(([name, icon, align]) =>
          entry(name, icon, {
            isOn: alignOf(editor) === align,
            onAction: () => chain().setCellAttribute("align", align).run(),
          }),
        ),
      ],
    },
    {
      id: "table",
      label: t("writing.table.table"),
      entries: [
        entry("deleteTable", Trash2, {
          tone: "danger",
          onAction: () => chain().deleteTable().run(),
        }),
      ],
    },
  ];
}

function alignOf(editor: Editor): string | null {
  const cell = editor.isActive("tableHeader") ? "tableHeader" : "tableCell";
  const align: unknown = editor.getAttributes(cell)["align"];
  return align === "center" || align === "right" ? align : null;
}

/** Whether the first row, or column, of the table is one of headers. */
function hasHeader(editor: Editor, which: "row" | "column"): boolean {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const table = $from.node(depth);
    if (table.type.name !== "table") continue;
    const cells =
      which === "row" ? table.child(0).children : table.children.map((row) => row.firstChild);
    return cells.every((cell) => cell?.type.name === "tableHeader");
  }
  return false;
}
