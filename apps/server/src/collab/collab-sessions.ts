/**
 * Co-editing sessions: who is connected to which edition, decided at the opening and again whenever
 * access may have changed. What carries the frames is a `Line`; websocket-lines.ts and http-lines.ts
 * know the two kinds. Everything here counts for both alike (T1).
 *
 *   transport                sessions                          elsewhere
 *    |-- admit(request) ---->  | Origin, then grant ---------->  | session and access rules
 *    |                         | room ------------------------>  | registry, perhaps the database
 *    |  <-- a refusal's status-| or an admission               |
 *    |-- join(line) -------->  | the room speaks first           |
 *    |-- session.receive --->  | room                            |
 *    |  <-- line.send ---------| room                            |
 *    |  <-- line.close --------| session ends, access ends, too slow, server stops
 *    |-- session.end ------->  | the line is gone                |
 */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import {
  collabLimits,
  type CollabCloseReason,
  type EditionRole,
  type PresenceUser,
} from "@istmo/contracts";
import type { Member, RoomConnection, RoomHold, RoomRegistry } from "@istmo/sync";

/** What a request may do in an edition, as the session and the access rules say now. */
export type CollabGrant =
  | {
      readonly ok: true;
      readonly personId: string;
      readonly user: PresenceUser;
      readonly role: EditionRole;
      /** Ids of the sections in which an editor may only suggest. */
      readonly suggestsIn?: readonly string[];
      readonly sessionId: string;
      readonly sessionExpiresAt: Date;
      /** The paper that the edition belongs to. */
      readonly paperId: string;
      /** Everything that the person is: the names under which access is given and taken. */
      readonly subjects: readonly string[];
    }
  | { readonly ok: false; readonly status: 401 | 403 | 404 };

type Granted = CollabGrant & { ok: true };

/** Who asks: kept with the session, to be decided upon again. */
export interface CollabAsker {
  readonly headers: IncomingHttpHeaders;
}

export interface CollabLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface CollabSessionsOptions {
  readonly registry: RoomRegistry;
  /** Asked at the opening, and again with the same asker when access may have changed. */
  readonly resolveGrant: (asker: CollabAsker, editionId: string) => Promise<CollabGrant>;
  /** Awaited before the text is opened to somebody; what it throws keeps the text closed. */
  readonly beforeOpening?: (request: IncomingMessage, grant: Granted) => Promise<void>;
  readonly logger: CollabLogger;
  /** Origins besides the host's own, as `https://name:port`. */
  readonly allowedOrigins?: readonly string[];
  readonly bufferedBytes?: number;
  /** Connections that one person may have, of all browsers and kinds. */
  readonly perPerson?: number;
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

/** The way to one client, whatever carries it. */
export interface Line {
  /** Bytes that the client has not taken yet. */
  waitingBytes(): number;
  send(frame: Uint8Array): void;
  /** Called once; nothing is sent afterwards. */
  close(reason: CollabCloseReason): void;
}

/** What a client asked for, besides who it is. */
export type Wants = Omit<Member, "personId" | "user" | "role" | "suggestsIn">;

/** Reads from an address what the client asks for. */
export const wantsIn = ({ searchParams }: URL): Wants => ({
  wantsAcks: searchParams.get("ack") === "1",
  takesVouched: searchParams.get("vouch") === "1",
  takesPacked: searchParams.get("pack") === "1",
  trustsPresence: searchParams.get("presence") === "1",
});

/** Why an opening was refused. */
export type RefusalStatus = 401 | 403 | 404 | 429 | 503;

/** Somebody may come in: the room is held for them until they join or give it up. */
export interface Admission {
  readonly ok: true;
  readonly editionId: string;
  readonly personId: string;
  join(line: Line, wants: Wants): CollabSession;
  /** Harmless when repeated; whoever has joined calls `end` instead. */
  readonly giveUp: () => void;
}

/**
 * Connections that a person may have: every tab is one, and a line that died in silence counts until
 * it is found out. Not by address: an institution's people share one.
 */
const connectionsPerPerson = 100;
/** The longest wait that a timer can take; a session that lasts longer is looked at again then. */
const longestTimer = 2 ** 31 - 1;

/** What somebody who was inside is told: to them the edition is no secret that a 404 must keep. */
const reasonOfStatus: Record<401 | 403 | 404, CollabCloseReason> = {
  401: "sessionEnded",
  403: "accessEnded",
  404: "accessEnded",
};

/** One client in one room. */
export class CollabSession implements CollabPeer {
  readonly editionId: string;
  readonly personId: string;
  readonly sessionId: string;
  readonly paperId: string;
  subjects: readonly string[];
  readonly asker: CollabAsker;
  readonly connection: RoomConnection;
  readonly line: Line;
  /** When the session ends, in milliseconds; infinite while that is being asked. */
  expiresAt: number;
  /** Settles when access has been decided again; null while nothing has changed. */
  reviewing: Promise<void> | null = null;
  /** Whether access changed once more while it was being decided. */
  isStale = false;
  readonly #onEnd: (session: CollabSession) => void;

  constructor(
    grant: Granted,
    about: {
      readonly editionId: string;
      readonly asker: CollabAsker;
      readonly connection: RoomConnection;
      readonly line: Line;
      readonly onEnd: (session: CollabSession) => void;
    },
  ) {
    this.editionId = about.editionId;
    this.personId = grant.personId;
    this.sessionId = grant.sessionId;
    this.paperId = grant.paperId;
    this.subjects = grant.subjects;
    this.asker = about.asker;
    this.connection = about.connection;
    this.line = about.line;
    this.expiresAt = grant.sessionExpiresAt.getTime();
    this.#onEnd = about.onEnd;
  }

  receive(frame: Uint8Array): void {
    this.connection.receive(frame);
  }

  close(reason: CollabCloseReason): void {
    this.connection.close(reason);
  }

  /** The line is gone; harmless when repeated. */
  end(): void {
    this.connection.leave();
    this.#onEnd(this);
  }
}

/** See the head of this file. */
export class CollabSessions {
  readonly #options: CollabSessionsOptions;
  readonly #bufferedBytes: number;
  readonly #sessions = new Set<CollabSession>();
  /** Connections of each person, those that are being opened included. */
  readonly #places = new Map<string, number>();
  #isDraining = false;
  /** Rises with every change of access, so that whoever was being admitted meanwhile is decided again. */
  #changes = 0;
  /** One timer for all: the next session to end. */
  #expiry: NodeJS.Timeout | null = null;
  #expiryAt = Infinity;

  constructor(options: CollabSessionsOptions) {
    this.#options = options;
    this.#bufferedBytes = options.bufferedBytes ?? collabLimits.bufferedBytes;
  }

  /** Lets somebody in, or says with which status not. Rejects when that cannot be known now. */
  async admit(
    request: IncomingMessage,
    editionId: string,
  ): Promise<Admission | { readonly ok: false; readonly status: RefusalStatus }> {
    const { registry, resolveGrant, beforeOpening } = this.#options;
    if (this.#isDraining) return { ok: false, status: 503 };
    if (this.isForeign(request)) return { ok: false, status: 403 };
    const asOf = this.#changes;
    // The request itself would keep its socket and buffers alive for as long as the session lasts.
    const asker = { headers: request.headers };
    const grant = await resolveGrant(asker, editionId);
    if (!grant.ok) return grant;
    if (grant.sessionExpiresAt.getTime() <= Date.now()) return { ok: false, status: 401 };
    const giveBackPlace = this.#takePlace(grant.personId);
    if (giveBackPlace === null) return { ok: false, status: 429 };
    let hold: RoomHold;
    try {
      await beforeOpening?.(request, grant);
      hold = await registry.hold(editionId);
    } catch (error) {
      giveBackPlace();
      throw error;
    }
    const giveUp = () => {
      giveBackPlace();
      hold.release();
    };
    if (this.#isDraining) {
      giveUp();
      return { ok: false, status: 503 };
    }
    return {
      ok: true,
      editionId,
      personId: grant.personId,
      giveUp,
      join: (line, wants) => {
        const session = this.#join({ hold, grant, asker, line, wants, giveUp });
        if (this.#changes !== asOf) void this.#review(session);
        return session;
      },
    };
  }

  /** A browser always says where the page came from; a client without Origin is no browser. */
  isForeign(request: CollabAsker): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined) return false;
    if (this.#options.allowedOrigins?.includes(origin)) return false;
    return !URL.canParse(origin) || new URL(origin).host !== host;
  }

  /** Decides again for the connections that the predicate picks: changes their role, or ends them. */
  async reviewAccess(affects: (peer: CollabPeer) => boolean): Promise<void> {
    this.#changes++;
    await Promise.all([...this.#sessions].filter(affects).map((it) => this.#review(it)));
  }

  /** Refuses newcomers, saves, closes everybody with `shuttingDown`. True when all is saved. */
  async drain({ deadline }: { readonly deadline: number }): Promise<boolean> {
    const { registry, logger } = this.#options;
    this.#isDraining = true;
    const isSaved = await registry.drain({ deadline });
    if (!isSaved) logger.error(registry.stats(), "Stopped before all edits were in the database");
    return isSaved;
  }

  /** Who is connected, over every kind of line. */
  get count(): number {
    return this.#sessions.size;
  }

  /** Bytes that wait for receivers, of all connections. */
  waitingBytes(): number {
    let sum = 0;
    for (const { line } of this.#sessions) sum += line.waitingBytes();
    return sum;
  }

  #takePlace(personId: string): (() => void) | null {
    const taken = this.#places.get(personId) ?? 0;
    if (taken >= (this.#options.perPerson ?? connectionsPerPerson)) return null;
    this.#places.set(personId, taken + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = (this.#places.get(personId) ?? 1) - 1;
      if (left === 0) this.#places.delete(personId);
      else this.#places.set(personId, left);
    };
  }

  #join(entry: {
    readonly hold: RoomHold;
    readonly grant: Granted;
    readonly asker: CollabAsker;
    readonly line: Line;
    readonly wants: Wants;
    readonly giveUp: () => void;
  }): CollabSession {
    const { hold, grant, asker, line, wants, giveUp } = entry;
    const { personId, user, role, suggestsIn = [] } = grant;
    const { editionId } = hold.room;
    const connection = hold.room.join(
      { personId, user, role, suggestsIn: new Set(suggestsIn), ...wants },
      {
        send: (frame) => {
          if (line.waitingBytes() <= this.#bufferedBytes) return line.send(frame);
          this.#options.logger.warn({ editionId, personId }, "A slow receiver was dropped");
          connection.close("slowConsumer");
        },
        close: (reason) => line.close(reason),
      },
    );
    const session = new CollabSession(grant, {
      ...{ editionId, asker, connection, line },
      onEnd: (ended) => {
        this.#sessions.delete(ended);
        giveUp();
      },
    });
    this.#sessions.add(session);
    this.#watchExpiry(session);
    return session;
  }

  #watchExpiry({ expiresAt }: { readonly expiresAt: number }): void {
    if (expiresAt >= this.#expiryAt) return;
    if (this.#expiry !== null) clearTimeout(this.#expiry);
    this.#expiryAt = expiresAt;
    const left = Math.min(Math.max(expiresAt - Date.now(), 0), longestTimer);
    this.#expiry = setTimeout(() => this.#reviewExpired(), left);
    this.#expiry.unref();
  }

  #reviewExpired(): void {
    this.#expiryAt = Infinity;
    const now = Date.now();
    let next = Infinity;
    for (const session of this.#sessions) {
      if (session.expiresAt > now) {
        next = Math.min(next, session.expiresAt);
        continue;
      }
      session.expiresAt = Infinity;
      void this.#review(session);
    }
    if (next !== Infinity) this.#watchExpiry({ expiresAt: next });
  }

  /**
   * Decides one connection again. Never twice at once: an answer from before a change must not
   * arrive after the answer from behind it and undo it.
   */
  #review(session: CollabSession): Promise<void> {
    session.isStale = true;
    session.reviewing ??= this.#reviewWhileStale(session);
    return session.reviewing;
  }

  async #reviewWhileStale(session: CollabSession): Promise<void> {
    try {
      while (session.isStale && this.#sessions.has(session)) {
        session.isStale = false;
        await this.#decideAgain(session);
      }
    } finally {
      session.reviewing = null;
    }
  }

  /** Access is decided by the grant alone: a session may have been prolonged meanwhile. */
  async #decideAgain(session: CollabSession): Promise<void> {
    const { asker, editionId, connection } = session;
    let grant: CollabGrant;
    try {
      grant = await this.#options.resolveGrant(asker, editionId);
    } catch (error) {
      // Not knowing is no reason to go on writing; the page reconnects and is decided upon again.
      const details = { err: error, editionId };
      this.#options.logger.error(details, "Access to an edition could not be reviewed");
      return connection.close("shuttingDown");
    }
    if (!this.#sessions.has(session)) return;
    if (!grant.ok) return connection.close(reasonOfStatus[grant.status]);
    const isOther = grant.personId !== session.personId || grant.sessionId !== session.sessionId;
    if (isOther || grant.sessionExpiresAt.getTime() <= Date.now()) {
      return connection.close("sessionEnded");
    }
    session.subjects = grant.subjects;
    session.expiresAt = grant.sessionExpiresAt.getTime();
    connection.changeRole(grant.role, new Set(grant.suggestsIn ?? []));
    this.#watchExpiry(session);
  }
}
