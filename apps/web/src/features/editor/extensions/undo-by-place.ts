import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type { UndoManager } from "yjs";

/**
 * What is written after the cursor was put elsewhere is a step of its own to undo, however soon it is
 * written; without this it would hang on how fast somebody's hands and machine are.
 */
export const UndoByPlace = Extension.create({
  name: "undoByPlace",

  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey("undoByPlace"),
        view: () => ({
          update({ state }, before) {
            if (state.doc !== before.doc || state.selection.eq(before.selection)) return;
            const undo = yUndoPluginKey.getState(state) as
              { undoManager?: UndoManager } | undefined;
            undo?.undoManager?.stopCapturing();
          },
        }),
      }),
    ];
  },
});
