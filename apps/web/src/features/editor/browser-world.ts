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
    isVisible,
    whenVisible(task) {
      const stop = () => document.removeEventListener("visibilitychange", look);
      function look() {
        if (!isVisible()) return;
        stop();
        task();
      }
      document.addEventListener("visibilitychange", look);
      return stop;
    },
    storage: tabStorage(),
  };
}

const isVisible = (): boolean => document.visibilityState === "visible";

function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null; // Storage is closed to us.
  }
}
