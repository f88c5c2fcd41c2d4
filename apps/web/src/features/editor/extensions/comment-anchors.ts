/** Conversations in the text: drawn over it and no part of it. */
import { Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

import styles from "./comment-anchors.module.css";
import {
  placesOf,
  type AnchoredThread,
  type CommentPlace,
  type CommentPlaces,
  type TextBinding,
} from "./comment-places.ts";

export interface ShownThread extends AnchoredThread {
  /** Only within one centre or organisation. */
  readonly isInternal: boolean;
  /** Drawn in the text; the others are looked for all the same, to be listed in its order. */
  readonly isMarked: boolean;
}

/** What the list beside the text follows; the same object until it changes. */
export interface CommentOrder {
  /** The conversations that stand in the text, from its beginning to its end. */
  readonly inText: readonly string[];
  /** Those whose words are gone, with whether the block is still there. */
  readonly lost: ReadonlyMap<string, boolean>;
}

interface Anchors {
  readonly threads: readonly ShownThread[];
  readonly places: CommentPlaces;
  readonly order: CommentOrder;
  readonly active: string | null;
  readonly decorations: DecorationSet;
}

/** What is told: another list, another active one, or that the text rests after it has changed. */
interface Told {
  readonly threads?: readonly ShownThread[];
  readonly active?: string | null;
}

interface CommentAnchorsStorage {
  /** Somebody presses the words of a conversation, or a block that one is about as a whole. */
  onOpen: (threadId: string, isBlock: boolean) => void;
}

declare module "@tiptap/core" {
  interface Storage {
    commentAnchors: CommentAnchorsStorage;
  }
}

const commentAnchorsKey = new PluginKey<Anchors>("commentAnchors");
const none: CommentOrder = { inText: [], lost: new Map() };
/** Milliseconds without a change after which lost words are looked for all over the text. */
const rest = 400;

/** Shows these conversations in the text until it is told otherwise. */
export function showComments(view: EditorView, told: Told): void {
  view.dispatch(view.state.tr.setMeta(commentAnchorsKey, told).setMeta("addToHistory", false));
}

export const commentOrder = (state: EditorState): CommentOrder =>
  commentAnchorsKey.getState(state)?.order ?? none;

export const placeOfComment = (state: EditorState, threadId: string): CommentPlace | undefined =>
  commentAnchorsKey.getState(state)?.places.get(threadId);

export const bindingOf = (state: EditorState): TextBinding =>
  (ySyncPluginKey.getState(state) as { readonly binding: TextBinding }).binding;

interface CommentHere {
  readonly id: string;
  /** About a paragraph or list as a whole, in which one presses to write as well. */
  readonly isBlock: boolean;
}

/** The conversation with the fewest words that stands at a position. */
export function commentAt(state: EditorState, pos: number): CommentHere | null {
  let found: (CommentHere & { readonly size: number }) | null = null;
  const { places, threads } = commentAnchorsKey.getState(state) ?? { places: [], threads: [] };
  const marked = new Set(threads.filter(({ isMarked }) => isMarked).map((thread) => thread.id));
  for (const [id, place] of places) {
    if (!marked.has(id) || place.kind === "lost" || pos < place.from || pos > place.to) continue;
    const size = place.to - place.from;
    const node = place.kind === "node" ? state.doc.nodeAt(place.from) : null;
    const isBlock = node !== null && !/^(figure|tableCell|tableHeader)$/.test(node.type.name);
    if (found === null || size < found.size) found = { id, isBlock, size };
  }
  return found;
}

/**
 * One's own edits move the places along, which costs no more than the step; an edit of others comes
 * as a new document, so there they are found anew.
 */
export const CommentAnchors = Extension.create<object, CommentAnchorsStorage>({
  name: "commentAnchors",

  addStorage: () => ({ onOpen: () => undefined }),

  addProseMirrorPlugins() {
    const { storage } = this;
    return [
      new Plugin<Anchors>({
        key: commentAnchorsKey,
        state: {
          init: () => ({
            threads: [],
            places: new Map(),
            order: none,
            active: null,
            decorations: DecorationSet.empty,
          }),
          apply(tr, before, oldState) {
            const told = tr.getMeta(commentAnchorsKey) as Told | undefined;
            const isForeign = tr.docChanged && isChangeOrigin(tr);
            if (told === undefined && (before.threads.length === 0 || !tr.docChanged))
              return before;
            if (told === undefined && !isForeign) return moved(before, tr);
            const threads = told?.threads ?? before.threads;
            const active = told?.active === undefined ? before.active : told.active;
            const isOnlyActive = told?.threads === undefined && told?.active !== undefined;
            const places =
              isOnlyActive && !tr.docChanged
                ? before.places
                : placesOf(tr.doc, threads, {
                    binding: bindingOf(oldState),
                    isQuick: told === undefined,
                  });
            return shown({ threads, places, active }, tr.doc, before.order);
          },
        },
        props: {
          decorations: (state) => commentAnchorsKey.getState(state)?.decorations,
          handleClick(view, pos) {
            const here = commentAt(view.state, pos);
            if (here !== null) storage.onOpen(here.id, here.isBlock);
            return false;
          },
        },
        view: (view) => lookAgainAtRest(view),
      }),
    ];
  },
});

function lookAgainAtRest(initial: EditorView) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    update(view: EditorView, before: EditorState) {
      if (view.state.doc === before.doc || commentOrder(view.state).lost.size === 0) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!initial.isDestroyed) showComments(view, {});
      }, rest);
    },
    destroy: () => clearTimeout(timer),
  };
}

/** After an edit of one's own. Words that it took away may stand elsewhere by now: see the rest. */
function moved(before: Anchors, tr: Transaction): Anchors {
  const places = new Map<string, CommentPlace>();
  let hasLost = false;
  for (const [id, place] of before.places) {
    const now = movedPlace(place, tr);
    hasLost ||= now.kind === "lost" && place.kind !== "lost";
    places.set(id, now);
  }
  if (hasLost) return shown({ ...before, places }, tr.doc, before.order);
  return { ...before, places, decorations: before.decorations.map(tr.mapping, tr.doc) };
}

function movedPlace(place: CommentPlace, { mapping }: Transaction): CommentPlace {
  if (place.kind === "lost") {
    if (place.at === null) return place;
    const { pos, deletedAfter } = mapping.mapResult(place.at);
    return { kind: "lost", at: deletedAfter ? null : pos };
  }
  if (place.kind === "node") {
    const { pos, deletedAfter } = mapping.mapResult(place.from);
    if (deletedAfter) return { kind: "lost", at: null };
    return { kind: "node", from: pos, to: mapping.map(place.to, -1) };
  }
  const from = mapping.map(place.from, 1);
  const to = mapping.map(place.to, -1);
  return from < to ? { kind: "words", from, to } : { kind: "lost", at: null };
}

function shown(
  anchors: Pick<Anchors, "threads" | "places" | "active">,
  doc: Node,
  before: CommentOrder,
): Anchors {
  const decorations = DecorationSet.create(doc, decorationsOf(anchors));
  const order = orderOf(anchors.places);
  return { ...anchors, decorations, order: isSameOrder(order, before) ? before : order };
}

function decorationsOf({
  threads,
  places,
  active,
}: Pick<Anchors, "threads" | "places" | "active">): Decoration[] {
  return threads.flatMap(({ id, isInternal, isMarked }) => {
    const place = places.get(id);
    if (!isMarked || place === undefined || place.kind === "lost") return [];
    const attributes = {
      class: `${styles.comment} ${place.kind === "node" ? styles.node : styles.words}`,
      "data-comment": id,
      ...(isInternal ? { "data-internal": "" } : {}),
      ...(id === active ? { "data-active": "" } : {}),
    };
    const { from, to } = place;
    return place.kind === "node"
      ? [Decoration.node(from, to, attributes)]
      : [Decoration.inline(from, to, attributes)];
  });
}

function orderOf(places: CommentPlaces): CommentOrder {
  const standing: { readonly id: string; readonly from: number }[] = [];
  const lost = new Map<string, boolean>();
  for (const [id, place] of places) {
    if (place.kind === "lost") lost.set(id, place.at !== null);
    else standing.push({ id, from: place.from });
  }
  standing.sort((a, b) => a.from - b.from);
  return { inText: standing.map(({ id }) => id), lost };
}

function isSameOrder(one: CommentOrder, other: CommentOrder): boolean {
  return (
    one.inText.length === other.inText.length &&
    one.inText.every((id, at) => other.inText[at] === id) &&
    one.lost.size === other.lost.size &&
    [...one.lost].every(([id, hasBlock]) => other.lost.get(id) === hasBlock)
  );
}
