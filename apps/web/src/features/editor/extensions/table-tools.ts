import { Extension } from "@tiptap/core";
import { columnResizing, isInTable } from "@tiptap/pm/tables";
import i18next from "i18next";

import type { PageCommands } from "../page-commands.ts";
import { tableBounds } from "../table-bounds.ts";
import { canGrow } from "../table-columns.ts";

export interface TableToolsOptions {
  readonly page: PageCommands;
}

/** Columns that are pulled wider with the mouse, and a table that does not grow beyond its bounds. */
export const TableTools = Extension.create<TableToolsOptions>({
  name: "tableTools",
  priority: 900,

  addKeyboardShortcuts() {
    return {
      Tab: ({ editor }) => {
        if (!isInTable(editor.state)) return false;
        if (editor.commands.goToNextCell()) return true;
        if (canGrow(editor, "row")) return editor.chain().addRowAfter().goToNextCell().run();
        this.options.page.tell(i18next.t("writing.table.tooLarge", tableBounds));
        return true;
      },
    };
  },

  addProseMirrorPlugins() {
    // Tiptap draws the table itself; without a view of its own this only listens and decorates.
    return [
      columnResizing({
        handleWidth: 5,
        cellMinWidth: 48,
        defaultCellMinWidth: 80,
        View: null,
        lastColumnResizable: true,
      }),
    ];
  },
});
