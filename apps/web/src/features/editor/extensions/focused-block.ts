import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import type { PageCommands } from "../page-commands.ts";

/** Set as transaction metadata, it turns the emphasis of the block of now on or off. */
export const focusedBlockKey = new PluginKey<boolean>("focusedBlock");

export interface FocusedBlockOptions {
  readonly page: PageCommands;
}

/** Marks the block in which one writes, so that the style sheet can let the others step back. */
export const FocusedBlock = Extension.create<FocusedBlockOptions>({
  name: "focusedBlock",

  // After what is open in the text has had its Escape.
  priority: 10,

  addKeyboardShortcuts() {
    return {
      Escape: ({ editor }) => {
        if (focusedBlockKey.getState(editor.state) !== true) return false;
        this.options.page.toggleFocusMode();
        return true;
      },
    };
  },

  addProseMirrorPlugins() {
    return [
      new Plugin<boolean>({
        key: focusedBlockKey,
        state: {
          init: () => false,
          apply: (tr, isOn) => (tr.getMeta(focusedBlockKey) as boolean | undefined) ?? isOn,
        },
        props: {
          decorations(state) {
            if (focusedBlockKey.getState(state) !== true) return null;
            const { $head } = state.selection;
            if ($head.depth === 0) return null;
            return DecorationSet.create(state.doc, [
              Decoration.node($head.before(1), $head.after(1), { "data-focused-block": "" }),
            ]);
          },
        },
      }),
    ];
  },
});
