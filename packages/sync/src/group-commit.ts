/**
 * One append for all rooms.
 *
 *   room                     group commit                       store
 *    |-- add(write) -------->  | gathers                          |
 *    |  <------- mark() -------| "what does this cover?"          |
 *    |                         |-- append(everything gathered) -> |   one at a time
 *    |-- add(write) -------->  | gathers the next batch           |
 *    |                         |  <--------------------- done ----|
 *    |  <------ committed() ---| the room acknowledges            |
 *
 * What the store refused is told first, before anybody hears that something is saved; what waits
 * for the same editions is dropped with it, for it may build on it (R23).
 *
 * When the store fails, the batch goes back to the front and is tried again, together with what
 * came since, after a growing pause and without end: rooms live on, nobody is told "saved".
 */
import * as Y from "yjs";
import type { Cancel, Clock } from "./clock.ts";
import type { PaperStore, PaperWrite } from "./paper-store.ts";

/** A room, as the group commit sees it. */
export interface CommitSource {
  /**
   * Called when a batch takes along everything that the room has added so far. Returns what to
   * call once that is in the database; not called when the append failed.
   */
  mark(): () => void;
}

/** What a room needs of the group commit. */
export interface CommitQueue {
  add(source: CommitSource, write: PaperWrite): void;
}

export interface GroupCommitOptions {
  readonly store: PaperStore;
  readonly clock: Clock;
  /** Told of every failed append; the batch is kept. */
  readonly onFault?: (error: unknown) => void;
  /** Told after every append, before the rooms are: what is stored now, and what never will be. */
  readonly onStored?: (stored: readonly PaperWrite[], refused: readonly PaperWrite[]) => void;
  /** Milliseconds between the starts of two appends, at least; zero when left out. */
  readonly every?: number;
  /** Beyond this many waiting bytes the updates of one person in one edition are merged. */
  readonly mergeBeyondBytes?: number;
}

const firstPause = 100;
const longestPause = 5_000;

/** Merges what each person wrote in each edition; whose it is stays known. */
export function mergeWrites(writes: readonly PaperWrite[]): PaperWrite[] {
  const groups = new Map<string, PaperWrite[]>();
  for (const write of writes) {
    const key = JSON.stringify([write.editionId, write.personId]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [write]);
    else group.push(write);
  }
  return [...groups.values()]
    .map((group) => {
      const [first] = group;
      if (first === undefined || group.length === 1) return group;
      const update = Y.mergeUpdates(group.map((it) => it.update));
      return [{ ...first, update, bindings: group.flatMap((it) => it.bindings) }];
    })
    .flat();
}

/** See the head of this file. */
export class GroupCommit implements CommitQueue {
  readonly #store: PaperStore;
  readonly #clock: Clock;
  readonly #onFault: (error: unknown) => void;
  readonly #onStored: NonNullable<GroupCommitOptions["onStored"]>;
  readonly #mergeBeyond: number;
  readonly #every: number;
  #flushedAt = -Infinity;
  #waiting: PaperWrite[] = [];
  #sources = new Set<CommitSource>();
  #waitingBytes = 0;
  #mergeAt: number;
  #inFlight = 0;
  #failures = 0;
  /** A flush is scheduled or runs. */
  #isBusy = false;
  #cancelRetry: Cancel | null = null;
  #added = 0;
  #committed = 0;
  #settlers: { upTo: number; resolve: () => void }[] = [];

  constructor(options: GroupCommitOptions) {
    const { store, clock, onFault, onStored, every, mergeBeyondBytes } = options;
    this.#every = every ?? 0;
    this.#store = store;
    this.#clock = clock;
    this.#onFault = onFault ?? (() => undefined);
    this.#onStored = onStored ?? (() => undefined);
    this.#mergeBeyond = mergeBeyondBytes ?? 8 * 1024 * 1024;
    this.#mergeAt = this.#mergeBeyond;
  }

  /** Bytes that are applied and relayed but not in the database yet. */
  get pendingBytes(): number {
    return this.#waitingBytes + this.#inFlight;
  }

  /** Appends that failed since the last one that did not. */
  get failures(): number {
    return this.#failures;
  }

  add(source: CommitSource, write: PaperWrite): void {
    this.#added++;
    this.#waiting.push(write);
    this.#waitingBytes += write.update.byteLength;
    this.#sources.add(source);
    if (this.#waitingBytes > this.#mergeAt) this.#mergeWaiting();
    if (!this.#isBusy) this.#scheduleNext();
  }

  /** Resolves when everything added before this call is in the database, however long it takes. */
  settled(): Promise<void> {
    const upTo = this.#added;
    if (this.#committed >= upTo) return Promise.resolve();
    return new Promise((resolve) => this.#settlers.push({ upTo, resolve }));
  }

  /** Tries at once what waits for its next attempt: the database is known to be back, or we stop. */
  hurry(): void {
    if (this.#cancelRetry === null) return;
    this.#cancelRetry();
    this.#schedule(0);
  }

  #scheduleNext(): void {
    this.#schedule(Math.max(0, this.#flushedAt + this.#every - this.#clock.now()));
  }

  #schedule(pause: number): void {
    this.#isBusy = true;
    const cancel = this.#clock.after(pause, () => {
      this.#cancelRetry = null;
      void this.#flush();
    });
    this.#cancelRetry = pause > 0 ? cancel : null;
  }

  async #flush(): Promise<void> {
    this.#flushedAt = this.#clock.now();
    const batch = this.#waiting;
    const sources = this.#sources;
    const upTo = this.#added;
    const bytes = this.#waitingBytes;
    this.#waiting = [];
    this.#sources = new Set();
    this.#inFlight = bytes;
    this.#waitingBytes = 0;
    const marks = [...sources].map((source) => source.mark());
    let refused: readonly PaperWrite[];
    try {
      refused = await this.#store.append(batch);
    } catch (error) {
      this.#waiting = [...batch, ...this.#waiting];
      for (const source of this.#sources) sources.add(source);
      this.#sources = sources;
      this.#waitingBytes += bytes;
      this.#inFlight = 0;
      this.#failures++;
      this.#onFault(error);
      this.#schedule(Math.min(longestPause, firstPause * 2 ** (this.#failures - 1)));
      return;
    }
    this.#inFlight = 0;
    this.#failures = 0;
    this.#mergeAt = this.#mergeBeyond;
    const isRefused = new Set(refused);
    this.#onStored(
      batch.filter((write) => !isRefused.has(write)),
      refused,
    );
    if (refused.length > 0) this.#dropWaiting(new Set(refused.map(({ editionId }) => editionId)));
    this.#committed = this.#waiting.length === 0 ? this.#added : upTo;
    for (const committed of marks) committed();
    this.#settlers = this.#settlers.filter((settler) => {
      if (settler.upTo > this.#committed) return true;
      settler.resolve();
      return false;
    });
    if (this.#waiting.length > 0) this.#scheduleNext();
    else this.#isBusy = false;
  }

  #dropWaiting(editionIds: ReadonlySet<string>): void {
    this.#waiting = this.#waiting.filter(({ editionId }) => !editionIds.has(editionId));
    this.#waitingBytes = this.#waiting.reduce((sum, it) => sum + it.update.byteLength, 0);
  }

  #mergeWaiting(): void {
    this.#waiting = mergeWrites(this.#waiting);
    this.#waitingBytes = this.#waiting.reduce((sum, it) => sum + it.update.byteLength, 0);
    // What is left is content; do not try again before it has doubled.
    this.#mergeAt = Math.max(this.#mergeBeyond, this.#waitingBytes * 2);
  }
}
