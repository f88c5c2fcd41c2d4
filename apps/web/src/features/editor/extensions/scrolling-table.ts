import { Table } from "@tiptap/extension-table";

/**
 * A table in a wrapper that scrolls sideways, so that a wide one does not widen a phone's page.
 * The wrapper takes the focus: whoever has no pointer scrolls it with the arrow keys.
 */
export const ScrollingTable = Table.extend({
  renderHTML(props) {
    const rendered: unknown = this.parent?.(props);
    if (!Array.isArray(rendered)) throw new TypeError("The table extension renders no element");
    const [tag, attributes, ...content] = rendered as [string, object, ...unknown[]];
    return [tag, { ...attributes, tabindex: "0" }, ...content];
  },
}).configure({ resizable: false, renderWrapper: true, cellMinWidth: 80 });
