import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Mapping, StepMap } from "@tiptap/pm/transform";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import { findInGlossary, type GlossaryIndex, type GlossaryMatch } from "./glossary-index.ts";
import styles from "./glossary-marks.module.css";

/** What is to be seen of the glossary in a text. */
export interface GlossaryView {
  readonly index: GlossaryIndex;
  readonly showsTerms: boolean;
  readonly showsAdvice: boolean;
}

/** A form of the glossary where it stands in the document. */
export interface GlossaryPlace extends GlossaryMatch {
  /** As it is written there. */
  readonly words: string;
}

interface Marks {
  readonly view: GlossaryView | null;
  readonly decorations: DecorationSet;
}

const glossaryMarksKey = new PluginKey<Marks>("glossaryMarks");

/** Shows the glossary in a text; null shows none of it. */
export function showGlossary(
  { state, dispatch }: { state: EditorState; dispatch: (tr: Transaction) => void },
  view: GlossaryView | null,
): void {
  dispatch(state.tr.setMeta(glossaryMarksKey, { view }).setMeta("addToHistory", false));
}

/** The marked form at a place of the document; null where there is none. */
export function glossaryAt(state: EditorState, pos: number): GlossaryPlace | null {
  const found = glossaryMarksKey.getState(state)?.decorations.find(pos, pos) ?? [];
  const one = found.find(({ from, to }) => from <= pos && pos <= to);
  return one === undefined ? null : placeOf(state, one);
}

/** All forms that are marked with advice, in order. */
export function glossaryAdvice(state: EditorState): GlossaryPlace[] {
  const all = glossaryMarksKey.getState(state)?.decorations.find() ?? [];
  return all
    .map((one) => placeOf(state, one))
    .filter(({ advice }) => advice.length > 0)
    .sort((a, b) => a.from - b.from);
}

function placeOf(state: EditorState, { from, to, spec }: Decoration): GlossaryPlace {
  const { match } = spec as { match: GlossaryMatch };
  return { ...match, from, to, words: state.doc.textBetween(from, to) };
}

/**
 * The glossary, drawn over a text and no part of it. Each block is looked through once, and again
 * only when it has changed: in a long paper a key costs one paragraph.
 */
export const GlossaryMarks = Extension.create({
  name: "glossaryMarks",

  addProseMirrorPlugins() {
    return [
      new Plugin<Marks>({
        key: glossaryMarksKey,
        state: {
          init: () => ({ view: null, decorations: DecorationSet.empty }),
          apply(tr, marks, before) {
            const told = tr.getMeta(glossaryMarksKey) as Pick<Marks, "view"> | undefined;
            const { view } = told ?? marks;
            if (view === null)
              return told === undefined ? marks : { view, decorations: DecorationSet.empty };
            if (told !== undefined)
              return { view, decorations: DecorationSet.create(tr.doc, marksIn(tr.doc, view)) };
            if (!tr.docChanged) return marks;
            return { view, decorations: follow(marks.decorations, [before.doc, tr.doc], view) };
          },
        },
        props: { decorations: (state) => glossaryMarksKey.getState(state)?.decorations },
      }),
    ];
  },
});

/**
 * What was marked, after a change. Of others' edits the transaction says that the whole document is
 * another; where the two documents differ tells what has changed in truth.
 */
function follow(
  decorations: DecorationSet,
  [before, after]: readonly [Node, Node],
  view: GlossaryView,
): DecorationSet {
  const start = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (start === null || end === null) return decorations;
  // Where the same letters stand on both sides of a change, the ends may have passed its start.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const [endBefore, endAfter] = [end.a + overlap, end.b + overlap];
  const map = new StepMap([start, endBefore - start, endAfter - start]);
  const mapped = decorations.map(new Mapping([map]), after);
  const [from, to] = blocksAround(after, start, endAfter);
  const old = mapped.find(from, to).filter((one) => one.from >= from && one.to <= to);
  const fresh = marksIn(after, view, { from, to });
  // Most keys change nothing about the forms beside them, and taking marks out and in costs most.
  if (old.length === fresh.length && old.every((one, at) => isSame(one, fresh[at]))) return mapped;
  return mapped.remove(old).add(after, fresh);
}

function isSame(one: Decoration, other: Decoration | undefined): boolean {
  if (other === undefined || one.from !== other.from || one.to !== other.to) return false;
  const [was, is] = [one, other].map(({ spec }) => (spec as { match: GlossaryMatch }).match);
  return was?.terms === is?.terms && was?.advice === is?.advice;
}

/** The bounds of the blocks of text that a stretch touches. */
function blocksAround(doc: Node, from: number, to: number): readonly [number, number] {
  const $from = doc.resolve(Math.min(from, doc.content.size));
  const $to = doc.resolve(Math.min(to, doc.content.size));
  return [$from.depth === 0 ? from : $from.before(1), $to.depth === 0 ? to : $to.after(1)];
}

function marksIn(
  doc: Node,
  view: GlossaryView,
  range: { readonly from: number; readonly to: number } = { from: 0, to: doc.content.size },
): Decoration[] {
  const decorations: Decoration[] = [];
  doc.nodesBetween(range.from, range.to, (node, pos) => {
    if (!node.isTextblock) return node.isBlock;
    for (const match of matchesIn(node, view.index)) {
      const isAdvice = match.advice.length > 0;
      if (isAdvice ? !view.showsAdvice : !view.showsTerms) continue;
      decorations.push(
        Decoration.inline(
          pos + 1 + match.from,
          pos + 1 + match.to,
          {
            class: isAdvice ? styles.advice! : styles.term!,
            "data-glossary": isAdvice ? "advice" : "term",
          },
          { match, inclusiveStart: false, inclusiveEnd: false },
        ),
      );
    }
    return false;
  });
  return decorations;
}

/** Nodes never change: what was found in one is found there for as long as it stands. */
const found = new WeakMap<
  Node,
  { readonly index: GlossaryIndex; readonly matches: GlossaryMatch[] }
>();

/** What of the glossary stands in a block of text, counted from its start. */
export function matchesIn(block: Node, index: GlossaryIndex): readonly GlossaryMatch[] {
  const known = found.get(block);
  if (known?.index === index) return known.matches;
  const matches = findInGlossary(index, plainText(block));
  found.set(block, { index, matches });
  return matches;
}

/** A block's text with a sign of the same length for all that is no text, or is suggested to go. */
function plainText(block: Node): string {
  let text = "";
  block.forEach((child) => {
    const isGone = child.marks.some(({ type }) => type.name === "deletion");
    text += child.isText && !isGone ? (child.text ?? "") : "\ufffc".repeat(child.nodeSize);
  });
  return text;
}
