import { Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import type { Node } from "@tiptap/pm/model";
import { Plugin, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import {
  findInDocument,
  findKey,
  mostMatches,
  nearest,
  nothingFound,
  type FindMessage,
  type FindState,
} from "../find/find-state.ts";
import type { Match } from "../find/search-text.ts";

import styles from "./find.module.css";

/** As many matches around the active one are drawn: more are not in sight, and each costs time. */
const drawnAround = 300;

/**
 * Shows what is being looked for. Words are found as the text changes; what a pattern finds comes
 * from outside, and is carried along until it comes anew.
 */
export const Find = Extension.create({
  name: "find",

  addProseMirrorPlugins() {
    return [
      new Plugin<FindState>({
        key: findKey,
        state: {
          init: () => nothingFound,
          apply: (tr, state) => next(state, tr),
        },
        props: {
          decorations(state) {
            const found = findKey.getState(state);
            return found && found.matches.length > 0 ? drawn(state.doc, found) : null;
          },
        },
      }),
    ];
  },
});

function next(state: FindState, tr: Transaction): FindState {
  const message = tr.getMeta(findKey) as FindMessage | undefined;
  if (message?.kind === "look") {
    const { query, near } = message;
    if (query === null) return nothingFound;
    if (query.isPattern) return { ...nothingFound, query };
    return withMatches({ ...nothingFound, query }, findInDocument(tr.doc, query), near);
  }
  if (message?.kind === "go") return { ...state, active: message.active };
  if (message?.kind === "found") {
    if (message.query !== state.query) return state;
    return { ...withMatches(state, message.matches, message.near), problem: message.problem };
  }
  if (!tr.docChanged || state.query === null) return state;
  const at = state.matches[state.active];
  if (state.query.isPattern)
    return { ...state, matches: state.matches.flatMap((match) => carried(match, tr)) };
  const matches = findInDocument(tr.doc, state.query);
  // A colleague's change comes as a new text, through which no place can be followed.
  if (isChangeOrigin(tr))
    return withMatches(state, matches, matches[Math.max(0, state.active)]?.from ?? 0);
  return withMatches(state, matches, at ? tr.mapping.map(at.from) : 0);
}

function withMatches(state: FindState, found: readonly Match[], near: number): FindState {
  const isCut = found.length > mostMatches;
  const matches = isCut ? found.slice(0, mostMatches) : found;
  return { ...state, matches, isCut, active: nearest(matches, near), problem: null };
}

function carried(match: Match, { mapping }: Transaction): Match[] {
  const from = mapping.map(match.from, 1);
  const to = mapping.map(match.to, -1);
  return to - from === match.to - match.from ? [{ ...match, from, to }] : [];
}

let lastDrawn: { found: FindState; doc: Node; set: DecorationSet } | null = null;

function drawn(doc: Node, found: FindState): DecorationSet {
  if (lastDrawn?.found === found && lastDrawn.doc === doc) return lastDrawn.set;
  const { matches, active } = found;
  const first = Math.max(0, active - drawnAround);
  const decorations = matches.slice(first, active + drawnAround).map((match, index) => {
    const isActive = first + index === active;
    const looks = {
      class: isActive ? `${styles.match} ${styles.active}` : styles.match!,
      ...(isActive ? { "data-find-active": "" } : { "data-find-match": "" }),
    };
    const around = outermostAtom(doc, match.from);
    return around === null
      ? Decoration.inline(match.from, match.to, looks)
      : Decoration.node(around.from, around.to, looks);
  });
  const set = DecorationSet.create(doc, decorations);
  lastDrawn = { found, doc, set };
  return set;
}

/** The footnote or bracket in which a match stands, which the page shows as one thing. */
function outermostAtom(doc: Node, pos: number): { from: number; to: number } | null {
  const $pos = doc.resolve(pos);
  for (let depth = 1; depth <= $pos.depth; depth += 1)
    if ($pos.node(depth).isInline) return { from: $pos.before(depth), to: $pos.after(depth) };
  return null;
}
