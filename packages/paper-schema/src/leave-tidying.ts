import type * as Y from "yjs";

/**
 * Leaves the ends of marks that others' edits leave over to the room, which clears them away once
 * for all. Gives the way to stop.
 *
 * Yjs clears them away in every replica, and by how the edits came together: two in one frame are
 * not looked at as the same two one by one. From a page that may not write nobody hears of it. The
 * end that is missing there may be the one that keeps a mark from running on, as soon as somebody's
 * earlier words arrive: that page would show words as struck that nobody has struck.
 */
export function leaveTidyingToRoom(doc: Y.Doc): () => void {
  const leave = (transaction: Y.Transaction): void => {
    if (!transaction.local) transaction._needFormattingCleanup = false;
  };
  doc.on("afterTransaction", leave);
  return () => doc.off("afterTransaction", leave);
}
