/** What y-websocket uses of a WebSocket: every kind of line to the server is this much of one. */
export interface LineSocket {
  readonly OPEN: number;
  readonly readyState: number;
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: ArrayBuffer | Uint8Array }) => void) | null;
  onclose: ((event: LineClose) => void) | null;
  onerror: (() => void) | null;
  send(frame: Uint8Array): void;
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

/** A request of a line over plain HTTP. */
export interface LineRequest {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
  /** Goes out even when the page is gone by then. */
  readonly keepalive?: boolean;
  readonly cache: "no-store";
  readonly credentials: "same-origin";
  readonly redirect: "error";
}

/** What lines remember; the browser's storage is one. */
export interface LineMemory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What lines need of the browser; tests bring their own. */
export interface LineWorld {
  readonly fetch: (url: string, request: LineRequest) => Promise<Response>;
  readonly openWebSocket: (url: string) => LineSocket;
  /** Milliseconds; only differences matter. */
  readonly now: () => number;
  /** Runs a task once, later; gives the way to stop it. */
  readonly after: (milliseconds: number, task: () => void) => () => void;
  /** From 0 to 1, as Math.random. */
  readonly random: () => number;
  readonly isVisible: () => boolean;
  /** Runs a task once, when the page is next seen; gives the way to stop it. */
  readonly whenVisible: (task: () => void) => () => void;
  /** Where this tab remembers what its network lets through; null where nothing may be stored. */
  readonly storage: LineMemory | null;
}
