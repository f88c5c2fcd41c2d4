/** The page's line over plain HTTP, in Node: its requests carry a session's cookie. */
import { HttpSocket } from "../../apps/web/src/features/editor/http-socket.ts";
import type { LineSocket, LineWorld } from "../../apps/web/src/features/editor/line-socket.ts";

/** A browser whose requests carry `cookie`. */
export function worldWith(cookie: string, request: LineWorld["fetch"] = fetch): LineWorld {
  return {
    fetch: (url, init) => request(url, { ...init, headers: { ...init.headers, cookie } }),
    openWebSocket: () => {
      throw new Error("This browser's network lets no WebSocket through");
    },
    now: () => performance.now(),
    after(milliseconds, task) {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
    random: () => 0,
    isVisible: () => true,
    whenVisible: () => () => undefined,
    storage: null,
  };
}

/** Opens a line at the address of a WebSocket. */
export function openHttpLine(url: string, cookie: string): LineSocket {
  return new HttpSocket(url, worldWith(cookie));
}
