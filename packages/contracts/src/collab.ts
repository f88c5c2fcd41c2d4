/**
 * What travels on `/collab/<editionId>`.
 *
 * The y-websocket protocol: every frame opens with a varint message type. The first four are the
 * standard ones. `ack` is ours and is sent only to a client that asked for it with `?ack=1`: the
 * stock client logs an error on a type that it does not know.
 */
export const collabMessage = {
  /** y-protocols/sync: step 1 (state vector), step 2 (missing updates), update. */
  sync: 0,
  /** y-protocols/awareness. */
  awareness: 1,
  /** y-protocols/auth: permission denied, with a code of `errorCodes` as the reason. */
  auth: 2,
  /** Asks for the presence of everybody, without a payload. */
  queryAwareness: 3,
  /**
   * Server to client, payload: varUint8Array, the encoded state vector of what the database holds
   * and would give back after a crash, then varUint, how many sync frames with content (step 2 or
   * update) received from this very connection that covers. A deletion does not move the state
   * vector, so the page takes "saved" from the count. Sent after each commit to every connection
   * of the room that asked, and once after the first step 2.
   */
  ack: 100,
  /**
   * Asked for with `?vouch=1`. Server to client, in place of an update: varUint8Array update, then
   * varUint8Array proof, by which the server knows its own word again. Client to server, the same
   * bytes: what the room had relayed and lost in a crash, given back by somebody else than its author.
   */
  vouched: 101,
  /**
   * Asked for with `?pack=1`. Server to client, in place of a large sync step 2: varUint8Array, its
   * update compressed as raw deflate.
   */
  packed: 102,
  /**
   * This one byte, sent by a page to know whether its line is still there; the server sends it back.
   * Asked for by nothing: a client that does not know it never sends it. It does not reach the room.
   */
  echo: 103,
} as const;

/** Why the server ends a co-editing connection; WebSocket close codes of the application range. */
export const collabClose = {
  /** The frame could not be decoded. */
  malformed: 4400,
  /** The session has ended: sign in again. */
  sessionEnded: 4401,
  /** The person may not read this edition any longer. */
  accessEnded: 4403,
  /** The edition is gone, or is hidden from this person. */
  notFound: 4404,
  /** The receiver reads more slowly than the room writes. */
  slowConsumer: 4408,
  /** The update uses a client ID that is bound to somebody else. */
  foreignClient: 4409,
  /** A frame or the document is beyond its bound. */
  tooLarge: 4413,
  /** More frames than one person can type. */
  flooding: 4429,
  /** The database is away and too much waits for it: keep the words and reconnect later. */
  overloaded: 1013,
  /** The server stops; reconnect. */
  shuttingDown: 1012,
} as const;
export type CollabCloseReason = keyof typeof collabClose;

/** Close codes after which reconnecting by itself cannot help: the page must say so. */
export const finalCloseCodes: ReadonlySet<number> = new Set([
  collabClose.sessionEnded,
  collabClose.accessEnded,
  collabClose.notFound,
  collabClose.tooLarge,
]);

/** Bounds of one connection and one document. */
export const collabLimits = {
  /** Bytes of one incoming frame. */
  frameBytes: 4 * 1024 * 1024,
  /** Bytes of one awareness frame. */
  awarenessBytes: 16 * 1024,
  /** Bytes waiting for a slow receiver before it is dropped. */
  bufferedBytes: 16 * 1024 * 1024,
  /** Incoming frames a second, averaged over ten seconds. */
  framesPerSecond: 200,
  /** Bytes of a whole document as one Yjs update. */
  documentBytes: 32 * 1024 * 1024,
} as const;

export { editionRoles, type EditionRole } from "@istmo/domain";

/** The `user` field of a presence state. The server writes it from the session, whatever was sent. */
export interface PresenceUser {
  readonly id: string;
  readonly name: string;
  /** Two-letter code of the person's centre; null for the office and for partners. */
  readonly centre: string | null;
  /** A colour as `#rrggbb`, by centre. */
  readonly color: string;
}

/** Name of the XML fragment of the Yjs document that holds the text. */
export const bodyFragment = "body";
