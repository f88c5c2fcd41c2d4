import { Extension } from "@tiptap/core";

import { dataAttribute } from "./data-attribute.ts";

/** Marks of blocks that have nothing to do with what stands in them. */
export const BlockFlags = Extension.create({
  name: "blockFlags",

  addGlobalAttributes() {
    return [
      {
        types: ["heading"],
        attributes: { unnumbered: { ...dataAttribute("unnumbered", "flag"), keepOnSplit: false } },
      },
      {
        types: ["paragraph"],
        attributes: { caption: { ...dataAttribute("caption", "flag"), keepOnSplit: false } },
      },
      {
        types: ["paragraph", "heading"],
        attributes: {
          untranslated: { ...dataAttribute("untranslated", "flag"), keepOnSplit: false },
        },
      },
    ];
  },
});
