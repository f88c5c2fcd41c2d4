/** A Yjs clientID and the person who first used it in an edition. */
export interface ClientBinding {
  readonly clientId: number;
  readonly personId: string;
}

/** One update on its way to the database. */
export interface PaperWrite {
  readonly editionId: string;
  /** Who sent it; null for an edit that the server made on nobody's behalf. */
  readonly personId: string | null;
  readonly update: Uint8Array;
  /** ClientIDs that this update uses for the first time. */
  readonly bindings: readonly ClientBinding[];
}

/** What the database holds of an edition. */
export interface StoredPaper {
  /** The snapshot, if there is one, and the updates since; in any order they make the document. */
  readonly state: readonly Uint8Array[];
  readonly bindings: ReadonlyMap<number, string>;
}

/**
 * Where the text of editions is kept. Every implementation passes `paperStoreContract`.
 * Updates may be stored twice (an append whose answer was lost is repeated): Yjs ignores the second.
 */
export interface PaperStore {
  /** An edition that was never written is empty, not missing. */
  load(editionId: string): Promise<StoredPaper>;
  /** Writes everything, of all rooms, or nothing. A clientID that is bound stays as it is. */
  append(batch: readonly PaperWrite[]): Promise<void>;
  /** Folds the updates into the snapshot. Safe while others append, load or compact. */
  compact(editionId: string): Promise<void>;
}

/** The person to whom edits are bound that the server makes on nobody's behalf. */
export const serverAuthor = "istmo:server";
