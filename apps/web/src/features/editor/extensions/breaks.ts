/** What parts a text: a rule, and the end of a page on paper. */
import { mergeAttributes, Node, type CommandProps } from "@tiptap/core";
import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import i18next from "i18next";

import styles from "./breaks.module.css";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    breaks: {
      insertHorizontalRule: () => ReturnType;
      /** What follows begins a new page when the text is printed. */
      insertPageBreak: () => ReturnType;
    };
  }
}

export const HorizontalRule = Node.create({
  name: "horizontalRule",
  group: "block",
  atom: true,

  parseHTML() {
    return [{ tag: "hr:not([data-page-break])" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["hr", mergeAttributes(HTMLAttributes, { class: styles.rule })];
  },

  addCommands() {
    return { insertHorizontalRule: () => insertBreak(this.name) };
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
    const label = i18next.t("structure.pageBreak");
    return [
      "hr",
      mergeAttributes(HTMLAttributes, {
        class: styles.pageBreak,
        "data-page-break": label,
        "aria-label": label,
      }),
    ];
  },

  addCommands() {
    return { insertPageBreak: () => insertBreak(this.name) };
  },
});

/** Puts the break in and goes on behind it, in a paragraph that is there or is made. */
function insertBreak(type: string) {
  return ({ chain }: CommandProps): boolean =>
    chain()
      .insertContent({ type })
      .command(({ tr, dispatch }) => {
        if (!dispatch) return true;
        const { $to } = tr.selection;
        const next = $to.nodeAfter;
        if (next?.isTextblock === true) tr.setSelection(TextSelection.create(tr.doc, $to.pos + 1));
        else if (next?.isBlock === true) tr.setSelection(NodeSelection.create(tr.doc, $to.pos));
        else if (next === null && !$to.parent.isTextblock) {
          const after = $to.end();
          const paragraph = $to.parent.type.contentMatch.defaultType?.create();
          if (paragraph) {
            tr.insert(after, paragraph);
            tr.setSelection(TextSelection.create(tr.doc, after + 1));
          }
        }
        tr.scrollIntoView();
        return true;
      })
      .run();
}
