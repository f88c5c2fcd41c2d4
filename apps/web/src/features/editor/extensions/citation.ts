import { Node } from "@tiptap/core";

import { dataAttribute } from "./data-attribute.ts";

/** A reference to a source of the paper's bibliography. */
export const Citation = Node.create({
  name: "citation",
  group: "inline",
  inline: true,
  atom: true,

  addAttributes() {
    return {
      sourceId: dataAttribute("sourceId"),
      locator: dataAttribute("locator"),
      prefix: dataAttribute("prefix"),
    };
  },

  parseHTML() {
    return [{ tag: "cite[data-source-id]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["cite", HTMLAttributes];
  },
});
