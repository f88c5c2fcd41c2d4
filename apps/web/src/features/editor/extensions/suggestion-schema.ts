/** What is suggested, as it lies in the text: marks on runs of text, attributes on everything else. */
import { Extension, Mark, mergeAttributes } from "@tiptap/core";
import { blockNodeNames, inlineNodeNames } from "@istmo/paper-schema";

import { dataAttribute } from "./data-attribute.ts";

const suggestionAttributes = {
  id: dataAttribute("id", "text", "suggestionId"),
  by: dataAttribute("by"),
  at: dataAttribute("at"),
};

export const Insertion = Mark.create({
  name: "insertion",
  inclusive: false,
  addAttributes: () => suggestionAttributes,
  parseHTML: () => [{ tag: "ins[data-suggestion-id]" }],
  renderHTML: ({ HTMLAttributes }) => ["ins", HTMLAttributes, 0],
});

export const Deletion = Mark.create({
  name: "deletion",
  inclusive: false,
  excludes: "",
  addAttributes: () => suggestionAttributes,
  parseHTML: () => [{ tag: "del[data-suggestion-id]" }],
  renderHTML: ({ HTMLAttributes }) => ["del", HTMLAttributes, 0],
});

export const Formatting = Mark.create({
  name: "formatting",
  inclusive: false,
  addAttributes: () => ({ ...suggestionAttributes, was: dataAttribute("was", "json") }),
  parseHTML: () => [{ tag: "span[data-formatting]" }],
  renderHTML: ({ HTMLAttributes }) => [
    "span",
    mergeAttributes(HTMLAttributes, { "data-formatting": "" }),
    0,
  ],
});

/** The attributes in which suggestions about nodes lie. */
export const NodeSuggestions = Extension.create({
  name: "nodeSuggestions",

  addGlobalAttributes() {
    const inserted = { ...dataAttribute("inserted", "json"), keepOnSplit: false };
    const removed = { ...dataAttribute("removed", "json"), keepOnSplit: false };
    const changed = { ...dataAttribute("changed", "json"), keepOnSplit: false };
    return [
      { types: [...blockNodeNames], attributes: { inserted, removed, changed } },
      { types: [...inlineNodeNames], attributes: { inserted, removed } },
    ];
  },
});
