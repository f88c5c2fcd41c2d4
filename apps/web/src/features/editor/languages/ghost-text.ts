import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

/** What the original says in a block; null where it has no such block, or no words in it. */
export type OriginalWords = (blockId: string) => string | null;

interface Ghost {
  readonly wordsOf: OriginalWords | null;
  readonly decorations: DecorationSet;
}

const ghostTextKey = new PluginKey<Ghost>("ghostText");

/** Shows the original's words where the translation has none yet; null shows no more of them. */
export function showOriginalWords(
  { state, dispatch }: { state: EditorState; dispatch: (tr: Transaction) => void },
  wordsOf: OriginalWords | null,
): void {
  dispatch(state.tr.setMeta(ghostTextKey, { wordsOf }).setMeta("addToHistory", false));
}

/**
 * The original's words, pale, in the empty blocks of a translation. They are drawn over the page:
 * whoever writes there does not have to take them away first.
 */
export const GhostText = Extension.create({
  name: "ghostText",

  addProseMirrorPlugins() {
    return [
      new Plugin<Ghost>({
        key: ghostTextKey,
        state: {
          init: () => ({ wordsOf: null, decorations: DecorationSet.empty }),
          apply(tr, ghost) {
            const told = tr.getMeta(ghostTextKey) as Pick<Ghost, "wordsOf"> | undefined;
            const { wordsOf } = told ?? ghost;
            if (told === undefined && (wordsOf === null || !tr.docChanged)) return ghost;
            return { wordsOf, decorations: ghostsIn(tr.doc, wordsOf) };
          },
        },
        props: { decorations: (state) => ghostTextKey.getState(state)?.decorations },
      }),
    ];
  },
});

function ghostsIn(doc: Node, wordsOf: OriginalWords | null): DecorationSet {
  if (wordsOf === null) return DecorationSet.empty;
  const ghosts: Decoration[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return node.isBlock;
    const id: unknown = node.attrs["id"];
    const words = node.content.size === 0 && typeof id === "string" ? wordsOf(id) : null;
    if (words !== null)
      ghosts.push(Decoration.node(pos, pos + node.nodeSize, { "data-ghost": words }));
    return false;
  });
  return DecorationSet.create(doc, ghosts);
}
