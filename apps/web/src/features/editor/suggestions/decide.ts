/** Accepts and rejects suggestions in the living text. */
import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import {
  acceptSuggestions,
  differencesOf,
  rejectSuggestions,
  replaceBlocks,
  type Chosen,
} from "@istmo/paper-schema";

import { suggestionModeKey } from "../extensions/suggestion-mode.ts";
import { asOneUndoStep } from "../undo-steps.ts";

export type Decision = "accept" | "reject";

/**
 * Decides suggestions as one step to undo. Blocks that are joined or go are written one after the
 * other: of several at once the binding could not tell which of the blocks of before are which of
 * now, and would write all between them anew.
 */
export function decideSuggestions(editor: Editor, chosen: Chosen, decision: Decision): void {
  const settle = decision === "accept" ? acceptSuggestions : rejectSuggestions;
  asOneUndoStep(editor, () => {
    while (decideSome(editor, settle(editor.state.doc, chosen)));
  });
}

function decideSome(editor: Editor, after: Node): boolean {
  const { tr, doc } = editor.state;
  const differences = differencesOf(doc, after);
  const even = differences.filter(({ blocks, replaced }) => blocks.length === replaced);
  const last = differences.at(-1);
  if (last === undefined) return false;
  for (const difference of (even.length > 0 ? even : [last]).reverse())
    replaceBlocks(tr, difference);
  editor.view.dispatch(tr.setMeta(suggestionModeKey, "decided"));
  return even.length > 0 ? differences.length > even.length : differences.length > 1;
}
