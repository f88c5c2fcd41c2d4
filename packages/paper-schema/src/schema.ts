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
] as const;
export type BlockNodeName = (typeof blockNodeNames)[number];

const id: AttributeSpec = { default: null, validate: "string|null" };
const cellAttributes: Record<string, AttributeSpec> = {
  colspan: { default: 1, validate: "number" },
  rowspan: { default: 1, validate: "number" },
  colwidth: { default: null },
  align: { default: null, validate: "string|null" },
  id,
};

const nodes = {
  // First, so that it is what a new block becomes.
  paragraph: { content: "inline*", group: "block", attrs: { id } },
  doc: { content: "block+" },
  text: { group: "inline" },
  heading: {
    content: "inline*",
    group: "block",
    defining: true,
    attrs: { level: { default: 1, validate: "number" }, id },
  },
  bulletList: { content: "listItem+", group: "block list", attrs: { id } },
  orderedList: {
    content: "listItem+",
    group: "block list",
    // `type` is that of HTML's <ol>: "a" letters the items, null numbers them.
    attrs: {
      start: { default: 1, validate: "number" },
      type: { default: null, validate: "string|null" },
      id,
    },
  },
  listItem: { content: "paragraph block*", defining: true, attrs: { id } },
  blockquote: { content: "block+", group: "block", defining: true, attrs: { id } },
  callout: {
    content: "block+",
    group: "block",
    defining: true,
    attrs: { kind: { default: "note", validate: "string" }, id },
  },
  table: {
    content: "tableRow+",
    group: "block",
    isolating: true,
    tableRole: "table",
    attrs: { id },
  },
  tableRow: { content: "(tableCell | tableHeader)*", tableRole: "row", attrs: { id } },
  tableHeader: {
    content: "block+",
    isolating: true,
    tableRole: "header_cell",
    attrs: cellAttributes,
  },
  tableCell: { content: "block+", isolating: true, tableRole: "cell", attrs: cellAttributes },
  hardBreak: {
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
    attrs: { actionId: { default: null, validate: "string|null" } },
  },
  // Its text lies where it is referred to; the number is its place in the paper.
  footnote: {
    content: "text*",
    marks: "",
    group: "inline",
    inline: true,
    atom: true,
    attrs: { id },
  },
} satisfies Record<string, NodeSpec>;

function checkHref(href: unknown): void {
  if (!isSafeHref(href)) throw new RangeError("A link of a paper leads to http, https or mailto");
}

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
} satisfies Record<string, MarkSpec>;

export type PaperNodeName = keyof typeof nodes;
export type PaperMarkName = keyof typeof marks;

/** The paper's schema. */
export const paperSchema: Schema<PaperNodeName, PaperMarkName> = new Schema({
  nodes,
  marks,
  topNode: "doc",
});
