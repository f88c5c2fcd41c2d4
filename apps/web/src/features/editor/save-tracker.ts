/**
 * Whether what this page wrote is in the database: the pure part, event in, state out.
 *
 * The server acknowledges after each commit with the state vector of what the database holds and
 * the number of this connection's content frames (step 2 and update, empty ones too) that the commit
 * covers. A local change is saved when one of the two proves it:
 *
 * - it travelled in the n-th content frame of this connection and n frames are covered; or
 * - it deletes nothing and the committed state vector reaches its clocks. (A deletion does not move
 *   a state vector, so it needs the count.)
 *
 * A lost connection takes its frame numbers with it: what was not yet acknowledged counts as unsent
 * again, and travels with the next connection's step 2.
 */

/** What one or several local transactions wrote. */
export interface LocalChange {
  /** Yjs client → clock after the change, for the clients that it wrote as. */
  readonly clocks: ReadonlyMap<number, number>;
  readonly hasDeletions: boolean;
}

/** Changes that travel together, and how many they are. */
interface Changes {
  readonly change: LocalChange;
  readonly count: number;
}

interface SentChanges extends Changes {
  readonly frame: number;
}

export interface SaveTracker {
  readonly isConnected: boolean;
  /** Content frames sent on this connection. */
  readonly framesSent: number;
  /** Not in any frame of this connection. */
  readonly unsent: Changes | null;
  /** Sent on this connection and not yet committed. */
  readonly sent: readonly SentChanges[];
}

export type SaveEvent =
  | { readonly type: "connected" }
  | { readonly type: "disconnected" }
  /** A local transaction; `wasSent` when an update frame left with it. */
  | { readonly type: "changed"; readonly change: LocalChange; readonly wasSent: boolean }
  /** An update frame that carries no new local change. */
  | { readonly type: "update_sent" }
  /** The answer to the server's step 1: everything that the room lacks. */
  | { readonly type: "step2_sent" }
  | {
      readonly type: "acknowledged";
      readonly committed: ReadonlyMap<number, number>;
      readonly framesCovered: number;
    };

/**
 * - `saved`: everything of this page is in the database, whether or not it is connected now.
 * - `saving`: sent or about to be, not yet committed.
 * - `offline_unsaved`: only this page has it (and this device, where the paper may be kept there).
 */
export type SaveState = "saved" | "saving" | "offline_unsaved";

export const nothingToSave: SaveTracker = {
  isConnected: false,
  framesSent: 0,
  unsent: null,
  sent: [],
};

/** The tracker after an event. */
export function trackSave(tracker: SaveTracker, event: SaveEvent): SaveTracker {
  switch (event.type) {
    case "connected":
      return { ...forgetFrames(tracker), isConnected: true };
    case "disconnected":
      return { ...forgetFrames(tracker), isConnected: false };
    case "changed": {
      const one = { change: event.change, count: 1 };
      if (!event.wasSent) return { ...tracker, unsent: merge(tracker.unsent, one) };
      const frame = tracker.framesSent + 1;
      return { ...tracker, framesSent: frame, sent: [...tracker.sent, { frame, ...one }] };
    }
    case "update_sent":
      return { ...tracker, framesSent: tracker.framesSent + 1 };
    case "step2_sent": {
      const frame = tracker.framesSent + 1;
      const carried = tracker.unsent === null ? [] : [{ frame, ...tracker.unsent }];
      return { ...tracker, framesSent: frame, unsent: null, sent: [...tracker.sent, ...carried] };
    }
    case "acknowledged": {
      const { committed, framesCovered } = event;
      const isOpen = (change: LocalChange) => !isInVector(change, committed);
      const sent = tracker.sent.filter(
        ({ frame, change }) => frame > framesCovered && isOpen(change),
      );
      const { unsent } = tracker;
      return { ...tracker, sent, unsent: unsent !== null && isOpen(unsent.change) ? unsent : null };
    }
  }
}

/** What the page may claim. */
export function saveStateOf(tracker: SaveTracker): SaveState {
  if (tracker.unsent === null && tracker.sent.length === 0) return "saved";
  return tracker.isConnected ? "saving" : "offline_unsaved";
}

/** How many changes are not known to be in the database. */
export function countUnsaved({ unsent, sent }: SaveTracker): number {
  return sent.reduce((sum, { count }) => sum + count, unsent?.count ?? 0);
}

function forgetFrames(tracker: SaveTracker): SaveTracker {
  const unsent = tracker.sent.reduce<Changes | null>(merge, tracker.unsent);
  return { ...tracker, framesSent: 0, sent: [], unsent };
}

function merge(earlier: Changes | null, { change, count }: Changes): Changes {
  if (earlier === null) return { change, count };
  const clocks = new Map(earlier.change.clocks);
  for (const [client, clock] of change.clocks)
    clocks.set(client, Math.max(clock, clocks.get(client) ?? 0));
  const hasDeletions = earlier.change.hasDeletions || change.hasDeletions;
  return { change: { clocks, hasDeletions }, count: earlier.count + count };
}

function isInVector(change: LocalChange, committed: ReadonlyMap<number, number>): boolean {
  if (change.hasDeletions) return false;
  for (const [client, clock] of change.clocks)
    if ((committed.get(client) ?? 0) < clock) return false;
  return true;
}
