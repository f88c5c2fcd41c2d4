/**
 * Works out anew what is derived from texts when one of them has been written on, such as where a
 * translation stands.
 *
 *   room -> store: append    the edit is in the database
 *   store -> watch: touched  within a moment what it concerns is worked out
 *   watch -> event log       only where something stands otherwise than before
 *
 * Reading a text costs more the longer it is, so the pause grows with what the last round cost: a
 * watch takes a twentieth of one core at most, however much is written.
 */
import type { PaperStore } from "@istmo/sync";

/** Milliseconds from the first edit to the first look. */
const shortestPause = 700;
/** A round that cost 100 ms is followed by a pause of two seconds. */
const pausePerCost = 20;
const longestPause = 30_000;

export interface TextWatchNeeds {
  /** What an edit of this edition may have made old, by its ids. */
  readonly concerned: (editionId: string) => Promise<readonly string[]>;
  /** Works one of them out. */
  readonly settle: (id: string) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

export class TextWatch {
  readonly #needs: TextWatchNeeds;
  readonly #touched = new Set<string>();
  readonly #due = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> | null = null;
  #pause = shortestPause;
  #isStopped = false;

  constructor(needs: TextWatchNeeds) {
    this.#needs = needs;
  }

  /** An edition's text has been written on. */
  touched(editionId: string): void {
    this.#touched.add(editionId);
    this.#lookSoon();
  }

  /** These are to be worked out whatever has been written. */
  due(ids: readonly string[]): void {
    for (const id of ids) this.#due.add(id);
    if (ids.length > 0) this.#lookSoon();
  }

  /** Resolves when a round that is under way has ended; what waits is found at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#round;
  }

  #lookSoon(): void {
    if (this.#isStopped || this.#timer !== null || this.#round !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#round = this.#look().finally(() => {
        this.#round = null;
        if (this.#touched.size + this.#due.size > 0) this.#lookSoon();
      });
    }, this.#pause).unref();
  }

  async #look(): Promise<void> {
    const began = performance.now();
    const touched = [...this.#touched];
    const due = new Set(this.#due);
    this.#touched.clear();
    this.#due.clear();
    try {
      for (const editionId of touched)
        for (const id of await this.#needs.concerned(editionId)) due.add(id);
    } catch (error) {
      this.#needs.onFault(error);
    }
    for (const id of due) {
      if (this.#isStopped) return;
      try {
        await this.#needs.settle(id);
      } catch (error) {
        this.#needs.onFault(error);
      }
    }
    const cost = performance.now() - began;
    this.#pause = Math.min(longestPause, Math.max(shortestPause, cost * pausePerCost));
  }
}

/** The store, which also tells which editions an append has written to, and by whom. */
export function tellAppends(
  store: PaperStore,
  tell: (editionId: string, personIds: readonly string[]) => void,
): PaperStore {
  return {
    load: (editionId) => store.load(editionId),
    compact: (editionId) => store.compact(editionId),
    async append(batch) {
      const refused = await store.append(batch);
      const writers = new Map<string, Set<string>>();
      for (const { editionId, personId } of batch) {
        const people = writers.get(editionId) ?? new Set();
        writers.set(editionId, personId === null ? people : people.add(personId));
      }
      for (const [editionId, people] of writers) tell(editionId, [...people]);
      return refused;
    },
  };
}
