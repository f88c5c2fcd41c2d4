import type { Clock } from "@istmo/sync";

/** The clock of a running server. Its timers never keep a process alive that wants to end. */
export const realtimeClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, task) {
    if (milliseconds <= 0) {
      const immediate = setImmediate(task);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(task, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
