import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";

/** Whether the person may change the text now. */
export function useCanWrite(editor: Editor | null): boolean {
  const canWrite = useEditorState({
    editor,
    selector: ({ editor: now }) => now !== null && now.isEditable,
  });
  return canWrite ?? false;
}
