/** The part of the time that sending may take. */
const share = 1 / 5;
/** Milliseconds of sending that a quiet room may do at once; about what a burst of keys costs. */
const mostSaved = 5;
/** Milliseconds; beyond that people notice that something was gathered. */
const longestWait = 25;

/** Follows what is measured, but not the one time that the machine was busy with something else. */
function smoothed(before: number, measured: number): number {
  return before === 0 ? measured : before + (Math.min(measured, before * 3) - before) / 4;
}

/**
 * How long a room gathers before it sends.
 *
 * A frame to everybody takes its time, more the more people there are and the busier the machine
 * is. As long as sending takes less than its share of the time nothing waits at all; a room in which
 * it would take more gathers more into each frame instead of falling behind.
 */
export class SendingPace {
  #saved = mostSaved;
  #savedAt = -Infinity;
  /** Milliseconds that a frame takes to go out to all, of late. */
  #cost = 0;

  /** Milliseconds until the next frame may leave. */
  wait(now: number): number {
    this.#save(now);
    return this.#saved >= 0 ? 0 : -this.#saved / share;
  }

  /** A frame has left, and took so long. */
  spend(took: number, now: number): void {
    this.#save(now);
    this.#cost = smoothed(this.#cost, took);
    this.#saved = Math.max(this.#saved - this.#cost, -longestWait * share);
  }

  #save(now: number): void {
    this.#saved = Math.min(mostSaved, this.#saved + (now - this.#savedAt) * share);
    this.#savedAt = now;
  }
}
