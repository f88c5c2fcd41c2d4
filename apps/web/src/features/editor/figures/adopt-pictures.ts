/** Pictures that came with text of another paper become this paper's own. */
import type { PaperFile } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";

import { allPages } from "../../../api/pages.ts";
import { pictureAddress, uploadPicture } from "../../../api/files.ts";

/**
 * Copies those of the pictures that are not this paper's, as far as the person may see them, and
 * lets their figures show the copies. Readers of this paper may not be readers of the other.
 */
export async function adoptPictures(
  editor: Editor,
  paperId: string,
  fileIds: ReadonlySet<string>,
): Promise<void> {
  const { signal } = new AbortController();
  const own = await allPages<PaperFile>(`/papers/${paperId}/files`, { limit: 200 }, signal);
  const foreign = [...fileIds].filter((fileId) => own.every(({ id }) => id !== fileId));
  for (const fileId of foreign) {
    const answer = await fetch(pictureAddress(fileId));
    if (!answer.ok) continue;
    const blob = await answer.blob();
    const file = new File([blob], "", { type: blob.type });
    const copy = await uploadPicture(paperId, file, { signal, onProgress: () => undefined });
    if (editor.isDestroyed || !editor.isEditable) return;
    showInstead(editor, fileId, copy);
  }
}

function showInstead(editor: Editor, fileId: string, { id, width, height }: PaperFile): void {
  const { tr, doc } = editor.state;
  doc.descendants((node, pos) => {
    if (node.type.name === "figure" && node.attrs["fileId"] === fileId)
      tr.setNodeMarkup(pos, null, { ...node.attrs, fileId: id, width, height });
  });
  if (tr.docChanged) editor.view.dispatch(tr.setMeta("addToHistory", false));
}
