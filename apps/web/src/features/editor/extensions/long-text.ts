import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";

/** With so many blocks of the first level, some forty pages, a text counts as long. */
const longFrom = 200;

/**
 * Marks a long text, whose blocks the browser leaves alone while they are out of sight
 * (editor.module.css). A shorter one is drawn whole, so that all of it is told as it is shown, the
 * numbers beside it too.
 */
export const LongText = Extension.create({
  name: "longText",

  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey("longText"),
        props: {
          attributes: ({ doc }): Record<string, string> =>
            doc.childCount >= longFrom ? { "data-long": "" } : {},
        },
      }),
    ];
  },
});
