/**
 * A line to the server for networks that let no WebSocket through: WebSocket-shaped, made of plain
 * requests. `collab-http.ts` in contracts narrates the exchange.
 *
 * Frames have numbers in each direction, so a request whose answer was lost is simply made again.
 * What lasts longer than a stumble ends the line as a broken socket would: the next one resumes by
 * the state vector.
 */
import { collabClose, collabHttp, decodeAnswer, encodeFrames } from "@istmo/contracts";

import {
  brokenLine,
  lineStates,
  type LineClose,
  type LineRequest,
  type LineSocket,
  type LineWorld,
} from "./line-socket.ts";

/** Milliseconds that a request may take which the server answers at once. */
const patience = 10_000;
/** And one that it may keep waiting: its own time and some to travel. */
const pollPatience = collabHttp.pollFor + patience;
/** Milliseconds after the first failure in a row in which requests are made again. */
const stumble = 5_000;
/** Milliseconds between two questions, at least: what comes in a row is fetched together. */
const pollEvery = 50;
/** Bytes of one POST, unless a single frame is larger: a slow line takes it in parts. */
const batchBytes = 512 * 1024;
/** Bytes that a browser carries on with after the page is gone, with some to spare. */
const farewellBytes = 56 * 1024;

/** What one request came to: an answer, an end of the line, or a failure after which to try again. */
type Outcome = { readonly response: Response } | { readonly close: LineClose } | "failed";

/** What differs from one request to the next. */
type Delivery = Omit<LineRequest, keyof typeof ownRequest>;

/** What an answer's status says of the line. */
function closeOfStatus(status: number): LineClose | "failed" {
  switch (status) {
    case 401:
      return { code: collabClose.sessionEnded, reason: "sessionEnded" };
    case 413:
      return { code: collabClose.tooLarge, reason: "tooLarge" };
    // A proxy that cannot reach the server, or a server that cannot reach its database.
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return "failed";
    default:
      return brokenLine;
  }
}

/** See the head of this file. */
export class HttpSocket implements LineSocket {
  readonly OPEN = lineStates.open;
  readyState: number = lineStates.connecting;
  binaryType = "arraybuffer";
  onopen: LineSocket["onopen"] = null;
  onmessage: LineSocket["onmessage"] = null;
  onclose: LineSocket["onclose"] = null;
  onerror: LineSocket["onerror"] = null;
  readonly #world: LineWorld;
  /** `/collab/<editionId>/http`, and what the page asks for. */
  readonly #base: string;
  readonly #query: string;
  readonly #stopped = new AbortController();
  #line = "";
  /** The number of the last frame heard. */
  #heard = 0;
  /** Frames that the server has; the first of `#outbox` has the number after it. */
  #delivered = 0;
  #outbox: Uint8Array[] = [];
  #isPosting = false;

  /** `url` is that of the WebSocket in whose place this stands. */
  constructor(url: string, world: LineWorld) {
    this.#world = world;
    const address = new URL(url);
    address.protocol = address.protocol === "wss:" ? "https:" : "http:";
    this.#query = address.search;
    this.#base = `${address.origin}${address.pathname}/http`;
    void this.#open();
  }

  send(frame: Uint8Array): void {
    if (this.readyState !== lineStates.open) return;
    this.#outbox.push(frame);
    if (!this.#isPosting) void this.#post();
  }

  close(): void {
    if (this.readyState >= lineStates.closing) return;
    const wasOpen = this.readyState === lineStates.open;
    this.readyState = lineStates.closing;
    this.#stopped.abort();
    void (wasOpen ? this.#leave() : Promise.resolve()).then(() => this.#end(brokenLine));
  }

  async #open(): Promise<void> {
    const outcome = await this.#ask(this.#base + this.#query, { method: "POST" }, patience);
    if (this.readyState !== lineStates.connecting) return;
    if (outcome === "failed") return this.#end(brokenLine);
    if ("close" in outcome) return this.#end(outcome.close);
    const line = await readLine(outcome.response);
    if (this.readyState !== lineStates.connecting) return;
    if (line === null) return this.#end(brokenLine);
    this.#line = `${this.#base}/${line}`;
    this.readyState = lineStates.open;
    this.onopen?.();
    void this.#listen();
  }

  async #listen(): Promise<void> {
    const { now } = this.#world;
    const failures = this.#countFailures();
    while (this.readyState === lineStates.open) {
      const began = now();
      const outcome = await this.#ask(`${this.#line}?after=${this.#heard}`, {}, pollPatience);
      if (!this.#isStillOpen) return;
      if (outcome !== "failed" && "close" in outcome) return this.#end(outcome.close);
      if (outcome === "failed" || !(await this.#hear(outcome.response))) {
        if (!(await failures.waitToRetry())) return this.#end(brokenLine);
      } else {
        failures.forget();
        await this.#pause(began + pollEvery - now());
      }
    }
  }

  /** False when the answer is not the server's. */
  async #hear(response: Response): Promise<boolean> {
    const body = await response.arrayBuffer().catch(() => null);
    const answer = body === null ? null : decodeAnswer(new Uint8Array(body));
    if (answer === null) return false;
    for (const [index, frame] of answer.frames.entries()) {
      const number = answer.first + index;
      if (number <= this.#heard || !this.#isStillOpen) continue;
      this.#heard = number;
      this.onmessage?.({ data: frame });
    }
    const { closeCode: code } = answer;
    if (code !== 0 && this.#isStillOpen) this.#end({ code, reason: reasonOf(code) });
    return true;
  }

  async #post(): Promise<void> {
    this.#isPosting = true;
    // What is sent in one go travels together.
    await Promise.resolve();
    const failures = this.#countFailures();
    while (this.#outbox.length > 0 && this.#isStillOpen) {
      const batch = this.#nextBatch(batchBytes);
      const outcome = await this.#ask(...this.#delivery(batch), patience);
      if (!this.#isStillOpen) break;
      if (outcome !== "failed" && "close" in outcome) this.#end(outcome.close);
      else if (outcome !== "failed") {
        failures.forget();
        this.#delivered += batch.length;
        this.#outbox.splice(0, batch.length);
      } else if (!(await failures.waitToRetry())) this.#end(brokenLine);
    }
    this.#isPosting = false;
  }

  /**
   * Words that were typed just before the page was left go out all the same. The first request is
   * made before anything is awaited: of a page that is going, nothing else runs.
   */
  async #leave(): Promise<void> {
    if (this.#outbox.length === 0) return void this.#sayFarewell(this.#line, { method: "DELETE" });
    while (this.#outbox.length > 0) {
      const batch = this.#nextBatch(farewellBytes / 2);
      const [url, request] = this.#delivery(batch);
      const isLast = batch.length === this.#outbox.length;
      if (!(await this.#sayFarewell(isLast ? `${url}&leave=1` : url, request))) return;
      this.#outbox.splice(0, batch.length);
      this.#delivered += batch.length;
    }
  }

  async #sayFarewell(url: string, request: Delivery): Promise<boolean> {
    const keepalive = (request.body?.byteLength ?? 0) <= farewellBytes;
    const asked = this.#world.fetch(url, { ...ownRequest, ...request, keepalive });
    return asked.then(
      ({ ok }) => ok,
      () => false,
    );
  }

  #nextBatch(bound: number): Uint8Array[] {
    let bytes = 0;
    const count = this.#outbox.findIndex((it) => (bytes += it.byteLength) > bound);
    return count === -1 ? [...this.#outbox] : this.#outbox.slice(0, Math.max(1, count));
  }

  #delivery(frames: readonly Uint8Array[]): [string, Delivery] {
    const headers = { "content-type": "application/octet-stream" };
    const body = encodeFrames(frames);
    return [`${this.#line}?from=${this.#delivered + 1}`, { method: "POST", headers, body }];
  }

  async #ask(url: string, request: Delivery, within: number): Promise<Outcome> {
    const late = new AbortController();
    const cancel = this.#world.after(within, () => late.abort());
    const signal = AbortSignal.any([late.signal, this.#stopped.signal]);
    try {
      const response = await this.#world.fetch(url, { ...ownRequest, ...request, signal });
      if (response.ok) return { response };
      const close = closeOfStatus(response.status);
      return close === "failed" ? close : { close };
    } catch {
      // Who waited in vain does not wait as long again.
      return late.signal.aborted ? { close: brokenLine } : "failed";
    } finally {
      cancel();
    }
  }

  #countFailures(): { readonly waitToRetry: () => Promise<boolean>; readonly forget: () => void } {
    const { now, random } = this.#world;
    let since: number | null = null;
    let wait = 250;
    return {
      waitToRetry: async () => {
        since ??= now();
        if (now() - since > stumble) return false;
        await this.#pause(wait * (0.5 + random()));
        wait *= 2;
        return true;
      },
      forget: () => {
        since = null;
        wait = 250;
      },
    };
  }

  get #isStillOpen(): boolean {
    return this.readyState === lineStates.open;
  }

  #pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return Promise.resolve();
    return new Promise((resolve) => this.#world.after(milliseconds, resolve));
  }

  #end(close: LineClose): void {
    if (this.readyState === lineStates.closed) return;
    this.readyState = lineStates.closed;
    this.#stopped.abort();
    this.#outbox = [];
    if (close.code === brokenLine.code) this.onerror?.();
    this.onclose?.(close);
  }
}

/** Nothing of the exchange may come from a cache, or lead to another site. */
const ownRequest = {
  cache: "no-store",
  credentials: "same-origin",
  redirect: "error",
} as const satisfies Partial<LineRequest>;

/** The name of the line that the server opened; null for what is no answer of ours. */
async function readLine(response: Response): Promise<string | null> {
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer !== "object" || answer === null || !("connection" in answer)) return null;
  return typeof answer.connection === "string" ? answer.connection : null;
}

function reasonOf(code: number): string {
  return Object.entries(collabClose).find(([, value]) => value === code)?.[0] ?? "";
}
