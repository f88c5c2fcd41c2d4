import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { Table as TableIcon } from "lucide-react";
import { useTranslation } from "react-i18next";

import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";

/** Inserts a table; within one, changes its rows and columns. */
export function TableMenu({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation();
  const isInTable = useEditorState({
    editor,
    selector: ({ editor: now }) => now.isActive("table"),
  });
  const chain = () => editor.chain().focus();
  if (!isInTable)
    return (
      <IconButton
        icon={<TableIcon />}
        aria-label={t("editor.table.insert")}
        onPress={() => chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()}
      />
    );
  return (
    <Menu
      label={t("editor.table.edit")}
      trigger={<IconButton icon={<TableIcon />} aria-label={t("editor.table.edit")} aria-pressed />}
      entries={[
        {
          id: "rowAbove",
          label: t("editor.table.rowAbove"),
          onAction: () => chain().addRowBefore().run(),
        },
        {
          id: "rowBelow",
          label: t("editor.table.rowBelow"),
          onAction: () => chain().addRowAfter().run(),
        },
        {
          id: "columnBefore",
          label: t("editor.table.columnBefore"),
          onAction: () => chain().addColumnBefore().run(),
        },
        {
          id: "columnAfter",
          label: t("editor.table.columnAfter"),
          onAction: () => chain().addColumnAfter().run(),
        },
        {
          id: "headerRow",
          label: t("editor.table.headerRow"),
          onAction: () => chain().toggleHeaderRow().run(),
        },
        {
          id: "deleteRow",
          label: t("editor.table.deleteRow"),
          tone: "danger",
          onAction: () => chain().deleteRow().run(),
        },
        {
          id: "deleteColumn",
          label: t("editor.table.deleteColumn"),
          tone: "danger",
          onAction: () => chain().deleteColumn().run(),
        },
        {
          id: "deleteTable",
          label: t("editor.table.deleteTable"),
          tone: "danger",
          onAction: () => chain().deleteTable().run(),
        },
      ]}
    />
  );
}
