import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

export interface SectionGuidanceOptions {
  /** What to write in a section, by the id of its heading. */
  readonly guidanceFor: (sectionId: string) => string | null;
  /** What stands in an empty heading. */
  readonly headingPlaceholder: (level: number) => string;
}

/** Set as transaction metadata, it makes the page ask for all guidance anew. */
export const sectionGuidanceKey = new PluginKey<DecorationSet>("sectionGuidance");

/**
 * Grey help where a section is still empty, in the place where its text will stand. It is drawn over
 * the page and is no part of the text.
 */
export const SectionGuidance = Extension.create<SectionGuidanceOptions>({
  name: "sectionGuidance",

  addOptions() {
    return { guidanceFor: () => null, headingPlaceholder: () => "" };
  },

  addProseMirrorPlugins() {
    const { editor, options } = this;
    return [
      new Plugin<DecorationSet>({
        key: sectionGuidanceKey,
        state: {
          init: (_config, state) => guidanceIn(state.doc, options),
          apply: (tr, old) =>
            tr.docChanged || tr.getMeta(sectionGuidanceKey) ? guidanceIn(tr.doc, options) : old,
        },
        props: {
          decorations: (state) => (editor.isEditable ? sectionGuidanceKey.getState(state) : null),
        },
      }),
    ];
  },
});

function guidanceIn(doc: Node, options: SectionGuidanceOptions): DecorationSet {
  const decorations: Decoration[] = [];
  // The section that has been nothing but its heading so far, and what would help there.
  let guidance: string | null = null;
  doc.forEach((block, pos) => {
    if (block.type.name === "heading") {
      const id: unknown = block.attrs["id"];
      const level = Number(block.attrs["level"]);
      guidance = level === 1 && typeof id === "string" ? options.guidanceFor(id) : null;
      if (block.content.size === 0) add(block, pos, options.headingPlaceholder(level));
      return;
    }
    if (block.type.name === "paragraph" && block.content.size === 0 && guidance !== null)
      add(block, pos, guidance);
    guidance = null;
  });
  function add(block: Node, pos: number, text: string): void {
    decorations.push(Decoration.node(pos, pos + block.nodeSize, { "data-guidance": text }));
  }
  return DecorationSet.create(doc, decorations);
}
