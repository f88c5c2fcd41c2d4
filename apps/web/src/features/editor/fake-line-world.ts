/** A browser for tests of lines: time passes by hand, and the network does what the test says. */
import { encodeAnswer, encodeFrames } from "@istmo/contracts";

import {
  lineStates,
  type LineMemory,
  type LineRequest,
  type LineSocket,
  type LineWorld,
} from "./line-socket.ts";

/** A request on its way, until the test answers it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array | undefined;
  readonly isFarewell: boolean;
  readonly isAborted: () => boolean;
  readonly answer: (status: number, body?: BodyInit) => void;
  readonly fail: () => void;
}

/** A WebSocket that does what the test says. */
export class FakeWebSocket implements LineSocket {
  readonly OPEN = lineStates.open;
  readyState: number = lineStates.connecting;
  binaryType = "";
  onopen: LineSocket["onopen"] = null;
  onmessage: LineSocket["onmessage"] = null;
  onclose: LineSocket["onclose"] = null;
  onerror: LineSocket["onerror"] = null;
  readonly sent: Uint8Array[] = [];
  isClosed = false;

  send(frame: Uint8Array): void {
    this.sent.push(frame);
  }
  close(): void {
    this.isClosed = true;
  }
  open(): void {
    this.readyState = lineStates.open;
    this.onopen?.();
  }
  hear(...bytes: number[]): void {
    this.onmessage?.({ data: Uint8Array.of(...bytes) });
  }
  break(code = 1006): void {
    this.onclose?.({ code, reason: "" });
  }
}

export class FakeLineWorld implements LineWorld {
  readonly asked: Asked[] = [];
  readonly sockets: FakeWebSocket[] = [];
  readonly memory = new Map<string, string>();
  readonly storage: LineMemory = {
    getItem: (key) => this.memory.get(key) ?? null,
    setItem: (key, value) => void this.memory.set(key, value),
    removeItem: (key) => void this.memory.delete(key),
  };
  visible = true;
  chance = 0.5;
  #now = 0;
  #tasks: { readonly at: number; readonly task: () => void }[] = [];

  readonly now = (): number => this.#now;
  readonly random = (): number => this.chance;
  readonly isVisible = (): boolean => this.visible;
  #seen = new Set<() => void>();

  readonly whenVisible = (task: () => void): (() => void) => {
    this.#seen.add(task);
    return () => void this.#seen.delete(task);
  };

  /** The person looks at the page again. */
  show(): void {
    this.visible = true;
    const seen = [...this.#seen];
    this.#seen.clear();
    for (const task of seen) task();
  }

  readonly openWebSocket = (): FakeWebSocket => {
    const socket = new FakeWebSocket();
    this.sockets.push(socket);
    return socket;
  };

  readonly after = (milliseconds: number, task: () => void): (() => void) => {
    const entry = { at: this.#now + milliseconds, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((it) => it !== entry);
    };
  };

  readonly fetch = (url: string, request: LineRequest): Promise<Response> =>
    new Promise((resolve, reject) => {
      const { pathname, search } = new URL(url);
      request.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      this.asked.push({
        method: request.method ?? "GET",
        path: pathname + search,
        body: request.body,
        isFarewell: request.keepalive === true,
        isAborted: () => request.signal?.aborted === true,
        answer: (status, body) => resolve(new Response(status === 204 ? null : body, { status })),
        fail: () => reject(new TypeError("network")),
      });
    });

  /** The requests since the last time, once everything that was under way has settled. */
  async requests(): Promise<Asked[]> {
    await settle();
    return this.asked.splice(0);
  }

  /** Lets time pass, task by task. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    for (;;) {
      await settle();
      const next = this.#tasks.sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > until) break;
      this.#tasks.shift();
      this.#now = next.at;
      next.task();
    }
    this.#now = until;
  }
}

/** What is a matter of promises alone has happened then. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** The body of an answer to a GET. */
export function told(first: number, frames: readonly number[][], closeCode = 0): BodyInit {
  return encodeAnswer({ closeCode, first, frames: frames.map((it) => Uint8Array.from(it)) });
}

/** The body of a POST. */
export const sending = (...frames: number[][]): Uint8Array =>
  encodeFrames(frames.map((it) => Uint8Array.from(it)));
