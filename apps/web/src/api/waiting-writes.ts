/**
 * Writes that a person has made while no answer came: they wait here and are sent again until one
 * comes, each under the idempotency key of its first try, so that it is done once. They are kept on
 * the device as well (`kept-writes.ts`); the page asks before it is left while any waits.
 */
import { api, newIdempotencyKey } from "./client.ts";
import type { KeptWrite, KeptWrites, Write } from "./kept-writes.ts";
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

let device: KeptWrites | null = null;

/** Where waiting writes are kept while the person is signed in; null: nowhere. */
export function keepWaitingWrites(kept: KeptWrites | null): void {
  device = kept;
}

/** A write before it is sent, with the key that it will be sent under. */
export const newWrite = (write: Write): KeptWrite => ({
  ...write,
  key: newIdempotencyKey(),
  at: Date.now(),
});

/** Keeps a write that cannot be sent yet because another of the same item is still on its way. */
export const keepBehind = (write: KeptWrite): void => device?.put(write);

/** Sends a write until an answer comes; rejects with a refusal as the write itself does. */
export async function sendThrough<Answer>(write: KeptWrite): Promise<Answer> {
  const { method, path, body, key } = write;
  const kept = device;
  let pause = shortestPause;
  let isWaiting = false;
  // Who has to sign in first has not been refused: it is sent when they have.
  let isAnswered = true;
  try {
    for (;;) {
      try {
        return await api[method]<Answer>(path, body, key);
      } catch (error) {
        isAnswered = !isProblem(error, "not_signed_in");
        if (!isProblem(error, "offline")) throw error;
      }
      if (!isWaiting) {
        add(1);
        kept?.put(write);
      }
      isWaiting = true;
      await lineMayBeBack(pause);
      pause = Math.min(longestPause, pause * 2);
    }
  } finally {
    if (isWaiting) add(-1);
    if (isAnswered) kept?.remove(key);
  }
}

/**
 * Sends what an earlier visit left, one after the other, each under its first key, and tells of each
 * why it was refused, or null. A later change of an item is based on what the earlier one made of it.
 */
export async function sendKept(kept: KeptWrites, onEnd: (refusal: unknown) => void): Promise<void> {
  const versions = new Map<string, number>();
  for (const write of await kept.load()) {
    const item = write.path.split("/").slice(0, 3).join("/");
    const version = Math.max(write.body.version, versions.get(item) ?? 0);
    try {
      const answer = await sendThrough<{ version: number }>({
        ...write,
        body: { ...write.body, version },
      });
      versions.set(item, answer.version);
      onEnd(null);
    } catch (error) {
      if (isProblem(error, "not_signed_in")) return;
      onEnd(error);
    }
  }
}
