/** What is looked for in the text, and what of it was found. */
import type { Node } from "@tiptap/pm/model";
import { PluginKey } from "@tiptap/pm/state";

import { findPlain, type PlainQuery } from "./plain-search.ts";
import {
  forEachTextblock,
  searchTextsOf,
  toMatch,
  type FoundText,
  type Match,
} from "./search-text.ts";

export interface FindQuery extends PlainQuery {
  readonly isPattern: boolean;
}

export type FindProblem = "bad_pattern" | "too_slow";

export interface FindState {
  /** Null while nothing is looked for. */
  readonly query: FindQuery | null;
  readonly matches: readonly Match[];
  /** The match at which the person is; -1 while there is none. */
  readonly active: number;
  readonly problem: FindProblem | null;
  /** There are more than are shown. */
  readonly isCut: boolean;
}

export const nothingFound: FindState = {
  query: null,
  matches: [],
  active: -1,
  problem: null,
  isCut: false,
};

/** What a transaction says to the finder. */
export type FindMessage =
  | { readonly kind: "look"; readonly query: FindQuery | null; readonly near: number }
  | { readonly kind: "go"; readonly active: number }
  | {
      readonly kind: "found";
      readonly query: FindQuery;
      readonly matches: readonly Match[];
      readonly near: number;
      readonly problem: FindProblem | null;
    };

export const findKey = new PluginKey<FindState>("find");

/** More matches than this help nobody. */
export const mostMatches = 10_000;

/** What was found in a block, from its start on: another key in another block changes nothing here. */
const kept = new WeakMap<Node, { readonly query: FindQuery; readonly matches: readonly Match[] }>();

/** All matches of plain words in a document. */
export function findInDocument(doc: Node, query: FindQuery): Match[] {
  const matches: Match[] = [];
  forEachTextblock(doc, (block, start) => {
    if (matches.length > mostMatches) return;
    let known = kept.get(block);
    if (known?.query !== query) {
      known = { query, matches: matchesIn(block, 0, (text) => findPlain(text, query)) };
      kept.set(block, known);
    }
    for (const match of known.matches)
      matches.push({ ...match, from: match.from + start, to: match.to + start });
  });
  return matches;
}

/** The matches in one block, in the order in which they stand. */
export function matchesIn(
  block: Node,
  start: number,
  find: (text: string, index: number) => readonly FoundText[],
): Match[] {
  const matches: Match[] = [];
  const texts = searchTextsOf(block);
  texts.forEach((text, index) => {
    for (const found of find(text.text, index)) {
      const match = toMatch(text, start, found);
      if (match) matches.push(match);
    }
  });
  return texts.length > 1 ? matches.sort((a, b) => a.from - b.from) : matches;
}

/** The first match at or after a position, or the first of all. */
export function nearest(matches: readonly Match[], near: number): number {
  if (matches.length === 0) return -1;
  const next = matches.findIndex(({ from }) => from >= near);
  return next === -1 ? 0 : next;
}
