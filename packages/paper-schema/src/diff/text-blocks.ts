/** A text as the diff reads it: its blocks of text in order, each a list of words and signs. */
import {
  canonicalJson,
  type JsonValue,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "../paper-document.ts";
import { paperSchema, type PaperNodeName } from "../schema.ts";

/** What a run of words is within: a note, or unagreed wording. */
export type Enclosure = "footnote" | "bracket";

/** An inline node that is no words: shown by what it refers to. */
export interface InlineAtom {
  readonly type: "citation" | "crossReference" | "actionItem" | "hardBreak";
  readonly attrs: { readonly [name: string]: JsonValue };
}

/** A word, a space, a sign, an atom, or the border of a note or an alternative. */
export interface Token {
  /** Tokens are the same when these are. */
  readonly key: string;
  readonly text: string;
  /** Canonical JSON of the marks, or of what is suggested of an atom; "" for none. */
  readonly marks: string;
  readonly within: Enclosure | null;
  readonly atom?: InlineAtom;
}

/** Where a block stands, besides its place in the order. */
export interface BlockPlace {
  /** The section, by the id of its heading. */
  readonly sectionId: string | null;
  /** Within lists, how deep; 0 outside of them. */
  readonly depth: number;
  /** Whether it begins an item of a list, and of which kind of list. */
  readonly item: "bullet" | "ordered" | null;
  readonly quote: "blockquote" | "callout" | null;
  /** Within a table, counted from 1. */
  readonly cell: {
    readonly tableId: string | null;
    readonly row: number;
    readonly column: number;
  } | null;
}

/** A block of text, or one that has none: a rule, a page break, the list of sources. */
export interface TextBlock {
  readonly key: string;
  readonly blockId: string | null;
  readonly type: PaperNodeName;
  readonly node: PaperNodeJson;
  readonly place: BlockPlace;
  /** The attributes that are read: level, caption, alternative text. */
  readonly attrs: { readonly [name: string]: JsonValue };
  /** What it stands in, and of which kind: a paragraph that becomes an item of a list has changed. */
  readonly around: string;
}

/** Attributes that are nothing to read. */
const unread = new Set(["id", "colwidth", "width", "height", "untranslated"]);

/** The blocks in order. Blocks of one id in two places are told apart by which comes first. */
export function textBlocksOf(document: PaperDocumentJson): readonly TextBlock[] {
  const found: TextBlock[] = [];
  const seen = new Map<string, number>();
  let sectionId: string | null = null;

  const add = (node: PaperNodeJson, place: Omit<BlockPlace, "sectionId">, around: string) => {
    const blockId = textOf(node.attrs?.["id"]);
    const name = blockId ?? "";
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    found.push({
      key: blockId === null ? "" : `${name} ${count}`,
      ...{ blockId, type: node.type, node, around },
      place: { sectionId, ...place },
      attrs: readAttributes(node),
    });
  };
  const visit = (node: PaperNodeJson, place: Omit<BlockPlace, "sectionId">, around: string) => {
    const { isTextblock, isAtom } = paperSchema.nodes[node.type];
    if (isTextblock || isAtom) return add(node, place, around);
    const here = `${around}>${kindOf(node)}`;
    const tableId = node.type === "table" ? textOf(node.attrs?.["id"]) : null;
    for (const [index, child] of (node.content ?? []).entries()) {
      if (node.type === "table")
        visitRow(child, { ...place, cell: { tableId, row: index + 1, column: 0 } }, here);
      else if (node.type === "bulletList" || node.type === "orderedList")
        visitItem(child, { ...place, depth: place.depth + 1 }, here);
      else
        visit(
          child,
          isQuote(node.type)
            ? { ...place, quote: node.type, item: null }
            : { ...place, item: null },
          here,
        );
    }
  };
  const visitRow = (row: PaperNodeJson, place: Omit<BlockPlace, "sectionId">, around: string) => {
    let column = 1;
    for (const cell of row.content ?? []) {
      const at = place.cell && { ...place.cell, column };
      for (const child of cell.content ?? [])
        visit(child, { ...place, cell: at }, `${around}>${cell.type}`);
      column += Number(cell.attrs?.["colspan"] ?? 1);
    }
  };
  const visitItem = (item: PaperNodeJson, place: Omit<BlockPlace, "sectionId">, around: string) => {
    const kind = around.endsWith(">bulletList") ? "bullet" : "ordered";
    for (const [index, child] of (item.content ?? []).entries())
      visit(child, { ...place, item: index === 0 ? kind : null }, `${around}>listItem`);
  };
  for (const block of document.content) {
    if (block.type === "heading" && (block.attrs?.["level"] ?? 1) === 1)
      sectionId = textOf(block.attrs?.["id"]);
    visit(block, { depth: 0, item: null, quote: null, cell: null }, "");
  }
  return found;
}

/** The words and signs of a block of text. */
export function tokensOf({ node }: Pick<TextBlock, "node">): readonly Token[] {
  const tokens: Token[] = [];
  const add = (text: string, marks: string, within: Enclosure | null) => {
    for (const [word] of text.matchAll(wordOrSign))
      tokens.push({ key: `${within ?? ""} ${word}`, text: word, marks, within });
  };
  const border = (text: string, within: Enclosure, marks: string) =>
    tokens.push({ key: `${within} border ${text}`, text, marks, within });
  const visit = (child: PaperNodeJson, within: Enclosure | null) => {
    switch (child.type) {
      case "text":
        return add(child.text ?? "", marksOf(child), within);
      case "footnote":
        border("[", "footnote", suggestedOf(child));
        for (const inner of child.content ?? []) visit(inner, "footnote");
        return void border("]", "footnote", suggestedOf(child));
      case "bracket":
        border("[", "bracket", suggestedOf(child));
        for (const [index, alternative] of (child.content ?? []).entries()) {
          if (index > 0) border(" / ", "bracket", suggestedOf(alternative));
          for (const inner of alternative.content ?? [])
            visit(inner, inner.type === "footnote" ? "footnote" : "bracket");
        }
        return void border("]", "bracket", suggestedOf(child));
      case "citation":
      case "crossReference":
      case "actionItem":
      case "hardBreak": {
        const attrs = withoutSuggestions(child);
        const text = child.type === "hardBreak" ? "\n" : "";
        const key = `${within ?? ""} ${child.type} ${canonicalJson(attrs)}`;
        return void tokens.push({
          ...{ key, text, within, marks: suggestedOf(child) },
          atom: { type: child.type, attrs },
        });
      }
      default:
        for (const inner of child.content ?? []) visit(inner, within);
    }
  };
  for (const child of node.content ?? []) visit(child, null);
  return tokens;
}

/** Whether a token is a word, and counts as one. */
export const isWord = ({ text }: Pick<Token, "text">): boolean => /[\p{L}\p{N}]/u.test(text);

/** Letters and digits that belong together ("2026-11-28", "l’État"), spaces, or one sign. */
const wordOrSign = /[\p{L}\p{N}\p{M}]+(?:['’.,/-][\p{L}\p{N}\p{M}]+)*|\s+|[^\s\p{L}\p{N}\p{M}]/gu;

const textOf = (value: JsonValue | undefined): string | null =>
  typeof value === "string" ? value : null;

const isQuote = (type: PaperNodeName): type is "blockquote" | "callout" =>
  type === "blockquote" || type === "callout";

const kindOf = (node: PaperNodeJson): string => {
  const attrs = readAttributes(node);
  return Object.keys(attrs).length === 0 ||
    node.type === "orderedList" ||
    node.type === "bulletList"
    ? node.type
    : `${node.type}${canonicalJson(attrs)}`;
};

function readAttributes({ attrs = {} }: PaperNodeJson): { readonly [name: string]: JsonValue } {
  return Object.fromEntries(
    Object.entries(attrs).filter(([name, value]) => !unread.has(name) && value !== null),
  );
}

const suggestions = ["inserted", "removed", "changed"];

const suggestedOf = ({ attrs = {} }: PaperNodeJson): string => {
  const found = Object.entries(attrs).filter(
    ([name, value]) => suggestions.includes(name) && value !== null,
  );
  return found.length === 0 ? "" : canonicalJson(Object.fromEntries(found));
};

const withoutSuggestions = (node: PaperNodeJson) =>
  Object.fromEntries(
    Object.entries(readAttributes(node)).filter(([name]) => !suggestions.includes(name)),
  );

const marksOf = ({ marks = [] }: PaperNodeJson): string =>
  marks.length === 0 ? "" : canonicalJson(marks as never);
