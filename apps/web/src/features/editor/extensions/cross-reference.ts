import { Node } from "@tiptap/core";

import { dataAttribute } from "./data-attribute.ts";

/** A reference to a block of the paper by its number of today. */
export const CrossReference = Node.create({
  name: "crossReference",
  group: "inline",
  inline: true,
  atom: true,

  addAttributes() {
    return { targetId: dataAttribute("targetId") };
  },

  parseHTML() {
    return [{ tag: "span[data-target-id]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", HTMLAttributes];
  },
});
