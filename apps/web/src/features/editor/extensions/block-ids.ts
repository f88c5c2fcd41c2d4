import { Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { blockNodeNames, mendIds } from "@istmo/paper-schema";
import type { XmlFragment } from "yjs";

import { isSuggestedEdit } from "./suggestion-mode.ts";
import { hasBrokenIds, mendBlockIds, newBlockId } from "./mend-block-ids.ts";

export { newBlockId };

/** Whoever mends first spares the others the work; so not all at once. Milliseconds. */
const soonest = 150;
const latest = 900;

export interface BlockIdsOptions {
  /**
   * Whether this page may mend what merging has doubled: whose edits the server takes back in some
   * place would be at odds with it there for ever.
   */
  readonly mayMendMerged: () => boolean;
}

/**
 * Every block has an id of its own, which comments, actions and the other language's edition refer
 * to. What a person does is mended with it, so that it goes to the others whole. What comes from
 * the others was mended where it was made; only edits that meet can double an id, and that is mended
 * a moment later by a rule that gives the same ids whoever applies it.
 */
export const BlockIds = Extension.create<BlockIdsOptions>({
  name: "blockIds",

  addOptions: () => ({ mayMendMerged: () => false }),

  addGlobalAttributes() {
    return [
      {
        types: [...blockNodeNames],
        attributes: {
          id: {
            default: null,
            keepOnSplit: false,
            parseHTML: (element) => element.getAttribute("data-block-id"),
            renderHTML: ({ id }) => (typeof id === "string" ? { "data-block-id": id } : {}),
          },
        },
      },
    ];
  },

  addProseMirrorPlugins() {
    const { editor, options } = this;
    return [
      new Plugin({
        key: new PluginKey("blockIds"),
        appendTransaction(transactions, before, after) {
          const changes = transactions.filter((tr) => tr.docChanged);
          // A suggestion gives ids itself: until it is decided, of a split block the first keeps its own.
          if (changes.some(isSuggestedEdit)) return null;
          const isLocal = changes.some((tr) => !isChangeOrigin(tr));
          if (!isLocal || !editor.isEditable) return null;
          return mendBlockIds(changes, before, after);
        },
      }),
      new Plugin({
        key: new PluginKey("mergedIds"),
        view: (view) => mendMergedIds(view, () => editor.isEditable && options.mayMendMerged()),
      }),
    ];
  },
});

/** Watches for ids that others' edits have doubled. */
function mendMergedIds(
  view: EditorView,
  mayMend: () => boolean,
): { update: (view: EditorView) => void; destroy: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looked = view.state.doc;
  const look = () => {
    timer = undefined;
    if (!mayMend()) return;
    // Letters that are being composed would be torn from the keyboard.
    if (view.composing) {
      lookSoon();
      return;
    }
    looked = view.state.doc;
    if (!hasBrokenIds(looked)) return;
    const state = ySyncPluginKey.getState(view.state) as
      { readonly binding?: { readonly type: XmlFragment } } | undefined;
    if (state?.binding !== undefined) mendIds(state.binding.type, "mend ids");
  };
  const lookSoon = () => {
    timer ??= setTimeout(look, soonest + Math.random() * (latest - soonest));
  };
  lookSoon();
  return {
    update: ({ state }) => {
      if (state.doc !== looked) lookSoon();
    },
    destroy: () => clearTimeout(timer),
  };
}
