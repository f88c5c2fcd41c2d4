import { Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import styles from "./authorship-marks.module.css";

/** How an author's words are marked: by colour and line of the group, and by its name in letters. */
export interface AuthorMark {
  /** A centre's code, which has a colour and a kind of line; anything else has the office's. */
  readonly group: string;
  /** The letters that stand before the words. */
  readonly label: string;
  /** Who wrote them, shown on hover. */
  readonly title: string;
}

/** The marks of one block's text, from and to in UTF-16 units, to the end of the text. */
export interface MarkedBlock {
  readonly blockId: string;
  readonly spans: readonly {
    readonly from: number;
    readonly to: number;
    /** Null where nobody is to be named. */
    readonly mark: AuthorMark | null;
  }[];
}

interface Marks {
  readonly blocks: ReadonlyMap<string, MarkedBlock>;
  readonly decorations: DecorationSet;
}

const authorshipMarksKey = new PluginKey<Marks>("authorshipMarks");

/** Marks who wrote what, until it is told something else; an empty list takes the marks away. */
export function markAuthors(
  { state, dispatch }: { state: EditorState; dispatch: (tr: Transaction) => void },
  blocks: readonly MarkedBlock[],
): void {
  const byId = new Map(blocks.map((block) => [block.blockId, block]));
  dispatch(state.tr.setMeta(authorshipMarksKey, byId).setMeta("addToHistory", false));
}

/**
 * Who wrote what, drawn over the text and no part of it. One's own edits move the marks along; an
 * edit of others comes as a new document, so there the marks are set anew, and a block whose length
 * is not the one they were made for stays without until they are told again.
 */
export const AuthorshipMarks = Extension.create({
  name: "authorshipMarks",

  addProseMirrorPlugins() {
    return [
      new Plugin<Marks>({
        key: authorshipMarksKey,
        state: {
          init: () => ({ blocks: new Map(), decorations: DecorationSet.empty }),
          apply(tr, marks) {
            const told = tr.getMeta(authorshipMarksKey) as Marks["blocks"] | undefined;
            const blocks = told ?? marks.blocks;
            if (told !== undefined || (tr.docChanged && isChangeOrigin(tr)))
              return { blocks, decorations: DecorationSet.create(tr.doc, marksIn(tr.doc, blocks)) };
            if (!tr.docChanged) return marks;
            return { blocks, decorations: marks.decorations.map(tr.mapping, tr.doc) };
          },
        },
        props: { decorations: (state) => authorshipMarksKey.getState(state)?.decorations },
      }),
    ];
  },
});

/** A piece of a block's text and where it stands in the document. */
interface Piece {
  readonly at: number;
  readonly length: number;
}

/** The marks of the blocks as they stand in the document. */
export function marksIn(doc: Node, blocks: Marks["blocks"]): Decoration[] {
  if (blocks.size === 0) return [];
  const decorations: Decoration[] = [];
  for (const [blockId, pieces] of piecesOf(doc)) {
    const { spans = [] } = blocks.get(blockId) ?? {};
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (spans.at(-1)?.to === length) decorations.push(...marksOf(spans, pieces));
  }
  return decorations;
}

/** The text of each block in document order, as `authorshipOf` counts it on the server. */
function piecesOf(doc: Node): Map<string, Piece[]> {
  const pieces = new Map<string, Piece[]>();
  const read = (parent: Node, start: number, blockId: string | null) => {
    parent.forEach((child, offset) => {
      const at = start + offset;
      if (!child.isText) {
        const id: unknown = child.attrs["id"];
        read(child, at + 1, typeof id === "string" ? id : blockId);
      } else if (blockId !== null) {
        const piece = { at, length: child.nodeSize };
        const known = pieces.get(blockId);
        if (known === undefined) pieces.set(blockId, [piece]);
        else known.push(piece);
      }
    });
  };
  read(doc, 0, null);
  return pieces;
}

function marksOf(spans: MarkedBlock["spans"], pieces: readonly Piece[]): Decoration[] {
  const decorations: Decoration[] = [];
  let labelled: string | null = null;
  for (const { from, to, mark } of spans) {
    let isFirst = mark?.label !== labelled;
    labelled = mark?.label ?? null;
    let start = 0;
    for (const { at, length } of pieces) {
      const begin = Math.max(from, start);
      const end = Math.min(to, start + length);
      if (mark !== null && begin < end) {
        const place = at - start;
        if (isFirst) decorations.push(Decoration.widget(place + begin, labelOf(mark), before));
        decorations.push(Decoration.inline(place + begin, place + end, attributesOf(mark)));
        isFirst = false;
      }
      start += length;
    }
  }
  return decorations;
}

const before = { side: 1, ignoreSelection: true, marks: [] };

const attributesOf = ({ group, title }: AuthorMark) => ({
  class: styles.words!,
  "data-group": group,
  title,
});

function labelOf({ group, label }: AuthorMark): () => HTMLElement {
  return () => {
    const element = document.createElement("span");
    element.className = styles.label!;
    element.dataset["group"] = group;
    element.dataset["authorLabel"] = label;
    // Drawn by the style, so that it is neither copied with the text nor read in the midst of it.
    element.setAttribute("aria-hidden", "true");
    return element;
  };
}
