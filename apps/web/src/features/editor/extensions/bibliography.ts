import { mergeAttributes, Node } from "@tiptap/core";
import { ReactNodeViewRenderer } from "@tiptap/react";

import { BibliographyView } from "../sources/bibliography-view.tsx";

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

  addNodeView() {
    return ReactNodeViewRenderer(BibliographyView);
  },
});
