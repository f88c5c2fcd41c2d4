/** Stops what was scheduled; harmless when it has already run. */
export type Cancel = () => void;

/** Time as the room sees it, so that tests advance it by hand and nothing here starts a timer. */
export interface Clock {
  /** Milliseconds; only differences matter. */
  now(): number;
  /** Runs `task` once, later, never inside this call. Zero means at the end of this tick. */
  after(milliseconds: number, task: () => void): Cancel;
}
