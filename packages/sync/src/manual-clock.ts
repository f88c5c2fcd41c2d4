import type { Cancel, Clock } from "./clock.ts";

interface Alarm {
  due: number;
  order: number;
  task: () => void;
}

/** A clock that stands still until it is told to move; for tests. */
export class ManualClock implements Clock {
  #now = 0;
  #order = 0;
  #alarms: Alarm[] = [];

  now(): number {
    return this.#now;
  }

  /** How many tasks wait for their time. */
  get waiting(): number {
    return this.#alarms.length;
  }

  after(milliseconds: number, task: () => void): Cancel {
    const alarm: Alarm = { due: this.#now + milliseconds, order: this.#order++, task };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((it) => it !== alarm);
    };
  }

  /** Moves on and runs what falls due on the way, in order; with zero, the end of this tick. */
  advance(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (;;) {
      const next = this.#alarms
        .filter(({ due }) => due <= until)
        .sort((a, b) => a.due - b.due || a.order - b.order)[0];
      if (next === undefined) break;
      this.#alarms = this.#alarms.filter((it) => it !== next);
      this.#now = Math.max(this.#now, next.due);
      next.task();
    }
    this.#now = Math.max(this.#now, until);
  }

  /**
   * As `advance`, giving promises their turn between the steps: for code that awaits a store.
   * A promise that hangs on real input is not waited for.
   */
  async settle(milliseconds = 0): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
      this.advance(turn === 0 ? milliseconds : 0);
      for (let i = 0; i < 10; i++) await Promise.resolve();
    }
  }
}
