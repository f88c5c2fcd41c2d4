/**
 * The paper's ProseMirror schema, for everything that handles papers without a browser.
 *
 * The page builds the same schema out of Tiptap extensions; a test there holds the two equal in
 * names, content and attributes. So a change here is a change there, and of what is stored.
 */
import { Schema, type AttributeSpec, type MarkSpec, type NodeSpec } from "prosemirror-model";

import { isSafeHref } from "./links.ts";

/** Levels of heading; level 1 opens a section. */
export const headingLevels = [1, 2, 3, 4] as const;
export type HeadingLevel = (typeof headingLevels)[number];

/** What a callout can be: `sample` tells that a paper is an invented example. */
export const calloutKinds = ["note", "sample"] as const;
export type CalloutKind = (typeof calloutKinds)[number];

/** The nodes that carry a block id. */
export const blockNodeNames = [
  "paragraph",
  "heading",
  "bulletList",
  "orderedList",
  "listItem",
  "blockquote",
  "callout",
  "table",
  "tableRow",
  "tableHeader",
  "tableCell",
  "figure",
  "horizontalRule",
  "pageBreak",
  "bibliography",
] as const;
export type BlockNodeName = (typeof blockNodeNames)[number];

/** The inline nodes besides text. Yjs keeps no marks on them, so suggestions lie in attributes. */
export const inlineNodeNames = [
  "hardBreak",
  "actionItem",
  "footnote",
  "citation",
  "crossReference",
  "bracket",
  "alternative",
] as const;
export type InlineNodeName = (typeof inlineNodeNames)[number];

const id: AttributeSpec = { default: null, validate: "string|null" };
const optionalText: AttributeSpec = { default: null, validate: "string|null" };
const optionalNumber: AttributeSpec = { default: null, validate: "number|null" };
const flag: AttributeSpec = { default: null, validate: "boolean|null" };
/** What is suggested about a node; the folder suggestions/ says in which shapes. */
const inlineSuggestions: Record<string, AttributeSpec> = {
  inserted: { default: null },
  removed: { default: null },
};
const blockSuggestions: Record<string, AttributeSpec> = {
  ...inlineSuggestions,
  changed: { default: null },
};
const block = { id, ...blockSuggestions };
const cellAttributes: Record<string, AttributeSpec> = {
  colspan: { default: 1, validate: "number" },
  rowspan: { default: 1, validate: "number" },
  colwidth: { default: null },
  align: { default: null, validate: "string|null" },
  ...block,
};

const nodes = {
  // First, so that it is what a new block becomes.
  // `untranslated`: an empty place of a translation, which is numbered like the original's paragraph.
  // `caption`: directly before a table it is that table's caption, which the page and exports number.
  paragraph: {
    content: "inline*",
    group: "block",
    attrs: { untranslated: flag, caption: flag, ...block },
  },
  doc: { content: "block+" },
  text: { group: "inline" },
  heading: {
    content: "inline*",
    group: "block",
    defining: true,
    // `unnumbered` on level 1: the section, its headings and paragraphs stand outside the numbering.
    attrs: {
      level: { default: 1, validate: "number" },
      unnumbered: flag,
      untranslated: flag,
      ...block,
    },
  },
  bulletList: { content: "listItem+", group: "block list", attrs: block },
  orderedList: {
    content: "listItem+",
    group: "block list",
    // `type` is that of HTML's <ol>: "a" letters the items, null numbers them.
    attrs: {
      start: { default: 1, validate: "number" },
      type: { default: null, validate: "string|null" },
      ...block,
    },
  },
  listItem: { content: "paragraph block*", defining: true, attrs: block },
  blockquote: { content: "block+", group: "block", defining: true, attrs: block },
  callout: {
    content: "block+",
    group: "block",
    defining: true,
    attrs: { kind: { default: "note", validate: "string" }, ...block },
  },
  table: {
    content: "tableRow+",
    group: "block",
    isolating: true,
    tableRole: "table",
    attrs: block,
  },
  tableRow: { content: "(tableCell | tableHeader)*", tableRole: "row", attrs: block },
  tableHeader: {
    content: "block+",
    isolating: true,
    tableRole: "header_cell",
    attrs: cellAttributes,
  },
  tableCell: { content: "block+", isolating: true, tableRole: "cell", attrs: cellAttributes },
  // A picture of the paper; its text is the caption, which the page and exports number.
  figure: {
    content: "inline*",
    group: "block",
    isolating: true,
    attrs: {
      fileId: optionalText,
      alt: optionalText,
      source: optionalText,
      // Which part of the column it takes: "half", or null for all that it needs.
      size: optionalText,
      width: optionalNumber,
      height: optionalNumber,
      ...block,
    },
  },
  horizontalRule: { group: "block", atom: true, attrs: block },
  pageBreak: { group: "block", atom: true, attrs: block },
  // Where the list of the sources that are cited is printed.
  // `citationStyle`: "author-date" or "notes", for all citations of the text.
  bibliography: {
    group: "block",
    atom: true,
    attrs: { citationStyle: optionalText, ...block },
  },
  hardBreak: {
    attrs: inlineSuggestions,
    group: "inline",
    inline: true,
    selectable: false,
    linebreakReplacement: true,
    leafText: () => "\n",
  },
  // Only the id: the page and the exports show the action item as it is today.
  actionItem: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: { actionId: optionalText, ...inlineSuggestions },
  },
  // Its text lies where it is referred to; the number is its place in the paper.
  footnote: {
    content: "(text | citation | crossReference)*",
    group: "inline",
    inline: true,
    atom: true,
    attrs: { id, ...inlineSuggestions },
  },
  // `sourceId` names a source of the paper's bibliography; `locator` is free: "p. 14", "art. 5".
  citation: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: {
      sourceId: optionalText,
      locator: optionalText,
      prefix: optionalText,
      ...inlineSuggestions,
    },
  },
  // Shows the number of a block as it is today: "para. 14", "Table 2", "II.B".
  crossReference: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: { targetId: optionalText, ...inlineSuggestions },
  },
  // Wording that is not agreed: its alternatives, printed in square brackets (bis, ter).
  bracket: {
    content: "alternative+",
    group: "inline",
    inline: true,
    atom: true,
    isolating: true,
    attrs: { id, ...inlineSuggestions },
  },
  alternative: {
    content: "(text | hardBreak | footnote | citation | crossReference)*",
    inline: true,
    atom: true,
    isolating: true,
    attrs: { id, ...inlineSuggestions },
  },
} satisfies Record<string, NodeSpec>;

function checkHref(href: unknown): void {
  if (!isSafeHref(href)) throw new RangeError("A link of a paper leads to http, https or mailto");
}

/** Which suggestion, by whom (a person's id) and when (ISO 8601, UTC). */
const suggestion: Record<string, AttributeSpec> = {
  id: { default: null, validate: "string|null" },
  by: { default: null, validate: "string|null" },
  at: { default: null, validate: "string|null" },
};

const marks = {
  link: {
    inclusive: false,
    attrs: { href: { default: null, validate: checkHref } },
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (element: Readonly<{ getAttribute(name: string): string | null }>) => {
          const href = element.getAttribute("href");
          return isSafeHref(href) ? { href } : false;
        },
      },
    ],
    toDOM: (mark) => {
      const href: unknown = mark.attrs["href"];
      return isSafeHref(href) ? ["a", { href, rel: "noopener noreferrer" }, 0] : ["span", 0];
    },
  },
  bold: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
  italic: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  // Suggestions in a run of text. Several people may suggest to delete the same words.
  insertion: { inclusive: false, attrs: suggestion, toDOM: () => ["ins", 0] },
  deletion: { inclusive: false, excludes: "", attrs: suggestion, toDOM: () => ["del", 0] },
  // `was`: the JSON of the marks that the words had before.
  formatting: {
    inclusive: false,
    attrs: { ...suggestion, was: { default: null } },
    toDOM: () => ["span", 0],
  },
} satisfies Record<string, MarkSpec>;

export type PaperNodeName = keyof typeof nodes;
export type PaperMarkName = keyof typeof marks;

/** The paper's schema. */
export const paperSchema: Schema<PaperNodeName, PaperMarkName> = new Schema({
  nodes,
  marks,
  topNode: "doc",
});
