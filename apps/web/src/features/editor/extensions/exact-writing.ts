import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { writeExactly } from "@istmo/paper-schema";
import type { Doc, XmlFragment } from "yjs";

/** What y-tiptap's binding offers; it is typed as anything there. */
interface Binding {
  readonly doc: Doc;
  readonly type: XmlFragment;
  readonly mapping: Map<unknown, unknown>;
  _prosemirrorChanged: (doc: Node) => void;
}

/**
 * Writes what changes in blocks of text letter by letter, before y-tiptap compares the texts: what
 * it would write anew would escape those who strike or delete it at that moment (write-exactly.ts).
 */
export const ExactWriting = Extension.create({
  name: "exactWriting",

  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey("exactWriting"),
        view(view) {
          const { binding } = ySyncPluginKey.getState(view.state) as { readonly binding: Binding };
          const write = binding._prosemirrorChanged.bind(binding);
          binding._prosemirrorChanged = (doc) => {
            binding.doc.transact(() => {
              writeExactly(binding.type, doc, binding.mapping);
              write(doc);
            }, ySyncPluginKey);
          };
          return {
            destroy: () => {
              binding._prosemirrorChanged = write;
            },
          };
        },
      }),
    ];
  },
});
