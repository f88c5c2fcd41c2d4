import { Table, TableView } from "@tiptap/extension-table";
import type { Node } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";
import i18next from "i18next";

/** A table in a wrapper that scrolls sideways, so that a wide one does not widen a phone's page. */
class ScrollingTableView extends TableView {
  constructor(node: Node, cellMinWidth: number, view?: EditorView, attributes?: object) {
    super(node, cellMinWidth, view, { ...attributes });
    // Whoever writes scrolls with the caret, and would lose it to a wrapper that takes the focus.
    if (view?.editable !== false) return;
    this.dom.tabIndex = 0;
    this.dom.role = "group";
    this.dom.ariaLabel = i18next.t("editor.table.label");
  }

  override update(node: Node): boolean {
    const isDrawn = super.update(node);
    // Tiptap leaves a width in its place that is no longer set.
    const widths = node.firstChild?.children.flatMap(
      ({ attrs }) =>
        (attrs["colwidth"] as readonly number[] | null) ??
        Array.from({ length: Number(attrs["colspan"]) }, () => 0),
    );
    [...this.colgroup.children].forEach((column, index) => {
      if (column instanceof HTMLElement && !widths?.[index]) column.style.removeProperty("width");
    });
    return isDrawn;
  }
}

export const ScrollingTable = Table.configure({
  resizable: false,
  renderWrapper: true,
  cellMinWidth: 80,
  View: ScrollingTableView,
});
