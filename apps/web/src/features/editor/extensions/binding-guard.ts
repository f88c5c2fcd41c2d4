import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import type { Doc } from "yjs";

/** What y-tiptap's binding offers; it is typed as anything there. */
interface Binding {
  readonly doc: Doc;
  readonly destroy: () => void;
  /** Whatever goes from the text to the document or back goes through this. */
  mux: (change: () => void) => void;
}

export interface BindingGuardOptions {
  /** The text of the document is not, or no longer, this editor's to show. */
  readonly isBeyond: () => boolean;
}

/**
 * Lets go of the document in the very transaction that brings something which this page does not
 * know, before y-tiptap hears of it and deletes it. From then on the editor stands still; the page
 * puts one in its place that reads from a copy.
 */
export const BindingGuard = Extension.create<BindingGuardOptions>({
  name: "bindingGuard",

  addOptions: () => ({ isBeyond: () => false }),

  addProseMirrorPlugins() {
    const { isBeyond } = this.options;
    return [
      new Plugin({
        key: new PluginKey("bindingGuard"),
        view(view) {
          const { binding } = ySyncPluginKey.getState(view.state) as { readonly binding: Binding };
          const letGo = () => {
            if (!isBeyond()) return;
            binding.destroy();
            // Taking the editor down updates its view once more, which would write the text back.
            binding.mux = () => undefined;
          };
          const { doc } = binding;
          doc.on("beforeObserverCalls", letGo);
          return { destroy: () => doc.off("beforeObserverCalls", letGo) };
        },
        filterTransaction: () => !isBeyond(),
      }),
    ];
  },
});
