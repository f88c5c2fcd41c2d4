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
 * Where the text of editions is kept, by one node or several. Every implementation passes
 * `paperStoreContract`.
 */
export interface PaperStore {
  /** The snapshot and what came since. An edition that was never written is empty, not missing. */
  load(editionId: string): Promise<StoredPaper>;
  /**
   * Writes everything, of all rooms, or nothing, but for what it resolves with: the writes (the
   * very objects) that were refused, because a clientID of theirs is bound to somebody else. From
   * the first refused write of an edition on, all later ones of that edition in this batch are
   * refused too, for they may build on it. What was refused must not come again: its room is to be
   * closed and loaded anew, and its people send again what is theirs.
   *
   * A batch whose answer was lost may be appended again; what the log still holds is passed over.
   */
  append(batch: readonly PaperWrite[]): Promise<readonly PaperWrite[]>;
  /**
   * Folds the updates into the snapshot; who deleted what stays known (DeletionRecord). Safe while
   * others append, load or compact, on this node or another; one at a time does the work.
   */
  compact(editionId: string): Promise<void>;
}

/** Every store keeps it, though no room asks: a deletion carries no clientID that would tell. */
export interface DeletionRecord {
  deletions(editionId: string): Promise<Deletions>;
}

/** A stretch of a clientID's units (letters; a block and a mark count as one) that was deleted. */
export interface DeletedRange {
  readonly clientId: number;
  readonly clock: number;
  readonly length: number;
}

/**
 * What each person deleted. Two who delete the same text on two nodes at once have both done it;
 * what was done on nobody's behalf is `serverAuthor`'s.
 */
export type Deletions = ReadonlyMap<string, readonly DeletedRange[]>;

/** The person to whom edits are bound that the server makes on nobody's behalf. */
export const serverAuthor = "istmo:server";
