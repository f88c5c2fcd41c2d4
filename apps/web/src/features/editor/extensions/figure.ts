import { Node } from "@tiptap/core";

import { dataAttribute } from "./data-attribute.ts";

/** A picture of the paper with its caption. */
export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  isolating: true,

  addAttributes() {
    return {
      fileId: dataAttribute("fileId"),
      alt: dataAttribute("alt"),
      source: dataAttribute("source"),
      size: dataAttribute("size"),
      width: dataAttribute("width", "number"),
      height: dataAttribute("height", "number"),
    };
  },

  parseHTML() {
    return [{ tag: "figure[data-file-id]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes, ["figcaption", 0]];
  },
});
