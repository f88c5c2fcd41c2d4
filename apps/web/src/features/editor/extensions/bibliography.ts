import { mergeAttributes, Node } from "@tiptap/core";

/** Where the list of the cited sources is printed. */
export const Bibliography = Node.create({
  name: "bibliography",
  group: "block",
  atom: true,

  parseHTML() {
    return [{ tag: "div[data-bibliography]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-bibliography": "" })];
  },
});
