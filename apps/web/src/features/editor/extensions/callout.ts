import { Node, mergeAttributes } from "@tiptap/core";
import { calloutKinds } from "@istmo/paper-schema";

/** A box in the text, such as the notice that a paper is an invented sample. */
export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes() {
    return {
      kind: {
        default: "note",
        parseHTML: (element) =>
          calloutKinds.find((kind) => kind === element.getAttribute("data-callout")) ?? "note",
        renderHTML: ({ kind }) => ({ "data-callout": String(kind) }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "div[data-callout]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { role: "note" }), 0];
  },
});
