import { restoreText, type PaperDocumentJson } from "@istmo/paper-schema";
import type { Editor } from "@tiptap/core";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import type { Doc } from "yjs";
import { asOneUndoStep } from "./undo-steps.ts";

/** Puts an earlier text, or one section of it, back as one edit of this person, which undo takes back. */
export function restoreInText(
  editor: Editor,
  doc: Doc,
  {
    document,
    sectionId,
  }: { readonly document: PaperDocumentJson; readonly sectionId: string | null },
): void {
  // Under the binding's own origin, so that it counts as what was written here.
  asOneUndoStep(editor, () => restoreText(doc, document, { sectionId, origin: ySyncPluginKey }));
}
