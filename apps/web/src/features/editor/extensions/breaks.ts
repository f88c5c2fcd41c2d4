/** What parts a text: a rule, and the end of a page on paper. */
import { mergeAttributes, Node } from "@tiptap/core";

export const HorizontalRule = Node.create({
  name: "horizontalRule",
  group: "block",
  atom: true,

  parseHTML() {
    return [{ tag: "hr:not([data-page-break])" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["hr", HTMLAttributes];
  },
});

export const PageBreak = Node.create({
  name: "pageBreak",
  group: "block",
  atom: true,

  parseHTML() {
    return [{ tag: "hr[data-page-break]", priority: 60 }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["hr", mergeAttributes(HTMLAttributes, { "data-page-break": "" })];
  },
});
