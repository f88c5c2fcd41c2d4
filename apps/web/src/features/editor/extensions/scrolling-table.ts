import { Table, TableView } from "@tiptap/extension-table";
import type { Node } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import i18next from "i18next";

/** How far an arrow scrolls, in pixels. */
const step = 40;

/**
 * A table in a wrapper that scrolls sideways, so that a wide one does not widen a phone's page. While
 * it has more than fits, the wrapper is a stop for the Tab key, where the arrows scroll; Escape and
 * Enter lead from there into the table. The mouse and the caret pass it by: what is written goes into
 * the text.
 */
class ScrollingTableView extends TableView {
  readonly #view: EditorView | undefined;
  readonly #sizes = new ResizeObserver(() => this.#offerFocus());

  constructor(node: Node, cellMinWidth: number, view?: EditorView, attributes?: object) {
    super(node, cellMinWidth, view, { ...attributes });
    this.#view = view;
    this.#sizes.observe(this.dom);
    this.#sizes.observe(this.table);
    this.dom.addEventListener("mousedown", () => {
      if (view?.editable !== true) return;
      // A press would give the focus to the wrapper, and the text would lose it.
      this.dom.removeAttribute("tabindex");
      setTimeout(() => this.#offerFocus());
    });
    this.dom.addEventListener("keydown", (event) => this.#leave(event));
  }

  #offerFocus(): void {
    const { dom } = this;
    if (dom.scrollWidth > dom.clientWidth) {
      dom.tabIndex = 0;
      dom.role = "group";
      dom.ariaLabel = i18next.t("editor.table.label");
    } else for (const name of ["tabindex", "role", "aria-label"]) dom.removeAttribute(name);
  }

  #leave(event: KeyboardEvent): void {
    const view = this.#view;
    if (event.target !== this.dom || view?.editable !== true) return;
    if (event.key === "Escape" || event.key === "Enter") {
      const { doc, tr } = view.state;
      const first = TextSelection.near(doc.resolve(view.posAtDOM(this.contentDOM, 0)));
      view.dispatch(tr.setSelection(first).scrollIntoView());
      view.focus();
      event.preventDefault();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      // By itself the browser would move a caret that stands in the table.
      this.dom.scrollBy({ left: event.key === "ArrowRight" ? step : -step });
      event.preventDefault();
    } else if (!/^(Tab|Shift|Page\w+)$/.test(event.key) && !event.ctrlKey) event.preventDefault();
  }

  /** Keys on the wrapper itself are not the text's. */
  stopEvent(event: Event): boolean {
    return event.target === this.dom && event.type.startsWith("key");
  }

  destroy(): void {
    this.#sizes.disconnect();
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
