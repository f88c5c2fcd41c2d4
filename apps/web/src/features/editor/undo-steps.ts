import type { Editor } from "@tiptap/core";
import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type { UndoManager } from "yjs";

/** Makes several transactions one step to undo, apart from what was written before and comes after. */
export function asOneUndoStep(editor: Editor, change: () => void): void {
  const state = yUndoPluginKey.getState(editor.state) as { undoManager?: UndoManager } | undefined;
  const undoManager = state?.undoManager;
  if (!undoManager) {
    change();
    return;
  }
  const { captureTimeout } = undoManager;
  undoManager.stopCapturing();
  // Long enough for a slow machine; nothing else can be written meanwhile.
  undoManager.captureTimeout = 60_000;
  try {
    change();
  } finally {
    undoManager.captureTimeout = captureTimeout;
    undoManager.stopCapturing();
  }
}
