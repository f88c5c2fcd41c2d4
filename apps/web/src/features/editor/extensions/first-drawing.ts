import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

interface FirstDrawingStorage {
  /** The text of the document stands in the editor. */
  isDrawn: boolean;
}

declare module "@tiptap/core" {
  interface Storage {
    firstDrawing: FirstDrawingStorage;
  }
}

/**
 * What to give y-tiptap so that it does not draw the text each time its plugin is set up. Tiptap sets
 * all plugins up twice and takes the views of nodes over once more before a text can be seen: with
 * this it is drawn once, by `drawText`.
 */
export const undrawn = () => ({ mapping: new Map<never, never>() as never });

/** Until the text is drawn the editor is empty, and must not write that into the document. */
export const FirstDrawing = Extension.create<object, FirstDrawingStorage>({
  name: "firstDrawing",

  addStorage: () => ({ isDrawn: false }),

  addProseMirrorPlugins() {
    const { storage } = this;
    return [
      new Plugin({
        key: new PluginKey("firstDrawing"),
        filterTransaction: (tr) =>
          storage.isDrawn || !tr.docChanged || tr.getMeta(ySyncPluginKey) !== undefined,
      }),
    ];
  },
});

/** Draws the text of the document, once the editor stands in the page. */
export function drawText(editor: Editor): void {
  const { firstDrawing } = editor.storage;
  if (editor.isDestroyed || firstDrawing.isDrawn) return;
  firstDrawing.isDrawn = true;
  const { binding } = ySyncPluginKey.getState(editor.state) as {
    readonly binding: { readonly _forceRerender: () => void };
  };
  binding._forceRerender();
}
