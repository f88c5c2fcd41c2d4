/**
 * The way into the rooms over WebSockets: `ws(s)://host/collab/<editionId>`.
 *
 *   browser                  here
 *    |-- GET, Upgrade ----->  | admitted by collab-sessions.ts
 *    |  <-- 401/403/404/… ----| raw HTTP, connection closed
 *    |  <-- 101 --------------|
 *    |  === frames ==========>| session
 *    |  <-- ping every 30 s --| no sign of life until the next: gone (T4)
 *    |-- echo -------------->  | the same byte back: pages do not see pings
 *    |  <-- close code -------|
 *
 * `?ack=1` asks for durable acknowledgements, which the stock client does not know.
 */
import type { IncomingMessage, Server } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { collabClose, type CollabCloseReason, collabLimits, collabMessage } from "@istmo/contracts";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import {
  type CollabLogger,
  type CollabSession,
  type CollabSessions,
  type Line,
  type RefusalStatus,
  wantsIn,
} from "./collab-sessions.ts";
import { wireFrames } from "./wire-frame.ts";

export interface WebSocketLinesOptions {
  readonly server: Server;
  readonly sessions: CollabSessions;
  readonly logger: CollabLogger;
  readonly heartbeatEvery?: number;
}

export interface WebSocketLines {
  /** Ends what does not answer its close. */
  stop(): void;
}

const editionPath = /^\/collab\/([A-Za-z0-9_-]{1,128})$/;
/** Milliseconds between two answers to one connection's echoes, at least: nobody asks more often. */
const echoEvery = 1_000;

const addressOf = (request: IncomingMessage): URL => new URL(request.url ?? "/", "http://host");

function refuse(socket: Duplex, status: RefusalStatus): void {
  const reason = STATUS_CODES[status] ?? "Refused";
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n` +
      `${status === 503 ? "Retry-After: 2\r\n" : ""}\r\n`,
  );
}

/** A binary message as bytes; null for text, which is no part of the protocol. */
function messageOf(data: RawData, isBinary: boolean): Uint8Array | null {
  if (!isBinary) return null;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return Array.isArray(data) ? Buffer.concat(data) : data;
}

const isEcho = (frame: Uint8Array): boolean =>
  frame.byteLength === 1 && frame[0] === collabMessage.echo;

/** One socket. */
class WebSocketLine implements Line {
  readonly socket: WebSocket;
  readonly #stream: Duplex;
  readonly #frameOf: (payload: Uint8Array) => Buffer;
  isAlive = true;
  #echoedAt = -Infinity;

  constructor(socket: WebSocket, stream: Duplex, frameOf: (payload: Uint8Array) => Buffer) {
    this.socket = socket;
    this.#stream = stream;
    this.#frameOf = frameOf;
  }

  waitingBytes(): number {
    return this.#stream.writableLength;
  }

  send(frame: Uint8Array): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    // Past ws, which would write header and payload apart for each receiver. Without compression
    // it never holds a frame back, so the order on the stream is kept.
    this.#stream.write(this.#frameOf(frame));
  }

  close(reason: CollabCloseReason): void {
    this.socket.close(collabClose[reason], reason);
    // Whoever does not answer the close is not owed a connection. A slow receiver would read its
    // close code only after all that it has not read.
    const patience = reason === "slowConsumer" ? 1_000 : 5_000;
    setTimeout(() => this.socket.terminate(), patience).unref();
  }

  echo(frame: Uint8Array): void {
    const now = performance.now();
    if (now - this.#echoedAt < echoEvery) return;
    this.#echoedAt = now;
    this.send(frame);
  }
}

/** Attaches to the server's upgrades of `/collab/…`; other paths stay for others. */
export function openWebSocketLines(options: WebSocketLinesOptions): WebSocketLines {
  const { server, sessions, logger } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // The room refuses what is over its bound with its own close code; ws only what is far over.
    maxPayload: 2 * collabLimits.frameBytes,
    perMessageDeflate: false,
  });
  const lines = new Set<WebSocketLine>();
  const frameOf = wireFrames();

  function connect(line: WebSocketLine, session: CollabSession): void {
    const { socket } = line;
    lines.add(line);
    socket.on("pong", () => {
      line.isAlive = true;
    });
    socket.on("message", (data, isBinary) => {
      line.isAlive = true;
      const frame = messageOf(data, isBinary);
      if (frame === null) session.close("malformed");
      else if (isEcho(frame)) line.echo(frame);
      else session.receive(frame);
    });
    socket.on("close", () => {
      lines.delete(line);
      session.end();
    });
  }

  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const address = addressOf(request);
    const editionId = editionPath.exec(address.pathname)?.[1];
    if (editionId === undefined) return refuse(stream, 404);
    const admission = await sessions.admit(request, editionId);
    if (!admission.ok) return refuse(stream, admission.status);
    // Whatever becomes of the handshake, the room is let go with the socket.
    stream.once("close", admission.giveUp);
    if (stream.destroyed) return admission.giveUp();
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // ws closes by itself after an error of the transport; an oversized frame is one.
      socket.on("error", (error) => {
        logger.info({ err: error, editionId }, "A co-editing socket failed");
      });
      const line = new WebSocketLine(socket, stream, frameOf);
      connect(line, admission.join(line, wantsIn(address)));
    });
  }

  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (!/^\/collab(\/|$|\?)/.test(request.url ?? "")) return;
    const onError = () => stream.destroy();
    stream.on("error", onError);
    upgrade(request, stream, head).then(
      () => stream.off("error", onError),
      (error: unknown) => {
        logger.error({ err: error }, "An upgrade for co-editing failed");
        refuse(stream, 503);
      },
    );
  });

  const heartbeat = setInterval(() => {
    for (const line of lines) {
      if (!line.isAlive) {
        line.socket.terminate();
        continue;
      }
      line.isAlive = false;
      line.socket.ping();
    }
  }, options.heartbeatEvery ?? 30_000);
  heartbeat.unref();

  return {
    stop() {
      clearInterval(heartbeat);
      for (const { socket } of lines) setTimeout(() => socket.terminate(), 500).unref();
    },
  };
}
