import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import {
  haveSameNumbers,
  numberingOf,
  type BlockNumber,
  type PaperNumbering,
} from "@istmo/paper-schema";

import { goFromCaptionToTable } from "../numbering-commands.ts";

import styles from "./numbering.module.css";

export interface NumberingOptions {
  /** The language of the text, in whose words its tables and figures are numbered. */
  readonly language: string;
}

interface Numbers {
  readonly numbering: PaperNumbering;
  readonly decorations: DecorationSet;
}

const numberingKey = new PluginKey<Numbers>("numbering");

/** The numbers of the text as it stands. */
export function numberingIn(state: EditorState): PaperNumbering {
  return numberingKey.getState(state)?.numbering ?? new Map<string, BlockNumber>();
}

/**
 * Shows the numbers of `numberingOf` beside the text. They are drawn by the style sheet: no part of
 * the text, not copied with it, and read aloud with it.
 *
 * Of a thousand paragraphs nearly all have the number after the one before, so the style sheet
 * counts those, and only what is different is said here: which paragraphs have none, what a
 * suggested one is called, and the numbers of headings, tables, figures and notes. A paragraph put
 * in above so renumbers nothing here. Notes are not counted by the style sheet: a block out of sight
 * counts for itself (`content-visibility` in editor.module.css).
 */
export const Numbering = Extension.create<NumberingOptions>({
  name: "numbering",

  addOptions: () => ({ language: "es" }),

  addKeyboardShortcuts() {
    return { Enter: ({ editor }) => goFromCaptionToTable(editor) };
  },

  addProseMirrorPlugins() {
    const { language } = this.options;
    return [
      new Plugin<Numbers>({
        key: numberingKey,
        state: {
          init: (_config, { doc }) => numbersOf(doc, language),
          apply: (tr, old) => (tr.docChanged ? renumbered(tr, old, language) : old),
        },
        props: {
          attributes: { class: styles.numbered! },
          decorations: (state) => numberingKey.getState(state)?.decorations,
        },
      }),
    ];
  },
});

/** What is said about one node, other than what the style sheet counts by itself. */
interface Difference {
  readonly from: number;
  readonly to: number;
  readonly attributes: Readonly<Record<string, string>>;
}

function numbersOf(doc: Node, language: string): Numbers {
  const numbering = numberingOf(doc, language);
  return { numbering, decorations: decorationsFor(doc, differencesIn(doc, numbering)) };
}

function renumbered(tr: Transaction, old: Numbers, language: string): Numbers {
  if (isOfLetters(tr) && haveSameNumbers(tr.before, tr.doc))
    return { ...old, decorations: old.decorations.map(tr.mapping, tr.doc) };
  const numbering = numberingOf(tr.doc, language);
  const differences = differencesIn(tr.doc, numbering);
  const moved = old.decorations.map(tr.mapping, tr.doc);
  const decorations = isSaidBy(moved, differences) ? moved : decorationsFor(tr.doc, differences);
  return { numbering, decorations };
}

/** Whether nothing but letters was taken out, so that what is said about nodes goes along with them. */
function isOfLetters({ mapping, docs }: Transaction): boolean {
  return mapping.maps.every((map, step) => {
    let isText = true;
    map.forEach((from, to) => {
      const start = docs[step]!.resolve(from);
      isText &&= start.parent.isTextblock && to <= start.end();
      if (isText && to > from)
        start.parent.nodesBetween(from - start.start(), to - start.start(), (node) => {
          isText &&= node.isText;
        });
    });
    return isText;
  });
}

function decorationsFor(doc: Node, differences: readonly Difference[]): DecorationSet {
  return DecorationSet.create(
    doc,
    differences.map(({ from, to, attributes }) => Decoration.node(from, to, attributes)),
  );
}

/** Whether the decorations that an edit has moved along are still those that there should be. */
function isSaidBy(decorations: DecorationSet, differences: readonly Difference[]): boolean {
  const found = decorations.find().toSorted((a, b) => a.from - b.from || b.to - a.to);
  if (found.length !== differences.length) return false;
  return differences.every(({ from, to, attributes }, index) => {
    const one = found[index] as (Decoration & { readonly type: { attrs?: object } }) | undefined;
    if (one?.from !== from || one.to !== to) return false;
    const said = one.type.attrs as Readonly<Record<string, string>> | undefined;
    return (
      said?.["data-number"] === attributes["data-number"] &&
      said?.["data-numbered"] === attributes["data-numbered"] &&
      said?.["style"] === attributes["style"]
    );
  });
}

/** In the order of the text. */
export function differencesIn(doc: Node, numbering: PaperNumbering): Difference[] {
  const differences: Difference[] = [];
  const numberOf = (node: Node): BlockNumber | undefined => {
    const id: unknown = node.attrs["id"];
    return typeof id === "string" ? numbering.get(id) : undefined;
  };
  function say(node: Node, pos: number, attributes: Readonly<Record<string, string>>): void {
    differences.push({ from: pos, to: pos + node.nodeSize, attributes });
  }
  doc.forEach((block, pos) => {
    const number = numberOf(block);
    if (block.type.name !== "paragraph") {
      // A heading that is only suggested is still the paragraph that it was.
      const counts = number?.kind === "paragraph" && !number.isSuggested;
      const numbered = counts ? { "data-numbered": "counted" } : {};
      if (number !== undefined) say(block, pos, { "data-number": number.label, ...numbered });
    } else if (number?.kind === "heading") {
      say(block, pos, { "data-number": number.label, "data-numbered": "heading" });
    } else if (number?.kind === "caption") {
      say(block, pos, { "data-number": number.label, "data-numbered": "caption" });
    } else if (number?.kind !== "paragraph") say(block, pos, { "data-numbered": "no" });
    else if (number.isSuggested) say(block, pos, { "data-number": number.label });
    for (const { node, at } of innerOf(block)) {
      const inner = numberOf(node);
      if (inner === undefined) continue;
      if (node.type.name === "figure") say(node, pos + at, { "data-number": inner.label });
      else say(node, pos + at, { style: `--number: "${inner.label}"` });
    }
  });
  return differences;
}

interface InnerNode {
  readonly node: Node;
  /** From the start of its top-level block. */
  readonly at: number;
}
const known = new WeakMap<Node, readonly InnerNode[]>();

/** The notes and figures within a block: found once, as nodes never change. */
function innerOf(block: Node): readonly InnerNode[] {
  let found = known.get(block);
  if (found === undefined) {
    const inner: InnerNode[] = [];
    block.descendants((node, pos) => {
      if (node.type.name === "footnote" || node.type.name === "figure")
        inner.push({ node, at: pos + 1 });
    });
    found = inner;
    known.set(block, found);
  }
  return found;
}
