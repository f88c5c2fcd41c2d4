/**
 * Which kind of line this tab's network lets through. WebSockets are tried first and, where only
 * plain HTTP gets through, now and then again: networks change, and a server that came up between
 * two attempts looks like a network that blocks WebSockets.
 */
import type { LineWorld } from "./line-socket.ts";

export type LineKind = "websocket" | "http";

const key = "istmo.line";
/** Milliseconds until a WebSocket is tried again, the first time and then. */
const firstTrial = 15_000;
const laterTrials = 5 * 60_000;

/** See the head of this file. */
export class LineChoice {
  readonly #world: LineWorld;
  #kind: LineKind;
  /** Whether a trial has failed since HTTP was found to be the way. */
  #isSure: boolean;

  constructor(world: LineWorld) {
    this.#world = world;
    this.#kind = world.storage?.getItem(key) === "http" ? "http" : "websocket";
    this.#isSure = this.#kind === "http";
  }

  /** What to try first. */
  get kind(): LineKind {
    return this.#kind;
  }

  /** Only plain HTTP got through. */
  settleForHttp(): void {
    this.#kind = "http";
    this.#world.storage?.setItem(key, "http");
  }

  /** WebSockets get through, or may again. */
  preferWebSocket(): void {
    this.#kind = "websocket";
    this.#isSure = false;
    this.#world.storage?.removeItem(key);
  }

  /** Another network, perhaps: the next trial comes soon. */
  networkChanged(): void {
    this.#isSure = false;
  }

  /** A WebSocket was tried in vain beside the HTTP line. */
  noteFailedTrial(): void {
    this.#isSure = true;
  }

  /** Milliseconds until a WebSocket should be tried beside the HTTP line; not everybody's at once. */
  get nextTrial(): number {
    return (this.#isSure ? laterTrials : firstTrial) * (0.8 + 0.4 * this.#world.random());
  }
}
