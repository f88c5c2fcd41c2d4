import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import { blockById } from "../blocks.ts";
import styles from "./languages.module.css";

interface Partner {
  readonly blockId: string | null;
  readonly decorations: DecorationSet;
}

const blockPartnerKey = new PluginKey<Partner>("blockPartner");

/** Marks the block that stands for the one where the person is in the other edition; null marks none. */
export function markPartner(
  { state, dispatch }: { state: EditorState; dispatch: (tr: Transaction) => void },
  blockId: string | null,
): void {
  if (blockPartnerKey.getState(state)?.blockId === blockId) return;
  dispatch(state.tr.setMeta(blockPartnerKey, { blockId }).setMeta("addToHistory", false));
}

/** Shows in a text which block is meant in the other one; drawn over it and no part of it. */
export const BlockPartner = Extension.create({
  name: "blockPartner",

  addProseMirrorPlugins() {
    return [
      new Plugin<Partner>({
        key: blockPartnerKey,
        state: {
          init: () => ({ blockId: null, decorations: DecorationSet.empty }),
          apply(tr, partner) {
            const told = tr.getMeta(blockPartnerKey) as Pick<Partner, "blockId"> | undefined;
            const { blockId } = told ?? partner;
            if (told === undefined && (blockId === null || !tr.docChanged)) return partner;
            return { blockId, decorations: mark(tr.doc, blockId) };
          },
        },
        props: { decorations: (state) => blockPartnerKey.getState(state)?.decorations },
      }),
    ];
  },
});

function mark(doc: Node, blockId: string | null): DecorationSet {
  const found = blockId === null ? null : blockById(doc, blockId);
  if (found === null) return DecorationSet.empty;
  const { pos, node } = found;
  return DecorationSet.create(doc, [
    Decoration.node(pos, pos + node.nodeSize, { class: styles.partner!, "data-partner": "" }),
  ]);
}
