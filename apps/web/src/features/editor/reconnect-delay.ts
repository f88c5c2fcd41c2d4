/** How long a page waits before it connects again. */
import { collabClose } from "@istmo/contracts";

/** The line was given up for a better one. */
export const betterLineCode = 4000;

/** Milliseconds: a line that lasted so long was no failed attempt. */
export const steadyAfter = 10_000;

const shortest = 500;
const longest = 8_000;

/**
 * Milliseconds until the next attempt. A single line that broke is back almost at once. When the
 * server went away it went away for everybody, so people come back spread over the time that they
 * wait; the spread grows with the attempts and is bounded.
 */
export function reconnectDelay(
  attempt: number,
  { code, random }: { readonly code: number; readonly random: () => number },
): number {
  if (code === betterLineCode) return 0;
  if (code === collabClose.overloaded) return spread(2_000, longest, random);
  if (attempt > 0) {
    const middle = Math.min(longest, shortest * 2 ** Math.min(attempt, 10));
    return spread(middle / 2, middle, random);
  }
  return code === collabClose.shuttingDown
    ? spread(200, 2_500, random)
    : spread(100, shortest, random);
}

function spread(from: number, to: number, random: () => number): number {
  return from + (to - from) * random();
}
