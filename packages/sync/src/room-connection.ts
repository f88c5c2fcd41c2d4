/** One connection to a room: who it is, what it has sent, and its way out. */
import type { CollabCloseReason, EditionRole, PresenceUser } from "@istmo/contracts";
import type { PresenceOwner } from "./presence.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** Who joins, as the session and the access rules say. */
export interface Member {
  readonly personId: string;
  readonly user: PresenceUser;
  readonly role: EditionRole;
  /** (R29) Sections in which an editor may only suggest. */
  readonly suggestsIn?: ReadonlySet<string>;
  /** The client asked for durable acknowledgements. */
  readonly wantsAcks: boolean;
  /** (R26) The client keeps what is not committed, with its proof, and gives it back after a crash. */
  readonly takesVouched?: boolean;
  /** (R27) The client unpacks large answers. */
  readonly takesPacked?: boolean;
  /** (R8) The client forgets nobody of whom it hears nothing: a state ends when the room says so. */
  readonly trustsPresence?: boolean;
}

/** The way out to one connection. */
export interface MemberPort {
  send(frame: Uint8Array): void;
  /** Called once; nothing is sent afterwards. */
  close(reason: CollabCloseReason): void;
}

/** What the socket does with the room. */
export interface RoomConnection {
  readonly personId: string;
  readonly role: EditionRole;
  /** Takes one frame; never throws. */
  receive(frame: Uint8Array): void;
  /** The socket is gone; harmless when repeated. */
  leave(): void;
  /** Access has changed. Somebody who may write now is asked for what was refused before. */
  changeRole(role: EditionRole, suggestsIn?: ReadonlySet<string>): void;
  /** The server ends the connection. */
  close(reason: CollabCloseReason): void;
}

/** What a connection needs of its room. */
export interface ConnectionHost {
  receive(from: Connection, frame: Uint8Array): void;
  part(connection: Connection): void;
  changeRole(connection: Connection, role: EditionRole, suggestsIn: ReadonlySet<string>): void;
}

const nowhere: ReadonlySet<string> = new Set();

/** One connection, as its room keeps it. */
export class Connection implements RoomConnection, PresenceOwner {
  readonly personId: string;
  readonly user: PresenceUser;
  readonly wantsAcks: boolean;
  readonly takesVouched: boolean;
  readonly takesPacked: boolean;
  readonly trustsPresence: boolean;
  role: EditionRole;
  suggestsIn: ReadonlySet<string>;
  isOpen = true;
  /** Content frames (step 2 or update) received, and how many of them are whole in the room. */
  received = 0;
  whole = 0;
  acknowledged = 0;
  /** The clientIDs that it has written as, and the clock after each one's last struct. */
  readonly wrote = new Map<number, number>();
  /** It has told all that it has, and must hear of all of it, not only of what is new. */
  wantsWholeVector = true;
  /** Something of a content frame was refused or could not be applied yet. */
  hasGap = false;
  /** A step 1 of ours awaits its step 2. */
  isAsked = false;
  /** Another gap showed while we waited. */
  askAgain = false;
  readonly bucket: TokenBucket;
  readonly #host: ConnectionHost;
  readonly #port: MemberPort;

  constructor(host: ConnectionHost, member: Member, port: MemberPort, bucket: TokenBucket) {
    this.#host = host;
    this.personId = member.personId;
    this.user = member.user;
    this.role = member.role;
    this.suggestsIn = member.suggestsIn ?? nowhere;
    this.wantsAcks = member.wantsAcks;
    this.takesVouched = member.takesVouched ?? false;
    this.takesPacked = member.takesPacked ?? false;
    this.trustsPresence = member.trustsPresence ?? false;
    this.#port = port;
    this.bucket = bucket;
  }

  receive(frame: Uint8Array): void {
    this.#host.receive(this, frame);
  }

  leave(): void {
    this.#host.part(this);
  }

  changeRole(role: EditionRole, suggestsIn: ReadonlySet<string> = nowhere): void {
    this.#host.changeRole(this, role, suggestsIn);
  }

  close(reason: CollabCloseReason): void {
    if (!this.isOpen) return;
    this.#host.part(this);
    try {
      this.#port.close(reason);
    } catch {
      // The socket is gone already.
    }
  }

  send(frame: Uint8Array): void {
    if (!this.isOpen) return;
    try {
      this.#port.send(frame);
    } catch {
      this.#host.part(this);
    }
  }
}
