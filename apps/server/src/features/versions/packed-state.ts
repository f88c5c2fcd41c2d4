/**
 * The Yjs state as versions keep it: whole in the first of a chain; afterwards an update with what
 * was written since the version before and what was taken out since. A Yjs update names all that was
 * ever taken out, which in a long-lived text is most of it, so that part is cut to what is new.
 */
import * as Y from "yjs";

type DeleteSet = ReturnType<typeof Y.createDeleteSet>;
type Range = DeleteSet["clients"] extends Map<number, (infer Item)[]> ? Item : never;

/** What has come to a state since another: which clientIDs have written, and what went. */
export interface StateChange {
  readonly writers: readonly number[];
  readonly deleted: DeleteSet;
  /** Follows on the state before; null where that holds what this one lacks. */
  readonly delta: Uint8Array | null;
}

/** What has come to `before` to make it `after`. */
export function stateChange(before: Uint8Array, after: Uint8Array): StateChange {
  const vector = Y.encodeStateVectorFromUpdate(before);
  const known = Y.decodeStateVector(vector);
  const now = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(after));
  const written = Y.diffUpdate(after, vector);
  const all = Y.decodeUpdate(written).ds;
  const deleted = subtract(all, Y.decodeUpdate(before).ds);
  const isForward = [...known].every(([client, clock]) => clock <= (now.get(client) ?? 0));
  return {
    writers: [...now].flatMap(([client, clock]) =>
      clock > (known.get(client) ?? 0) ? [client] : [],
    ),
    deleted,
    delta: isForward ? replaceDeletions(written, all, deleted) : null,
  };
}

/** The state at the end of a chain of unpacked columns. */
export function readState(chain: readonly Uint8Array[]): Uint8Array {
  return chain.length > 1 ? Y.mergeUpdates([...chain]) : (chain[0] ?? nothing);
}

/** An update of nothing: no struct, nothing deleted. */
export const nothing = new Uint8Array([0, 0]);

/** Whether any of the ranges is among what was deleted. */
export function touches(
  deleted: DeleteSet,
  ranges: readonly {
    readonly clientId: number;
    readonly clock: number;
    readonly length: number;
  }[],
): boolean {
  return ranges.some(({ clientId, clock, length }) =>
    deleted.clients
      .get(clientId)
      ?.some((it) => it.clock < clock + length && clock < it.clock + it.len),
  );
}

function subtract(all: DeleteSet, known: DeleteSet): DeleteSet {
  const left = Y.createDeleteSet();
  for (const [client, ranges] of all.clients) {
    const kept = withoutKnown(ranges, merged(known.clients.get(client) ?? []));
    if (kept.length > 0) left.clients.set(client, kept);
  }
  return left;
}

/** In order, and what touches joined. */
function merged(ranges: readonly Range[]): { from: number; to: number }[] {
  const joined: { from: number; to: number }[] = [];
  for (const { clock, len } of [...ranges].sort((a, b) => a.clock - b.clock)) {
    const last = joined.at(-1);
    if (last !== undefined && clock <= last.to) last.to = Math.max(last.to, clock + len);
    else joined.push({ from: clock, to: clock + len });
  }
  return joined;
}

function withoutKnown(
  ranges: readonly Range[],
  known: readonly { readonly from: number; readonly to: number }[],
): Range[] {
  const kept: Range[] = [];
  let next = 0;
  for (const { from, to } of merged(ranges)) {
    let at = from;
    while (next < known.length && (known[next]?.to ?? 0) <= from) next += 1;
    for (let index = next; index < known.length; index += 1) {
      const range = known[index];
      if (range === undefined || range.from >= to) break;
      if (range.from > at) kept.push({ clock: at, len: range.from - at });
      at = Math.max(at, range.to);
    }
    if (at < to) kept.push({ clock: at, len: to - at });
  }
  return kept;
}

/** An update ends with what it deletes, in the form that a snapshot begins with. */
function replaceDeletions(update: Uint8Array, all: DeleteSet, left: DeleteSet): Uint8Array {
  const tail = encodeDeletions(all);
  const at = update.byteLength - tail.byteLength;
  const isTail = at >= 0 && tail.every((byte, index) => update[at + index] === byte);
  // Laid out otherwise than this Yjs writes it: whole is right too, only longer.
  if (!isTail) return update;
  return Buffer.concat([update.subarray(0, at), encodeDeletions(left)]);
}

function encodeDeletions(deletions: DeleteSet): Uint8Array {
  const snapshot = Y.encodeSnapshot(Y.createSnapshot(deletions, new Map()));
  // The empty state vector behind it is one zero.
  return snapshot.subarray(0, -1);
}
