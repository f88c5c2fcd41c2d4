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
 * When the store fails, what it did not take goes back to the front and is tried again, together
 * with what came since, after a growing pause and without end: rooms live on, nobody is told
 * "saved". Beyond a bound of waiting bytes the rooms take nothing more (R21).
 */
import type { Cancel, Clock } from "./clock.ts";
import { mergeUpdates } from "./merge-updates.ts";
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
  /** So much waits for the database that nothing more may be added. */
  readonly isFull: boolean;
  add(source: CommitSource, write: PaperWrite): void;
}

export interface GroupCommitOptions {
  readonly store: PaperStore;
  readonly clock: Clock;
  /** Told of every failed append; the batch is kept. */
  readonly onFault?: (error: unknown) => void;
  /** Told after every append, before the rooms are: what is stored now, and what never will be. */
  readonly onStored?: (stored: readonly PaperWrite[], refused: readonly PaperWrite[]) => void;
  /**
   * Milliseconds between the starts of two appends, at least; zero when left out. It becomes more
   * when appends take long, but never more than 50: nobody sees "saved" come so much later.
   */
  readonly every?: number;
  /** Beyond this many waiting bytes the updates of one person in one edition are merged. */
  readonly mergeBeyondBytes?: number;
  /** Beyond this many waiting bytes nothing more is taken. */
  readonly fullBeyondBytes?: number;
}

const firstPause = 100;
const longestPause = 5_000;
/** An append may take one part in so many of the time, until the distance is at its longest. */
const restAfterAppend = 10;
const longestDistance = 50;
/** Bytes of one append, unless a single write is longer: a backlog must not outlast a timeout. */
const mostBytesAtOnce = 4 * 1024 * 1024;
/** What a write costs besides its update: the objects here, a row there. */
const bytesBesides = 256;

function weigh(writes: readonly PaperWrite[]): number {
  return writes.reduce((sum, { update }) => sum + update.byteLength + bytesBesides, 0);
}

/** As many from the front as one append should hold, and at least one. */
function portionOf(writes: readonly PaperWrite[]): readonly PaperWrite[] {
  let bytes = 0;
  const end = writes.findIndex((write, i) => {
    bytes += weigh([write]);
    return i > 0 && bytes > mostBytesAtOnce;
  });
  return end === -1 ? writes : writes.slice(0, end);
}

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
      const update = mergeUpdates(group.map((it) => it.update));
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
  readonly #fullBeyond: number;
  readonly #every: number;
  #flushedAt = -Infinity;
  /** Milliseconds that the last append took. */
  #tookLast = 0;
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
    const { store, clock, onFault, onStored, every, mergeBeyondBytes, fullBeyondBytes } = options;
    this.#every = every ?? 0;
    this.#store = store;
    this.#clock = clock;
    this.#onFault = onFault ?? (() => undefined);
    this.#onStored = onStored ?? (() => undefined);
    this.#mergeBeyond = mergeBeyondBytes ?? 8 * 1024 * 1024;
    this.#fullBeyond = fullBeyondBytes ?? 64 * 1024 * 1024;
    this.#mergeAt = this.#mergeBeyond;
  }

  /** Bytes that are applied and relayed but not in the database yet, and what keeping them costs. */
  get pendingBytes(): number {
    return this.#waitingBytes + this.#inFlight;
  }

  get isFull(): boolean {
    return this.pendingBytes > this.#fullBeyond;
  }

  /** Appends that failed since the last one that did not. */
  get failures(): number {
    return this.#failures;
  }

  add(source: CommitSource, write: PaperWrite): void {
    this.#added++;
    this.#waiting.push(write);
    this.#waitingBytes += weigh([write]);
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
    const byDuration = Math.min(longestDistance, this.#tookLast * restAfterAppend);
    const distance = Math.max(this.#every, byDuration);
    this.#schedule(Math.max(0, this.#flushedAt + distance - this.#clock.now()));
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
    this.#inFlight = this.#waitingBytes;
    this.#waiting = [];
    this.#sources = new Set();
    this.#waitingBytes = 0;
    const marks = [...sources].map((source) => source.mark());
    const failure = await this.#append(batch);
    this.#inFlight = 0;
    if (failure !== null) {
      this.#waiting = [...failure.rest, ...this.#waiting];
      this.#waitingBytes = weigh(this.#waiting);
      if (this.#waitingBytes > this.#mergeAt) this.#mergeWaiting();
      for (const source of this.#sources) sources.add(source);
      this.#sources = sources;
      this.#failures++;
      this.#onFault(failure.error);
      this.#schedule(Math.min(longestPause, firstPause * 2 ** (this.#failures - 1)));
      return;
    }
    this.#failures = 0;
    this.#mergeAt = this.#mergeBeyond;
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

  /** Writes portion by portion. Null when all is written or refused, else what is left, and why. */
  async #append(
    batch: readonly PaperWrite[],
  ): Promise<{ rest: readonly PaperWrite[]; error: unknown } | null> {
    let rest = batch;
    while (rest.length > 0) {
      const portion = portionOf(rest);
      const startedAt = this.#clock.now();
      let refused: ReadonlySet<PaperWrite>;
      try {
        refused = new Set(await this.#store.append(portion));
      } catch (error) {
        return { rest, error };
      }
      this.#tookLast = this.#clock.now() - startedAt;
      const stored = portion.filter((write) => !refused.has(write));
      rest = rest.slice(portion.length);
      this.#onStored(stored, [...refused]);
      if (refused.size === 0) continue;
      const editions = new Set([...refused].map(({ editionId }) => editionId));
      rest = rest.filter(({ editionId }) => !editions.has(editionId));
      this.#dropWaiting(editions);
    }
    return null;
  }

  #dropWaiting(editionIds: ReadonlySet<string>): void {
    this.#waiting = this.#waiting.filter(({ editionId }) => !editionIds.has(editionId));
    this.#waitingBytes = weigh(this.#waiting);
  }

  #mergeWaiting(): void {
    this.#waiting = mergeWrites(this.#waiting);
    this.#waitingBytes = weigh(this.#waiting);
    // What is left is content; do not try again before it has doubled.
    this.#mergeAt = Math.max(this.#mergeBeyond, this.#waitingBytes * 2);
  }
}
