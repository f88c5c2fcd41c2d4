/**
 * Where conversations stand in the text as it is now. Each was opened on words that others may have
 * changed since, so it is looked for in turn: at the two ends that Yjs has carried along; by its
 * quote in its block; by its quote in the block that follows, where Enter puts the end of a block;
 * and where the quote occurs once in the whole text. What is found nowhere is lost, and says whether
 * its block still stands.
 */
import type { Node } from "@tiptap/pm/model";
import { absolutePositionToRelativePosition } from "@tiptap/y-tiptap";
import * as Y from "yjs";

/** Both ends as Yjs relative positions, encoded, as base64. */
export interface Anchor {
  readonly start: string;
  readonly end: string;
}

/** What is known of a conversation to find it. */
export interface AnchoredThread {
  readonly id: string;
  readonly target: "paper" | "text" | "block" | "figure" | "cell" | "suggestion";
  readonly blockId: string | null;
  readonly suggestionId: string | null;
  readonly anchor: Anchor | null;
  readonly quote: string;
}

export type CommentPlace =
  | { readonly kind: "words"; readonly from: number; readonly to: number }
  /** The whole node at `from`. */
  | { readonly kind: "node"; readonly from: number; readonly to: number }
  /** Its words are gone; `at` is its block, where that still stands. */
  | { readonly kind: "lost"; readonly at: number | null };

/** What y-tiptap's binding knows of the text; it is typed as anything there. */
export interface TextBinding {
  readonly doc: Y.Doc;
  readonly type: Y.XmlFragment;
  readonly mapping: Parameters<typeof absolutePositionToRelativePosition>[2];
}

export type CommentPlaces = ReadonlyMap<string, CommentPlace>;

/** Shorter quotes are not looked for all over the text: "la" is anywhere. */
const tellingLength = 4;

/**
 * The places of conversations; those on the paper as a whole have none. `isQuick` leaves out the
 * search through the whole text, while it is being changed; what was found so before is kept in
 * the block where it was.
 */
export function placesOf(
  doc: Node,
  threads: readonly AnchoredThread[],
  { binding, isQuick = false }: { binding: TextBinding; isQuick?: boolean },
): CommentPlaces {
  const text = new TextIndex(doc, binding);
  const places = new Map<string, CommentPlace>();
  const suggested = suggestionsIn(doc, threads);
  for (const thread of threads)
    if (thread.target !== "paper") places.set(thread.id, placeOf(thread, text, suggested, isQuick));
  return places;
}

function placeOf(
  thread: AnchoredThread,
  text: TextIndex,
  suggested: ReadonlyMap<string, CommentPlace>,
  isQuick: boolean,
): CommentPlace {
  const block = thread.blockId === null ? undefined : text.block(thread.blockId);
  if (thread.target === "suggestion") {
    const place = suggested.get(thread.suggestionId ?? "");
    if (place !== undefined) return place;
  } else if (thread.target !== "text") {
    return block === undefined ? { kind: "lost", at: null } : nodeAt(block);
  }
  return (
    text.anchored(thread.anchor) ??
    text.quoted(thread, isQuick) ?? { kind: "lost", at: block?.pos ?? null }
  );
}

interface Found {
  readonly node: Node;
  readonly pos: number;
}

const nodeAt = ({ node, pos }: Found): CommentPlace => ({
  kind: "node",
  from: pos,
  to: pos + node.nodeSize,
});

/** The text, walked once, and only as far as somebody asks. */
class TextIndex {
  readonly #doc: Node;
  readonly #binding: TextBinding;
  /** Where the blocks of the first level begin. */
  readonly #tops = new Map<Node, number>();
  readonly #blocks = new Map<string, Found>();
  readonly #textblocks: Found[] = [];

  constructor(doc: Node, binding: TextBinding) {
    this.#doc = doc;
    this.#binding = binding;
    doc.forEach((node, pos) => this.#tops.set(node, pos));
    doc.descendants((node, pos) => {
      const id: unknown = node.attrs["id"];
      if (typeof id === "string" && !this.#blocks.has(id)) this.#blocks.set(id, { node, pos });
      if (node.isTextblock) this.#textblocks.push({ node, pos });
      return !node.isTextblock;
    });
  }

  block(id: string): Found | undefined {
    return this.#blocks.get(id);
  }

  anchored(anchor: Anchor | null): CommentPlace | null {
    const ends = anchor === null ? null : decoded(anchor);
    if (ends === null) return null;
    const from = this.#positionOf(ends.start);
    const to = this.#positionOf(ends.end);
    if (from === null || to === null || from >= to || to > this.#doc.content.size) return null;
    return { kind: "words", from, to };
  }

  quoted({ blockId, quote }: AnchoredThread, isQuick: boolean): CommentPlace | null {
    if (quote === "") return null;
    const at = this.#textblocks.findIndex(({ node }) => node.attrs["id"] === blockId);
    for (const near of at === -1 ? [] : this.#textblocks.slice(at, at + 2)) {
      const [found] = occurrences(near, quote);
      if (found !== undefined) return found;
    }
    if (isQuick || quote.length < tellingLength) return null;
    const everywhere = this.#textblocks.flatMap((block) => occurrences(block, quote));
    return everywhere.length === 1 ? everywhere[0]! : null;
  }

  #positionOf(relative: Y.RelativePosition): number | null {
    const found = Y.createAbsolutePositionFromRelativePosition(relative, this.#binding.doc);
    if (found === null) return null;
    const { mapping, type: root } = this.#binding;
    let type = found.type as Y.XmlFragment | Y.XmlElement | Y.XmlText;
    let inside: number | null =
      type instanceof Y.XmlText
        ? found.index
        : sizeOf(type.toArray().slice(0, found.index), mapping);
    while (type !== root) {
      if (inside === null || type._item === null || type._item.deleted) return null;
      const parent = type.parent as Y.XmlFragment | Y.XmlElement;
      if (!(type instanceof Y.XmlText)) inside += 1;
      if (parent === root) {
        const top = mapping.get(type);
        const start = Array.isArray(top) || top === undefined ? undefined : this.#tops.get(top);
        return start === undefined ? null : start + inside;
      }
      const before = sizeOf(siblingsBefore(type as Y.XmlElement), mapping);
      if (before === null) return null;
      inside += before;
      type = parent;
    }
    return inside;
  }
}

type Child = Y.XmlElement | Y.XmlText | Y.XmlHook;

function siblingsBefore(type: Y.XmlElement | Y.XmlText): Child[] {
  const siblings: Child[] = [];
  for (let child = type.prevSibling; child !== null; child = (child as Y.XmlElement).prevSibling)
    siblings.push(child);
  return siblings;
}

/** Null where the editor does not show one of them. */
function sizeOf(children: readonly Child[], mapping: TextBinding["mapping"]): number | null {
  let size = 0;
  for (const child of children) {
    if (child instanceof Y.XmlText) size += child.length;
    else {
      const node = mapping.get(child);
      if (node === undefined || Array.isArray(node)) return null;
      size += node.nodeSize;
    }
  }
  return size;
}

interface Ends {
  readonly start: Y.RelativePosition;
  readonly end: Y.RelativePosition;
}

const known = new WeakMap<Anchor, Ends | null>();

/** Null for what is no position. */
function decoded(anchor: Anchor): Ends | null {
  const before = known.get(anchor);
  if (before !== undefined) return before;
  let ends: Ends | null = null;
  try {
    ends = { start: fromBase64(anchor.start), end: fromBase64(anchor.end) };
  } catch {
    // An anchor that does not open is one that finds nothing: the quote is left.
  }
  known.set(anchor, ends);
  return ends;
}

const fromBase64 = (written: string): Y.RelativePosition =>
  Y.decodeRelativePosition(Uint8Array.from(atob(written), (it) => it.charCodeAt(0)));

const toBase64 = (position: Y.RelativePosition): string =>
  btoa(String.fromCharCode(...Y.encodeRelativePosition(position)));

/**
 * The anchor of a stretch of text. Its start goes with the letter after it and its end with the
 * letter before it, so that what is written at its edges stays outside.
 */
export function anchorOf({ doc, type, mapping }: TextBinding, from: number, to: number): Anchor {
  const relative = (pos: number) =>
    absolutePositionToRelativePosition(pos, type, mapping) as Y.RelativePosition;
  const start = relative(from);
  const found = Y.createAbsolutePositionFromRelativePosition(start, doc);
  const isBeforeLetter =
    found !== null && found.type instanceof Y.XmlText && found.index < found.type.length;
  const begin = isBeforeLetter
    ? Y.createRelativePositionFromTypeIndex(found.type, found.index, 0)
    : start;
  return { start: toBase64(begin), end: toBase64(relative(to)) };
}

// --- Quotes ------------------------------------------------------------------------------------

interface PlainText {
  readonly text: string;
  /** Where each UTF-16 unit of it stands within the block. */
  readonly offsets: readonly number[];
}

const plainTexts = new WeakMap<Node, PlainText>();

/** The letters of a block with one space for any white space, and without its notes. */
function plainTextOf(block: Node): PlainText {
  const before = plainTexts.get(block);
  if (before !== undefined) return before;
  let text = "";
  const offsets: number[] = [];
  block.descendants((child, start) => {
    const letters = child.text ?? (child.type.name === "hardBreak" ? " " : "");
    for (let at = 0; at < letters.length; at += 1) {
      const isSpace = /\s/.test(letters[at]!);
      if (isSpace && (text === "" || text.endsWith(" "))) continue;
      text += isSpace ? " " : letters[at]!;
      offsets.push(start + at);
    }
    return child.type.name !== "footnote";
  });
  const plain = { text, offsets };
  plainTexts.set(block, plain);
  return plain;
}

function occurrences({ node, pos }: Found, quote: string): CommentPlace[] {
  const { text, offsets } = plainTextOf(node);
  const places: CommentPlace[] = [];
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
    const from = pos + 1 + offsets[at]!;
    places.push({ kind: "words", from, to: pos + 2 + offsets[at + quote.length - 1]! });
  }
  return places;
}

/** The words between two places, as a quote of at most `length` characters. */
export function quoteOf(
  doc: Node,
  { from, to, length }: { from: number; to: number; length: number },
): string {
  const parts: string[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    const { text, offsets } = plainTextOf(node);
    const isWithin = (offset: number) => pos + 1 + offset >= from && pos + 1 + offset < to;
    const first = offsets.findIndex(isWithin);
    if (first !== -1) parts.push(text.slice(first, offsets.findLastIndex(isWithin) + 1));
    return false;
  });
  const words = parts.join(" ").replace(/\s+/g, " ").trim();
  return [...words].slice(0, length).join("").trim();
}

// --- Suggestions -------------------------------------------------------------------------------

const suggestionMarks = new Set(["insertion", "deletion", "formatting"]);
const suggestionAttributes = ["inserted", "removed", "changed"];

/** The suggestions that are spoken of, each from its first piece to its last. */
function suggestionsIn(
  doc: Node,
  threads: readonly AnchoredThread[],
): ReadonlyMap<string, CommentPlace> {
  const wanted = new Set(
    threads.map(({ suggestionId }) => suggestionId).filter((it) => it !== null),
  );
  const places = new Map<string, CommentPlace>();
  if (wanted.size === 0) return places;
  doc.descendants((node, pos) => {
    for (const id of suggestionIdsOf(node)) {
      if (!wanted.has(id)) continue;
      const before = places.get(id);
      const start = before === undefined || before.kind === "lost" ? pos : before.from;
      const kind = node.isInline || before?.kind === "words" ? "words" : "node";
      places.set(id, { kind, from: start, to: pos + node.nodeSize });
    }
  });
  return places;
}

/** The suggestions in which a node, or a run of text, has a part. */
export function suggestionIdsOf(node: Node): string[] {
  const ids = node.marks
    .filter(({ type }) => suggestionMarks.has(type.name))
    .map(({ attrs }): unknown => attrs["id"]);
  for (const name of suggestionAttributes)
    ids.push((node.attrs[name] as { id?: unknown } | null | undefined)?.id);
  return ids.filter((id) => typeof id === "string");
}
