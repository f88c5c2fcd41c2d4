import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

import { asOneUndoStep } from "./undo-steps.ts";

/**
 * Cuts whole blocks and puts them elsewhere, with their ids. Two transactions, because of Yjs: told
 * of both changes at once, it would write one block's words over another's, and a colleague's words
 * of that moment would end up in the wrong one.
 */
export function moveRange(editor: Editor, from: number, to: number, target: number): void {
  const { view } = editor;
  const { doc, selection } = view.state;
  const content = doc.slice(from, to).content;
  const isWithin = selection.from >= from && selection.to <= to;
  asOneUndoStep(editor, () => {
    const cut = view.state.tr.delete(from, to);
    const afterCut = cut.mapping.map(target);
    view.dispatch(cut);
    // While one suggests, what was cut still stands in the text.
    const isGone = view.state.doc.content.size === doc.content.size - (to - from);
    const at = isGone ? afterCut : target;
    const put = view.state.tr.insert(at, content);
    if (isWithin)
      put.setSelection(
        TextSelection.between(
          put.doc.resolve(at + selection.anchor - from),
          put.doc.resolve(at + selection.head - from),
        ),
      );
    view.dispatch(put.scrollIntoView());
  });
}
