/** What is known of the blocks of a frozen text: which are spoken of, and which are asked about. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";

import styles from "./frozen-marks.module.css";

export interface FrozenMarks {
  /** By the id of a block: how many observations stand on it. */
  readonly counts: ReadonlyMap<string, number>;
  /** The block that is being spoken of. */
  readonly active: string | null;
  /** The blocks that are asked about; null: all. The others step back. */
  readonly asked: ReadonlySet<string> | null;
}

const frozenMarksKey = new PluginKey<DecorationSet>("frozenMarks");

/** Shows these until it is told otherwise. */
export function showFrozenMarks(view: EditorView, marks: FrozenMarks): void {
  view.dispatch(view.state.tr.setMeta(frozenMarksKey, marks));
}

export const FrozenMarksExtension = Extension.create({
  name: "frozenMarks",

  addProseMirrorPlugins() {
    return [
      new Plugin<DecorationSet>({
        key: frozenMarksKey,
        state: {
          init: () => DecorationSet.empty,
          apply(tr, before) {
            const told = tr.getMeta(frozenMarksKey) as FrozenMarks | undefined;
            return told === undefined
              ? before
              : DecorationSet.create(tr.doc, marksOf(tr.doc, told));
          },
        },
        props: { decorations: (state) => frozenMarksKey.getState(state) },
      }),
    ];
  },
});

function marksOf(doc: Node, { counts, active, asked }: FrozenMarks): Decoration[] {
  const marks: Decoration[] = [];
  doc.descendants((node, pos, parent) => {
    const id: unknown = node.attrs["id"];
    if (typeof id !== "string" || !node.isBlock) return true;
    const count = counts.get(id) ?? 0;
    // What is not asked about steps back as a whole, with all that it holds.
    const isOut = asked !== null && parent === doc && !isAsked(node, asked);
    const classes = [
      ...(count > 0 ? [styles.spokenOf] : []),
      ...(id === active ? [styles.active] : []),
      ...(isOut ? [styles.out] : []),
    ];
    if (classes.length > 0) {
      const attributes = {
        class: classes.join(" "),
        ...(count > 0 ? { "data-said": `${count}` } : {}),
      };
      marks.push(Decoration.node(pos, pos + node.nodeSize, attributes));
    }
    return true;
  });
  return marks;
}

function isAsked(block: Node, asked: ReadonlySet<string>): boolean {
  let found = asked.has(block.attrs["id"] as string);
  block.descendants((node) => {
    found ||= asked.has(node.attrs["id"] as string);
    return !found;
  });
  return found;
}
