/** What y-websocket uses of a WebSocket: every kind of line to the server is this much of one. */
export interface LineSocket {
  readonly OPEN: number;
  readonly readyState: number;
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: ArrayBuffer | Uint8Array }) => void) | null;
  onclose: ((event: LineClose) => void) | null;
  onerror: (() => void) | null;
  send(frame: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** How a line ended: a WebSocket's close code, whatever carried it. */
export interface LineClose {
  readonly code: number;
  readonly reason: string;
}

/** States of a line, as WebSocket numbers them. */
export const lineStates = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;

/** Close code of a line that broke, or never came to be. */
export const brokenLine: LineClose = { code: 1006, reason: "" };

/** What lines need of the browser; tests bring their own. */
export interface LineWorld {
  readonly fetch: typeof fetch;
  readonly openWebSocket: (url: string) => LineSocket;
  /** Milliseconds; only differences matter. */
  readonly now: () => number;
  /** Runs a task once, later; gives the way to stop it. */
  readonly after: (milliseconds: number, task: () => void) => () => void;
  /** From 0 to 1, as Math.random. */
  readonly random: () => number;
  readonly isVisible: () => boolean;
  /** Where this tab remembers what its network lets through; null where nothing may be stored. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
}

/** The browser that the page is in. */
export function browserWorld(): LineWorld {
  return {
    fetch: (...request) => fetch(...request),
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
