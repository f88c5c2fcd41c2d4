import type { Clock } from "./clock.ts";

/**
 * How many tokens a connection may still spend. It holds ten seconds' worth, so that a burst (a
 * paste, a reconnect) passes and a flood does not.
 */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #capacity: number;
  #tokens: number;
  #filledAt: number;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#capacity = perSecond * 10;
    this.#tokens = this.#capacity;
    this.#filledAt = clock.now();
  }

  /** Spends `tokens`; false, spending none, when they are not there. */
  take(tokens: number): boolean {
    const now = this.#clock.now();
    const gained = ((now - this.#filledAt) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#capacity, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < tokens) return false;
    this.#tokens -= tokens;
    return true;
  }
}
