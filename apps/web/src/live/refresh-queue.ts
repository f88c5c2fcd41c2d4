/** How long events are gathered before one refetch, in milliseconds. */
export const gatherFor = 150;

/**
 * Gathers what must be refreshed: a key that is asked for many times within 150 ms, or as many as
 * are given, is refreshed once. `stop` drops what is still waiting.
 */
export function createRefreshQueue<Key>(refresh: (key: Key) => void, milliseconds = gatherFor) {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  return {
    add(key: Key): void {
      const name = JSON.stringify(key);
      if (waiting.has(name)) return;
      waiting.set(
        name,
        setTimeout(() => {
          waiting.delete(name);
          refresh(key);
        }, milliseconds),
      );
    },
    stop(): void {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
