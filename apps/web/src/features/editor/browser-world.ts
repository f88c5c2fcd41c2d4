/** The browser that the page is in, as lines need it. */
import type { LineSocket, LineWorld } from "./line-socket.ts";

export function browserWorld(): LineWorld {
  return {
    fetch: (url, request) => fetch(url, request),
    openWebSocket: (url) => new WebSocket(url) as unknown as LineSocket,
    now: () => performance.now(),
    after(milliseconds, task) {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    isVisible: () => document.visibilityState === "visible",
    storage: tabStorage(),
  };
}

function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null; // Storage is closed to us.
  }
}
