/**
 * The line between a page and its room, as y-websocket takes it in place of a WebSocket.
 *
 *   attempt:  WebSocket ── opens ──────────────────────────► direct
 *                └─ does not ─► plain HTTP ── opens ───────► restricted ── a trial opens ─► again
 *                                  └─ does not ────────────► closed; y-websocket tries again
 *
 * It also finds out dead lines. Browsers do not show a page the server's pings, so when nothing
 * has come for a while it sends one byte that the server sends back: soon while words wait to be
 * saved, seldom when nothing does.
 *
 * A hidden page on plain HTTP with nothing to save leaves after a minute until it is seen again: its
 * waiting question takes one of the few connections that a browser has to a host.
 */
import { collabMessage } from "@istmo/contracts";

import { HttpSocket } from "./http-socket.ts";
import type { LineChoice, LineKind } from "./line-choice.ts";
import {
  brokenLine,
  lineStates,
  type LineClose,
  type LineSocket,
  type LineWorld,
} from "./line-socket.ts";
import { betterLineCode } from "./reconnect-delay.ts";

export interface PageSocketOptions {
  readonly world: LineWorld;
  readonly choice: LineChoice;
  /** Shown every frame before it leaves; one for which this answers false does not leave. */
  readonly onSend: (frame: Uint8Array) => boolean;
  /** Whether words wait to be saved. */
  readonly isWaiting: () => boolean;
  /** Told what carries the frames, when a line opens. */
  readonly onLine: (kind: LineKind) => void;
}

/** Milliseconds that a WebSocket may take to open, and the server to speak first on it. */
const openingPatience = 6_000;
/** Milliseconds between two looks at a line. */
const lookEvery = 2_000;
/** Milliseconds without a sound, after which the page asks: with words that wait, and without. */
const quietWhileWaiting = 4_000;
const quietWhileIdle = 30_000;
/** Milliseconds that the server may take to answer. */
const echoPatience = 6_000;
/** Milliseconds that a hidden page stays on plain HTTP with nothing to save, and between two looks. */
const restAfter = 60_000;
const restLookEvery = 15_000;

const echo = Uint8Array.of(collabMessage.echo);
const nothing = (): void => undefined;

function isEcho(data: ArrayBuffer | Uint8Array): boolean {
  return data.byteLength === 1 && new Uint8Array(data)[0] === collabMessage.echo;
}

/** The class that y-websocket opens for each attempt. */
export function pageSocketClass(options: PageSocketOptions): typeof WebSocket {
  class OpenPageSocket extends PageSocket {
    constructor(url: string) {
      super(url, options);
    }
  }
  return OpenPageSocket as unknown as typeof WebSocket;
}

/** One attempt, and the line that came of it. */
class PageSocket implements LineSocket {
  readonly OPEN = lineStates.open;
  readyState: number = lineStates.connecting;
  binaryType = "arraybuffer";
  onopen: LineSocket["onopen"] = null;
  onmessage: LineSocket["onmessage"] = null;
  onclose: LineSocket["onclose"] = null;
  onerror: LineSocket["onerror"] = null;
  readonly #url: string;
  readonly #options: PageSocketOptions;
  #line: LineSocket | null = null;
  #kind: LineKind;
  #stopTimer = nothing;
  #stopResting = nothing;
  #hiddenSince: number | null = null;
  #trial: LineSocket | null = null;
  #heardAt: number;
  #hasHeard = false;
  #echoedAt: number | null = null;

  constructor(url: string, options: PageSocketOptions) {
    this.#url = url;
    this.#options = options;
    this.#heardAt = options.world.now();
    this.#kind = options.choice.kind;
    const start = () => this.#start(this.#kind);
    if (this.#mayRest()) this.#stopResting = options.world.whenVisible(start);
    else start();
  }

  send(frame: Uint8Array): void {
    if (this.#options.onSend(frame)) this.#line?.send(frame);
  }

  close(): void {
    if (this.readyState >= lineStates.closing) return;
    this.#drop();
    this.#end(brokenLine);
  }

  #start(kind: LineKind): void {
    const { world } = this.#options;
    const line =
      kind === "websocket" ? world.openWebSocket(this.#url) : new HttpSocket(this.#url, world);
    this.#kind = kind;
    this.#line = line;
    line.binaryType = "arraybuffer";
    line.onopen = () => this.#opened(kind);
    line.onmessage = (event) => this.#heard(event.data);
    line.onclose = (close) => this.#lineEnded(close);
    this.#stopTimer = world.after(openingPatience, () => this.#failed());
  }

  #opened(kind: LineKind): void {
    const { choice, world, onLine } = this.#options;
    this.#stopTimer();
    this.#heardAt = world.now();
    this.readyState = lineStates.open;
    if (kind === "http") {
      choice.settleForHttp();
      this.#stopTimer = world.after(choice.nextTrial, () => this.#tryWebSocket());
      this.#restWhenHidden();
    } else this.#look();
    onLine(kind);
    this.onopen?.();
  }

  #heard(data: ArrayBuffer | Uint8Array): void {
    this.#heardAt = this.#options.world.now();
    this.#echoedAt = null;
    if (!this.#hasHeard) {
      this.#hasHeard = true;
      if (this.#kind === "websocket") this.#options.choice.preferWebSocket();
    }
    if (!isEcho(data)) this.onmessage?.({ data });
  }

  #lineEnded(close: LineClose): void {
    if (this.readyState === lineStates.connecting && this.#kind === "websocket") this.#failed();
    else this.#end(close);
  }

  /** The line did not open in time, or not at all. */
  #failed(): void {
    const wasWebSocket = this.#kind === "websocket";
    this.#drop();
    if (wasWebSocket) this.#start("http");
    else this.#end(brokenLine);
  }

  /** Nothing more is heard of the line. */
  #drop(): void {
    this.#stopTimer();
    const line = this.#line;
    this.#line = null;
    if (line === null) return;
    line.onopen = line.onmessage = line.onclose = null;
    line.onerror = () => undefined;
    line.close();
  }

  #end(close: LineClose): void {
    this.#stopTimer();
    this.#stopResting();
    this.#endTrial();
    this.readyState = lineStates.closed;
    if (close.code === brokenLine.code) this.onerror?.();
    this.onclose?.(close);
  }

  // --- Dead lines ------------------------------------------------------------------------------

  #look(): void {
    const { world } = this.#options;
    this.#stopTimer = world.after(lookEvery, () => {
      if (this.#isDead()) {
        // A proxy that opens WebSockets and carries nothing: the next attempt goes by HTTP.
        if (!this.#hasHeard) this.#options.choice.settleForHttp();
        this.#drop();
        return this.#end(brokenLine);
      }
      if (this.#echoedAt === null && this.#isTooQuiet()) {
        this.#echoedAt = world.now();
        this.#line?.send(echo);
      }
      this.#look();
    });
  }

  #isDead(): boolean {
    const now = this.#options.world.now();
    if (!this.#hasHeard) return now - this.#heardAt >= openingPatience;
    return this.#echoedAt !== null && now - this.#echoedAt >= echoPatience;
  }

  #isTooQuiet(): boolean {
    const { world, isWaiting } = this.#options;
    const quietFor = world.now() - this.#heardAt;
    if (isWaiting()) return quietFor >= quietWhileWaiting;
    return world.isVisible() && quietFor >= quietWhileIdle;
  }

  // --- Rest ------------------------------------------------------------------------------------

  #mayRest(): boolean {
    const { world, isWaiting } = this.#options;
    return this.#kind === "http" && !world.isVisible() && !isWaiting();
  }

  #restWhenHidden(): void {
    const { world } = this.#options;
    this.#hiddenSince = this.#mayRest() ? (this.#hiddenSince ?? world.now()) : null;
    if (this.#hiddenSince !== null && world.now() - this.#hiddenSince >= restAfter) {
      this.#drop();
      return this.#end(brokenLine);
    }
    this.#stopResting = world.after(restLookEvery, () => this.#restWhenHidden());
  }

  // --- A way back to WebSockets ----------------------------------------------------------------

  #tryWebSocket(): void {
    const { world, choice } = this.#options;
    const trial = world.openWebSocket(this.#url);
    this.#trial = trial;
    trial.binaryType = "arraybuffer";
    trial.onmessage = () => {
      choice.preferWebSocket();
      this.#drop();
      this.#end({ code: betterLineCode, reason: "" });
    };
    const fail = () => {
      this.#endTrial();
      choice.noteFailedTrial();
      this.#stopTimer = world.after(choice.nextTrial, () => this.#tryWebSocket());
    };
    trial.onclose = fail;
    this.#stopTimer = world.after(openingPatience, fail);
  }

  #endTrial(): void {
    this.#stopTimer();
    const trial = this.#trial;
    this.#trial = null;
    if (trial === null) return;
    trial.onmessage = trial.onclose = null;
    trial.onerror = () => undefined;
    trial.close();
  }
}
