/**
 * Writes that a person has made while no answer came: they wait here and are sent again until one
 * comes, each under the idempotency key of its first try, so that it is done once. The page asks
 * before it is left while any waits.
 */
import { newIdempotencyKey } from "./client.ts";
import { isProblem } from "./problem.ts";

/** Milliseconds between two tries while the browser does not say that the line is back. */
const shortestPause = 2_000;
const longestPause = 30_000;

let count = 0;
const listeners = new Set<() => void>();

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function add(more: 1 | -1): void {
  count += more;
  if (count === 0) window.removeEventListener("beforeunload", ask);
  else window.addEventListener("beforeunload", ask);
  for (const listener of listeners) listener();
}

/** How many wait, for whoever shows it. */
export const waitingWrites = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  current: (): number => count,
};

/** Resolves when the browser says that the line is back, or after the pause. */
function lineMayBeBack(pause: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, pause);
    window.addEventListener("online", done);
  });
}

/** Sends a write until an answer comes; rejects with a refusal as the write itself does. */
export async function sendThrough<Answer>(
  send: (idempotencyKey: string) => Promise<Answer>,
): Promise<Answer> {
  const key = newIdempotencyKey();
  let pause = shortestPause;
  let isWaiting = false;
  try {
    for (;;) {
      try {
        return await send(key);
      } catch (error) {
        if (!isProblem(error, "offline")) throw error;
      }
      if (!isWaiting) add(1);
      isWaiting = true;
      await lineMayBeBack(pause);
      pause = Math.min(longestPause, pause * 2);
    }
  } finally {
    if (isWaiting) add(-1);
  }
}
