/**
 * The gate before the hashing of passwords. A hash costs a core some 20 ms on purpose, so whoever
 * could start as many as they like could take the machine from everybody else. Here few run at
 * once and few wait; who comes when the queue is full is told at once to come again.
 *
 * Two lanes take turns: browsers that have signed in to the account before, and strangers. So a
 * flood of strangers neither fills the places of those who belong here nor makes them wait long.
 * Within a lane the addresses take turns, and a full lane gives up a place of the address that
 * waits with most, so that one address cannot fill it.
 */
import { AppError } from "../../http/app-error.ts";

export type Lane = "known" | "stranger";

export interface GateSize {
  /** Running at once. */
  readonly atOnce: number;
  /** Waiting in each lane. */
  readonly waiting: number;
  /** Waiting of one address in a lane. */
  readonly waitingOfOne: number;
  /**
   * While others wait, a place rests for this many times as long as its work took, so that a flood
   * leaves the core to everybody else in between. None when left out.
   */
  readonly rest?: number;
}

interface Waiting {
  readonly start: () => void;
  readonly turnAway: (refusal: AppError) => void;
}

/** Seconds after which a place is likely to be free. */
const retryAfter = 5;
// Made once: a flood must not be answered with as many stack traces.
const full = new AppError("too_many_waiting", { retryAfter });
const tooManyOfOne = new AppError("rate_limited", { retryAfter });

/** Who waits in one lane, by address; the addresses stand in the order of their turns. */
class Queue {
  readonly #byKey = new Map<string, Waiting[]>();
  readonly #size: GateSize;
  #count = 0;

  constructor(size: GateSize) {
    this.#size = size;
  }

  get isAwaited(): boolean {
    return this.#count > 0;
  }

  /** Refusals: `rate_limited` for an address with too many waiting, `too_many_waiting` when full. */
  add(key: string, one: Waiting): void {
    const own = this.#byKey.get(key) ?? [];
    if (own.length >= this.#size.waitingOfOne) throw tooManyOfOne;
    if (this.#count >= this.#size.waiting) {
      const [longestKey, longest] = this.#longest();
      if (longest.length <= own.length + 1) throw full;
      longest.pop()?.turnAway(full);
      this.#count -= 1;
      if (longest.length === 0) this.#byKey.delete(longestKey);
    }
    own.push(one);
    this.#byKey.set(key, own);
    this.#count += 1;
  }

  /** The next in turn; its address goes to the end of the line. */
  next(): Waiting | undefined {
    const [first] = this.#byKey;
    if (first === undefined) return undefined;
    const [key, own] = first;
    const one = own.shift();
    this.#byKey.delete(key);
    if (own.length > 0) this.#byKey.set(key, own);
    this.#count -= 1;
    return one;
  }

  #longest(): [string, Waiting[]] {
    let found: [string, Waiting[]] = ["", []];
    for (const entry of this.#byKey) if (entry[1].length > found[1].length) found = entry;
    return found;
  }
}

export class HashingGate {
  readonly #size: GateSize;
  readonly #lanes: Record<Lane, Queue>;
  #turn: Lane = "known";
  #running = 0;

  constructor(size: GateSize) {
    this.#size = size;
    this.#lanes = { known: new Queue(size), stranger: new Queue(size) };
  }

  /** Runs the work when its turn comes. Refusals: `rate_limited`, `too_many_waiting`. */
  async run<Result>(
    who: { readonly key: string; readonly lane: Lane },
    work: () => Promise<Result>,
  ): Promise<Result> {
    if (this.#running < this.#size.atOnce) this.#running += 1;
    else
      await new Promise<void>((start, turnAway) => {
        this.#lanes[who.lane].add(who.key, { start, turnAway });
      });
    const began = performance.now();
    try {
      return await work();
    } finally {
      const rest = (performance.now() - began) * (this.#size.rest ?? 0);
      if (rest > 0 && this.#isAwaited()) setTimeout(() => this.#passOn(), rest);
      else this.#passOn();
    }
  }

  #isAwaited(): boolean {
    return this.#lanes.known.isAwaited || this.#lanes.stranger.isAwaited;
  }

  /** Gives the place of who has finished to the next; the lanes take turns. */
  #passOn(): void {
    const other: Lane = this.#turn === "known" ? "stranger" : "known";
    const next = this.#lanes[this.#turn].next() ?? this.#lanes[other].next();
    this.#turn = other;
    if (next === undefined) this.#running -= 1;
    else next.start();
  }
}
