import * as Y from "yjs";

/** Yjs sorts its readers anew for every stretch that it takes from one, so many at once are dear. */
const mostAtOnce = 32;

/** Any number of updates as one, in time that grows with their length and hardly more. */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  let level = updates;
  while (level.length > 1) {
    const merged: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += mostAtOnce) {
      merged.push(Y.mergeUpdates(level.slice(i, i + mostAtOnce)));
    }
    level = merged;
  }
  return level[0] ?? Uint8Array.of(0, 0);
}
