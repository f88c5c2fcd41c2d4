/**
 * The way into the rooms: `ws(s)://host/collab/<editionId>`.
 *
 *   browser                  gateway                         elsewhere
 *    |-- GET, Upgrade ----->  | Origin, then grant ---------->  | session and access rules
 *    |                        | room ------------------------>  | registry, perhaps the database
 *    |  <-- 401/403/404/503 --| raw HTTP, connection closed     |
 *    |  <-- 101 --------------|                                 |
 *    |  === frames ==========>| room                            |
 *    |  <-- ping every 30 s --| no pong until the next: gone    |
 *    |  <-- close code -------| session ends, access ends, too slow, server stops
 *
 * `?ack=1` asks for durable acknowledgements, which the stock client does not know.
 */
import type { IncomingMessage, Server } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import {
  collabClose,
  type CollabCloseReason,
  collabLimits,
  type EditionRole,
  type PresenceUser,
} from "@istmo/contracts";
import type { RoomConnection, RoomHold, RoomRegistry } from "@istmo/sync";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import { wireFrames } from "./wire-frame.ts";

/** What a request may do in an edition, as the session and the access rules say now. */
export type CollabGrant =
  | {
      readonly ok: true;
      readonly personId: string;
      readonly user: PresenceUser;
      readonly role: EditionRole;
      readonly sessionId: string;
      readonly sessionExpiresAt: Date;
      /** The paper that the edition belongs to. */
      readonly paperId: string;
      /** Everything that the person is: the names under which access is given and taken. */
      readonly subjects: readonly string[];
    }
  | { readonly ok: false; readonly status: 401 | 403 | 404 };

export interface CollabLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface CollabGatewayOptions {
  readonly server: Server;
  readonly registry: RoomRegistry;
  /** Asked at the upgrade, and again with the same request when access may have changed. */
  readonly resolveGrant: (request: IncomingMessage, editionId: string) => Promise<CollabGrant>;
  /** Awaited before the text is opened to somebody; what it throws keeps the text closed. */
  readonly beforeOpening?: (
    request: IncomingMessage,
    grant: CollabGrant & { ok: true },
  ) => Promise<void>;
  readonly logger: CollabLogger;
  /** Origins besides the host's own, as `https://name:port`. */
  readonly allowedOrigins?: readonly string[];
  readonly heartbeatEvery?: number;
  readonly bufferedBytes?: number;
}

/** A connection, as access events ask about it. */
export interface CollabPeer {
  readonly editionId: string;
  readonly personId: string;
  readonly sessionId: string;
  readonly paperId: string;
  /** What the person was when access was last decided. */
  readonly subjects: readonly string[];
}

export interface CollabGateway {
  /**
   * Decides again for the connections that the predicate picks: changes their role, or ends them.
   * Call it after every event that gives or takes access, and when a session is ended.
   */
  reviewAccess(affects: (peer: CollabPeer) => boolean): Promise<void>;
  /** Refuses newcomers, saves, closes everybody with `shuttingDown`. True when all is saved. */
  drain(options?: { deadline?: number }): Promise<boolean>;
  stats(): { connections: number; rooms: number; pendingBytes: number; failedAppends: number };
}

interface Session extends CollabPeer {
  subjects: readonly string[];
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  readonly connection: RoomConnection;
  isAlive: boolean;
  expiry: NodeJS.Timeout | null;
  /** Settles when access has been decided again; null while nothing has changed. */
  reviewing: Promise<void> | null;
  /** Whether access changed once more while it was being decided. */
  isStale: boolean;
}

const editionPath = /^\/collab\/([A-Za-z0-9_-]{1,128})$/;
/** The longest wait that a timer can take; a session that lasts longer is looked at again then. */
const longestTimer = 2 ** 31 - 1;

function refuse(socket: Duplex, status: number): void {
  const reason = STATUS_CODES[status] ?? "Refused";
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n` +
      `${status === 503 ? "Retry-After: 2\r\n" : ""}\r\n`,
  );
}

/** A browser always says where the page came from; a client without Origin is no browser. */
function isForeign(request: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  if (allowedOrigins.includes(origin)) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** A binary message as bytes; null for text, which is no part of the protocol. */
function messageOf(data: RawData, isBinary: boolean): Uint8Array | null {
  if (!isBinary) return null;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return Array.isArray(data) ? Buffer.concat(data) : data;
}

/** What somebody who was inside is told: to them the edition is no secret that a 404 must keep. */
const reasonOfStatus: Record<401 | 403 | 404, CollabCloseReason> = {
  401: "sessionEnded",
  403: "accessEnded",
  404: "accessEnded",
};

/** Attaches to the server's upgrades of `/collab/…`; other paths stay for others. */
export function openCollabGateway(options: CollabGatewayOptions): CollabGateway {
  const { server, registry, resolveGrant, logger } = options;
  const allowedOrigins = options.allowedOrigins ?? [];
  const bufferedBytes = options.bufferedBytes ?? collabLimits.bufferedBytes;
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // The room refuses what is over its bound with its own close code; ws only what is far over.
    maxPayload: 2 * collabLimits.frameBytes,
    perMessageDeflate: false,
  });
  const sessions = new Set<Session>();
  const frameOf = wireFrames();
  let isDraining = false;
  /** Rises with every change of access, so that whoever was being admitted meanwhile is decided again. */
  let changes = 0;

  function closeSocket(socket: WebSocket, reason: CollabCloseReason): void {
    socket.close(collabClose[reason], reason);
    // Whoever does not answer the close is not owed a connection.
    setTimeout(() => socket.terminate(), 5_000).unref();
  }

  function watchExpiry(session: Session, expiresAt: Date): void {
    if (session.expiry !== null) clearTimeout(session.expiry);
    const left = expiresAt.getTime() - Date.now();
    session.expiry = setTimeout(
      () => void review(session),
      Math.min(Math.max(left, 0), longestTimer),
    );
    session.expiry.unref();
  }

  /**
   * Decides one connection again. Never twice at once: an answer from before a change must not
   * arrive after the answer from behind it and undo it.
   */
  function review(session: Session): Promise<void> {
    session.isStale = true;
    session.reviewing ??= reviewWhileStale(session);
    return session.reviewing;
  }

  async function reviewWhileStale(session: Session): Promise<void> {
    try {
      while (session.isStale && sessions.has(session)) {
        session.isStale = false;
        await decideAgain(session);
      }
    } finally {
      session.reviewing = null;
    }
  }

  /** Access is decided by the grant alone: a session may have been prolonged meanwhile. */
  async function decideAgain(session: Session): Promise<void> {
    const { request, editionId, connection } = session;
    let grant: CollabGrant;
    try {
      grant = await resolveGrant(request, editionId);
    } catch (error) {
      // Not knowing is no reason to go on writing; the page reconnects and is decided upon again.
      logger.error({ err: error, editionId }, "Access to an edition could not be reviewed");
      return connection.close("shuttingDown");
    }
    if (!sessions.has(session)) return;
    if (!grant.ok) return connection.close(reasonOfStatus[grant.status]);
    const isOther = grant.personId !== session.personId || grant.sessionId !== session.sessionId;
    if (isOther || grant.sessionExpiresAt.getTime() <= Date.now()) {
      return connection.close("sessionEnded");
    }
    session.subjects = grant.subjects;
    connection.changeRole(grant.role);
    watchExpiry(session, grant.sessionExpiresAt);
  }

  function admit(
    socket: WebSocket,
    stream: Duplex,
    request: IncomingMessage,
    hold: RoomHold,
    grant: CollabGrant & { ok: true },
  ): Session {
    const { personId, user, role, sessionId, paperId, subjects } = grant;
    const { editionId } = hold.room;
    const wantsAcks = new URL(request.url ?? "/", "http://host").searchParams.get("ack") === "1";
    const connection = hold.room.join(
      { personId, user, role, wantsAcks },
      {
        send(frame) {
          if (socket.readyState !== WebSocket.OPEN) return;
          if (stream.writableLength > bufferedBytes) {
            logger.warn({ editionId, personId }, "A slow receiver was dropped");
            return connection.close("slowConsumer");
          }
          // Past ws, which would write header and payload apart for each receiver. Without
          // compression it never holds a frame back, so the order on the stream is kept.
          stream.write(frameOf(frame));
        },
        close(reason) {
          closeSocket(socket, reason);
          // A slow receiver would read its close code only after all that it has not read.
          if (reason === "slowConsumer") setTimeout(() => socket.terminate(), 1_000).unref();
        },
      },
    );
    const session: Session = {
      editionId,
      personId,
      sessionId,
      paperId,
      subjects,
      request,
      socket,
      connection,
      isAlive: true,
      expiry: null,
      reviewing: null,
      isStale: false,
    };
    sessions.add(session);
    watchExpiry(session, grant.sessionExpiresAt);
    socket.on("pong", () => {
      session.isAlive = true;
    });
    socket.on("message", (data, isBinary) => {
      session.isAlive = true;
      const frame = messageOf(data, isBinary);
      if (frame === null) connection.close("malformed");
      else connection.receive(frame);
    });
    socket.on("close", () => {
      if (session.expiry !== null) clearTimeout(session.expiry);
      sessions.delete(session);
      connection.leave();
      hold.release();
    });
    return session;
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const editionId = editionPath.exec(new URL(request.url ?? "/", "http://host").pathname)?.[1];
    if (editionId === undefined) return refuse(socket, 404);
    if (isDraining) return refuse(socket, 503);
    if (isForeign(request, allowedOrigins)) return refuse(socket, 403);
    const asOf = changes;
    const grant = await resolveGrant(request, editionId);
    if (!grant.ok) return refuse(socket, grant.status);
    if (grant.sessionExpiresAt.getTime() <= Date.now()) return refuse(socket, 401);
    await options.beforeOpening?.(request, grant);
    const hold = await registry.hold(editionId);
    if (isDraining || socket.destroyed) {
      hold.release();
      return refuse(socket, 503);
    }
    // Whatever becomes of the handshake, the room is let go with the socket.
    socket.once("close", hold.release);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      // ws closes by itself after an error of the transport; an oversized frame is one.
      webSocket.on("error", (error) => {
        logger.info({ err: error, editionId }, "A co-editing socket failed");
      });
      const session = admit(webSocket, socket, request, hold, grant);
      if (changes !== asOf) void review(session);
    });
  }

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!/^\/collab(\/|$|\?)/.test(request.url ?? "")) return;
    const onError = () => socket.destroy();
    socket.on("error", onError);
    upgrade(request, socket, head).then(
      () => socket.off("error", onError),
      (error: unknown) => {
        logger.error({ err: error }, "An upgrade for co-editing failed");
        refuse(socket, 503);
      },
    );
  });

  const heartbeat = setInterval(() => {
    for (const session of sessions) {
      if (!session.isAlive) {
        session.socket.terminate();
        continue;
      }
      session.isAlive = false;
      session.socket.ping();
    }
  }, options.heartbeatEvery ?? 30_000);
  heartbeat.unref();

  return {
    async reviewAccess(affects) {
      changes++;
      await Promise.all([...sessions].filter(affects).map(review));
    },
    async drain({ deadline = 8_000 } = {}) {
      isDraining = true;
      clearInterval(heartbeat);
      const isSaved = await registry.drain({ deadline });
      if (!isSaved) logger.error(registry.stats(), "Stopped before all edits were in the database");
      for (const { socket } of sessions) setTimeout(() => socket.terminate(), 500).unref();
      return isSaved;
    },
    stats() {
      const { rooms, pendingBytes, failedAppends } = registry.stats();
      return { connections: sessions.size, rooms, pendingBytes, failedAppends };
    },
  };
}
