import { mergeAttributes, Node } from "@tiptap/core";

import { dataAttribute } from "./data-attribute.ts";

/** Where the list of the cited sources is printed. */
export const Bibliography = Node.create({
  name: "bibliography",
  group: "block",
  atom: true,

  addAttributes() {
    return { citationStyle: dataAttribute("citationStyle") };
  },

  parseHTML() {
    return [{ tag: "div[data-bibliography]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-bibliography": "" })];
  },
});
