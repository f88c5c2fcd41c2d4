/** Which block keeps its id when somebody has split, joined, pasted or moved something. */
import type { Node } from "@tiptap/pm/model";
import type { EditorState, Transaction } from "@tiptap/pm/state";
import type { Mappable, StepMap } from "@tiptap/pm/transform";
import { idPrefixes } from "@istmo/paper-schema";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new block id: "b" and 11 characters of 5 random bits. */
export function newBlockId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(11));
  return `b${Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("")}`;
}

/** Something that has an id, and where it is in its top-level block. */
interface Place {
  readonly node: Node;
  readonly offset: number;
  readonly id: string | null;
}
interface Block {
  readonly node: Node;
  readonly pos: number;
  readonly id: string | null;
}

const known = new WeakMap<Node, readonly Place[]>();

/** What has an id in a top-level block, itself included. Found once: nodes never change. */
function placesIn(block: Node): readonly Place[] {
  const before = known.get(block);
  if (before !== undefined) return before;
  const places: Place[] = [];
  const add = (node: Node, offset: number) => {
    if (!idPrefixes.has(node.type.name)) return;
    const id: unknown = node.attrs["id"];
    places.push({ node, offset, id: typeof id === "string" ? id : null });
  };
  add(block, 0);
  block.descendants((node, pos) => {
    if (!node.isText) add(node, pos + 1);
  });
  known.set(block, places);
  return places;
}

/** The top-level blocks from one index to another, with the position before the first. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly start: number;
}

/** The top-level blocks of either text that the other does not have. */
function changedRanges(before: Node, after: Node): { old: Range; now: Range } {
  const [old, now] = [before.children, after.children];
  let from = 0;
  let start = 0;
  while (from < old.length && from < now.length && old[from] === now[from]) {
    start += old[from]!.nodeSize;
    from += 1;
  }
  let end = 0;
  const most = Math.min(old.length, now.length) - from;
  while (end < most && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return {
    old: { from, to: old.length - end, start },
    now: { from, to: now.length - end, start },
  };
}

function blocksIn(doc: Node, { from, to, start }: Range): Block[] {
  const blocks: Block[] = [];
  let pos = start;
  for (const block of doc.children.slice(from, to)) {
    for (const { node, offset, id } of placesIn(block))
      blocks.push({ node, pos: pos + offset, id });
    pos += block.nodeSize;
  }
  return blocks;
}

/** Whether a text has a block without an id or two with the same. */
export function hasBrokenIds(doc: Node): boolean {
  const seen = new Set<string>();
  return doc.children.some((block) =>
    placesIn(block).some(({ id }) => {
      if (id === null || seen.has(id)) return true;
      seen.add(id);
      return false;
    }),
  );
}

/**
 * The transaction that gives each block that has none, or one that another has, an id of its own;
 * null when all is well. **An id stays with its text:** of the blocks into which one was parted, the
 * one that has most of its text keeps the id, and of the blocks that were joined, the one that gave
 * most; among equals the first. A heading's id opens a section and stays with a heading as long as
 * any of it is one.
 *
 * Typing costs a comparison of the top-level blocks by identity, and of the ids in the one that
 * changed.
 */
export function mendBlockIds(
  transactions: readonly Transaction[],
  before: EditorState,
  after: EditorState,
): Transaction | null {
  const { old, now } = changedRanges(before.doc, after.doc);
  const oldBlocks = blocksIn(before.doc, old);
  const nowBlocks = blocksIn(after.doc, now);
  if (hasSameIds(oldBlocks, nowBlocks)) return null;

  const heirs = heirsOf(oldBlocks, nowBlocks, transactions);
  const claimed = new Set(heirs.values());
  const taken = new Set(heirs.values());
  const { children } = after.doc;
  for (const block of [...children.slice(0, now.from), ...children.slice(now.to)])
    for (const { id } of placesIn(block)) if (id !== null) taken.add(id);

  const { tr } = after;
  for (const block of nowBlocks) {
    const { node, pos, id } = block;
    const heired = heirs.get(block);
    let next = heired ?? id;
    if (heired === undefined) {
      if (next === null || taken.has(next) || claimed.has(next))
        next = `${idPrefixes.get(node.type.name) ?? ""}${newBlockId()}`;
      taken.add(next);
    }
    if (next !== id) tr.setNodeAttribute(pos, "id", next);
  }
  return tr.docChanged ? tr : null;
}

/** The usual case: the blocks are those that were there. */
function hasSameIds(old: readonly Block[], now: readonly Block[]): boolean {
  if (old.length !== now.length) return false;
  const ids = new Set<string | null>(old.map(({ id }) => id));
  ids.delete(null);
  return ids.size === now.length && now.every(({ id }) => ids.delete(id));
}

/** A stretch of the old text that is still there, and where it is now. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

interface Claim {
  readonly id: string;
  readonly block: Block;
  readonly size: number;
  readonly isOwn: boolean;
  readonly isSameKind: boolean;
  readonly order: number;
}

/** By the blocks of now, the ids that their text had before. */
function heirsOf(
  old: readonly Block[],
  now: readonly Block[],
  transactions: readonly Transaction[],
): Map<Block, string> {
  const texts = old.filter(({ node, id }) => id !== null && node.isTextblock && node.content.size);
  const [first, last] = [texts[0], texts.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const stretches = stretchesOf(
    { from: first.pos, to: last.pos + last.node.nodeSize },
    transactions.flatMap(({ mapping }) => [...mapping.maps]),
  );
  const heirs = now.filter(({ node }) => node.isTextblock && node.content.size > 0);
  const claims: Claim[] = [];
  for (const { node, pos, id } of texts) {
    const sizes = new Map<Block, number>();
    for (const stretch of stretches) {
      const from = Math.max(stretch.from, pos + 1);
      const to = Math.min(stretch.to, pos + 1 + node.content.size);
      if (from >= to) continue;
      const start = stretch.now + from - stretch.from;
      for (const block of heirs) {
        const shared =
          Math.min(start + to - from, block.pos + 1 + block.node.content.size) -
          Math.max(start, block.pos + 1);
        if (shared > 0) sizes.set(block, (sizes.get(block) ?? 0) + shared);
      }
    }
    for (const [block, size] of sizes)
      claims.push({
        id: id!,
        block,
        size,
        isOwn: block.id === id,
        isSameKind: block.node.type === node.type,
        order: block.pos,
      });
  }
  claims.sort(
    (a, b) =>
      Number(b.isSameKind) - Number(a.isSameKind) ||
      b.size - a.size ||
      Number(b.isOwn) - Number(a.isOwn) ||
      a.order - b.order,
  );
  const given = new Map<Block, string>();
  const gone = new Set<string>();
  for (const { id, block } of claims) {
    if (given.has(block) || gone.has(id)) continue;
    given.set(block, id);
    gone.add(id);
  }
  return given;
}

/** More than this is not worth the time: then ids stay where the edits have left them. */
const mostWork = 500_000;

function stretchesOf(
  { from, to }: { from: number; to: number },
  maps: readonly (StepMap | Mappable)[],
): Stretch[] {
  let stretches: Stretch[] = [{ from, to, now: from }];
  for (const map of maps) {
    if (stretches.length * maps.length > mostWork) return [];
    const cuts: { start: number; end: number; by: number }[] = [];
    (map as StepMap).forEach((start, end, newStart, newEnd) =>
      cuts.push({ start, end, by: newEnd - newStart - (end - start) }),
    );
    if (cuts.length > 0) stretches = stretches.flatMap((stretch) => cut(stretch, cuts));
  }
  return stretches;
}

function cut(
  stretch: Stretch,
  cuts: readonly { readonly start: number; readonly end: number; readonly by: number }[],
): Stretch[] {
  const parts: Stretch[] = [];
  const end = stretch.now + (stretch.to - stretch.from);
  let at = stretch.now;
  let shift = 0;
  const add = (until: number) => {
    if (until <= at) return;
    const from = stretch.from + (at - stretch.now);
    parts.push({ from, to: from + until - at, now: at + shift });
  };
  for (const { start, end: cutEnd, by } of cuts) {
    if (start >= end) break;
    add(Math.min(start, end));
    at = Math.max(at, cutEnd);
    shift += by;
  }
  add(end);
  return parts;
}
