import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, TextSelection, type Transaction } from "@tiptap/pm/state";
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import type { Doc, RelativePosition, XmlFragment } from "yjs";

/** What y-tiptap's binding offers; it is typed as anything there. */
interface Binding {
  readonly doc: Doc;
  readonly type: XmlFragment;
  readonly mapping: Parameters<typeof relativePositionToAbsolutePosition>[3];
}

interface HeldSelection {
  readonly anchor: RelativePosition;
  readonly head: RelativePosition;
}

/**
 * Keeps the cursor with the letters that it follows while others write in the same paragraph.
 *
 * y-tiptap 3.0.9 knows the right place, and then takes a paragraph that a colleague has changed for
 * another paragraph and puts the cursor back to its old distance from the start: what one types next
 * lands before what one typed last. So hold the cursor as a Yjs position of our own before each
 * foreign change and put it there afterwards, where that is in the same block; where the block has
 * gone or moved, y-tiptap's choice stands.
 */
export const SteadySelection = Extension.create({
  name: "steadySelection",

  addProseMirrorPlugins() {
    let held: HeldSelection | null = null;
    return [
      new Plugin({
        key: new PluginKey("steadySelection"),
        view(view) {
          const { doc } = bindingOf(view.state);
          const hold = () => {
            const binding = bindingOf(view.state);
            const { selection } = view.state;
            const relative = (pos: number) =>
              absolutePositionToRelativePosition(
                pos,
                binding.type,
                binding.mapping,
              ) as RelativePosition;
            held =
              selection instanceof TextSelection
                ? { anchor: relative(selection.anchor), head: relative(selection.head) }
                : null;
          };
          doc.on("beforeAllTransactions", hold);
          return { destroy: () => doc.off("beforeAllTransactions", hold) };
        },
        appendTransaction(transactions, before, after) {
          if (held === null || !transactions.some(isForeignChange)) return null;
          const { doc, type, mapping } = bindingOf(after);
          const absolute = (position: RelativePosition) =>
            relativePositionToAbsolutePosition(doc, type, position, mapping);
          const anchor = absolute(held.anchor);
          const head = absolute(held.head);
          if (anchor === null || head === null) return null;
          const { selection: was } = before;
          const { selection: is } = after;
          if (is.anchor === anchor && is.head === head) return null;
          const isSteady =
            isSameBlock(before.doc, was.anchor, after.doc, anchor) &&
            isSameBlock(before.doc, was.head, after.doc, head);
          return isSteady
            ? after.tr.setSelection(TextSelection.create(after.doc, anchor, head))
            : null;
        },
      }),
    ];
  },
});

function bindingOf(state: Parameters<typeof ySyncPluginKey.getState>[0]): Binding {
  return (ySyncPluginKey.getState(state) as { binding: Binding }).binding;
}

/** Undo and redo bring their own selection along. */
function isForeignChange(tr: Transaction): boolean {
  const meta = tr.getMeta(ySyncPluginKey) as
    { isChangeOrigin?: boolean; isUndoRedoOperation?: boolean } | undefined;
  return tr.docChanged && meta?.isChangeOrigin === true && meta.isUndoRedoOperation !== true;
}

function isSameBlock(before: Node, from: number, after: Node, to: number): boolean {
  if (to > after.content.size) return false;
  const was = before.resolve(from).parent;
  const is = after.resolve(to).parent;
  return was.isTextblock && is.isTextblock && was.attrs["id"] === is.attrs["id"];
}
