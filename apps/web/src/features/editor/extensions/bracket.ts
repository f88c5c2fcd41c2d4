/** Wording that is not agreed: a bracket holds its alternatives. */
import { mergeAttributes, Node } from "@tiptap/core";

import { dataAttribute } from "./data-attribute.ts";

export const Bracket = Node.create({
  name: "bracket",
  group: "inline",
  inline: true,
  content: "alternative+",
  isolating: true,

  addAttributes() {
    return { id: dataAttribute("bracketId") };
  },

  parseHTML() {
    return [{ tag: "span[data-bracket]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", mergeAttributes(HTMLAttributes, { "data-bracket": "" }), 0];
  },
});

export const Alternative = Node.create({
  name: "alternative",
  inline: true,
  content: "(text | hardBreak | footnote | citation | crossReference)*",
  isolating: true,

  addAttributes() {
    return { id: dataAttribute("alternativeId") };
  },

  parseHTML() {
    return [{ tag: "span[data-alternative]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", mergeAttributes(HTMLAttributes, { "data-alternative": "" }), 0];
  },
});
