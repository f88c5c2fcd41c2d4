/**
 * The room of one edition: frames in, frames out. No socket, no database, no timer of its own.
 * `frames.ts` narrates the exchange with a client; SPEC.md numbers the rules, quoted here as (R1).
 *
 * What happens to an update:
 *   1. decoded and inspected: may this person write at all (R4), is every new struct of a clientID
 *      that is theirs (R6)? Otherwise nothing of it is applied.
 *   2. applied; what cannot be applied yet, because something before it is missing, is dropped and
 *      asked for again with a step 1, so that the room never hoards what nobody vouches for (R9).
 *   3. what was new is handed to the group commit and laid out for the end of the tick.
 *   4. at the end of the tick, one frame for all (R11). After the commit, an ack (R13).
 */
import { collabLimits, type CollabCloseReason, type EditionRole } from "@istmo/contracts";
import * as Y from "yjs";
import type { Clock } from "./clock.ts";
import * as frames from "./frames.ts";
import { type Applied, GuardedDocument } from "./guarded-document.ts";
import type { CommitQueue, CommitSource } from "./group-commit.ts";
import { type Pack, PackedAnswers } from "./packed-answers.ts";
import { type ClientBinding, serverAuthor, type StoredPaper } from "./paper-store.ts";
import { InvalidPresence } from "./presence.ts";
import {
  Connection,
  type ConnectionHost,
  type Member,
  type MemberPort,
  type RoomConnection,
} from "./room-connection.ts";
import { RoomPresence } from "./room-presence.ts";
import type { RelayedPresence } from "./room-relay.ts";
import { TokenBucket } from "./token-bucket.ts";
import { inspectUpdate } from "./update-inspection.ts";
import { type Claim, type Voucher, Vouching } from "./vouching.ts";

/** The bounds of `collabLimits`, which tests make smaller. */
export type RoomLimits = Readonly<Record<keyof typeof collabLimits, number>>;

export interface RoomOptions {
  readonly editionId: string;
  readonly stored: StoredPaper;
  readonly clock: Clock;
  readonly commits: CommitQueue;
  /** Told of what should not happen: an update that decodes and yet cannot be applied. */
  readonly onFault?: (error: unknown) => void;
  /** Called after each commit that held something of this room. */
  readonly onCommitted?: () => void;
  /** (R24) Takes what changed of the presence of people here, for the other nodes. */
  readonly onPresence?: (entries: readonly RelayedPresence[]) => void;
  /**
   * Milliseconds between two frames of content, at least: the first leaves at the end of its tick,
   * what follows is gathered. Without it the room finds its pace by what sending costs.
   */
  readonly contentTick?: number;
  /** The same for presence; the stock client echoes every presence frame, so it is slower. */
  readonly presenceTick?: number;
  readonly limits?: Partial<RoomLimits>;
  /** (R26) Proves what is relayed before it is committed; without it nothing is vouched for. */
  readonly voucher?: Voucher;
  /** (R27) Compresses large answers; without it they travel as they are. */
  readonly pack?: Pack;
}

/** Whose an update is. */
interface Author {
  /** Who sent all of it; null when several did. */
  readonly sender: string | null;
  readonly ownerOf: (clientId: number) => string;
}

const authorOf = (personId: string): Author => ({ sender: personId, ownerOf: () => personId });

const authorOfClaim = ({ owners, sender }: Claim): Author => ({
  sender,
  ownerOf: (clientId) => owners.get(clientId) ?? serverAuthor,
});

/**
 * What came of content that is in the database already. A gap: something before it has not arrived
 * here. A conflict: it fits this document in no way, which must be made anew from the database.
 */
export type Taken = "whole" | "gap" | "conflict";

/** Frames whose answer costs as much as the document is large count as this many. */
const costOfWholeAnswer = 20;

/**
 * Sending to all takes its time, more the more people there are and the busier the machine is. A
 * pause of so many times that bounds the share of sending: a small room hardly waits, a crowded one
 * gathers more into each frame instead of falling behind.
 */
const pauseAfterSending = 4;
/** Milliseconds; one frame that was held up must not hold up the next one as many times. */
const longestPause = 25;

/** Sends the same frame to all; it is not even made for nobody. */
function sendToAll(connections: readonly Connection[], makeFrame: () => Uint8Array): void {
  if (connections.length === 0) return;
  const frame = makeFrame();
  for (const connection of connections) connection.send(frame);
}

/** Only editors write; suggesters follow when suggestions are enforced in the room. */
const mayWrite = (role: EditionRole): boolean => role === "editor";

/** See the head of this file. */
export class Room implements CommitSource, ConnectionHost {
  readonly editionId: string;
  readonly #document: GuardedDocument;
  readonly #bindings: Map<number, string>;
  readonly #presence: RoomPresence;
  readonly #connections = new Set<Connection>();
  readonly #clock: Clock;
  readonly #commits: CommitQueue;
  readonly #options: RoomOptions;
  readonly #limits: RoomLimits;
  readonly #vouching: Vouching | null;
  readonly #packed: PackedAnswers | null;

  #outbox: Uint8Array[] = [];
  #outboxFrom = new Set<Connection | null>();
  #isTickDue = false;
  #tickedAt = -Infinity;
  /** Milliseconds that the last frame took to go out to all. */
  #tickTook = 0;

  /** Rises with everything that changes the document. */
  #version = 0;
  #writes = 0;
  #committedWrites = 0;
  #committedVector: Uint8Array;
  /** An upper bound of the document's size; exact only after it was measured. */
  #size: number;

  constructor(options: RoomOptions) {
    const { editionId, stored, clock, commits, limits } = options;
    this.editionId = editionId;
    this.#options = options;
    this.#clock = clock;
    this.#commits = commits;
    this.#limits = { ...collabLimits, ...limits };
    this.#bindings = new Map(stored.bindings);
    this.#presence = new RoomPresence({
      connections: this.#connections,
      clock,
      tick: options.presenceTick ?? 0,
      stateBytes: this.#limits.awarenessBytes,
      personOf: (clientId) => this.#bindings.get(clientId),
      ...(options.onPresence !== undefined && { tellNodes: options.onPresence }),
    });
    this.#document = new GuardedDocument(stored.state);
    this.#size = stored.state.reduce((sum, update) => sum + update.byteLength, 0);
    this.#committedVector = this.stateVector();
    this.#vouching = this.#openVouching();
    this.#packed = this.#openPacking();
  }

  /** The whole document as one update. */
  state(): Uint8Array {
    return this.#document.state();
  }

  stateVector(): Uint8Array {
    return this.#document.stateVector();
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Writes handed to the group commit since the room was opened. */
  get writeCount(): number {
    return this.#writes;
  }

  /** Whether the database holds all that the room has ever told anybody. */
  get isCommitted(): boolean {
    return this.#writes === this.#committedWrites;
  }

  /** (R1, R2) Lets somebody in; the caller has checked that they may read. */
  join(member: Member, port: MemberPort): RoomConnection {
    const bucket = new TokenBucket(this.#clock, this.#limits.framesPerSecond);
    const connection = new Connection(this, member, port, bucket);
    this.#connections.add(connection);
    this.#ask(connection);
    this.#presence.tellAll(connection);
    return connection;
  }

  /** (R3) Takes one frame of one connection; never throws. */
  receive(from: Connection, frame: Uint8Array): void {
    if (!from.isOpen) return;
    if (frame.byteLength > this.#limits.frameBytes) return from.close("tooLarge");
    try {
      this.#handle(from, frames.readFrame(frame));
    } catch (error) {
      from.close(error instanceof InvalidPresence ? error.reason : "malformed");
    }
  }

  /** Removes a connection and its presence. */
  part(connection: Connection): void {
    if (!connection.isOpen) return;
    connection.isOpen = false;
    this.#connections.delete(connection);
    this.#presence.leave(connection);
  }

  /** (R5) */
  changeRole(connection: Connection, role: EditionRole): void {
    const couldWrite = mayWrite(connection.role);
    connection.role = role;
    if (!couldWrite && mayWrite(role)) this.#ask(connection);
  }

  /** Ends every connection of a person. */
  closePerson(personId: string, reason: CollabCloseReason): void {
    for (const it of [...this.#connections]) if (it.personId === personId) it.close(reason);
  }

  /** Ends every connection. */
  closeAll(reason: CollabCloseReason): void {
    for (const connection of [...this.#connections]) connection.close(reason);
  }

  /**
   * (R17) An edit that the server makes, by somebody or on nobody's behalf: relayed and committed
   * like any other. Throws when the update does not fit the document or uses a foreign clientID.
   */
  applyServerEdit(personId: string | null, update: Uint8Array): void {
    const author = personId ?? serverAuthor;
    const { newClients } = inspectUpdate(this.#document.doc, update);
    if (this.#foreignTo(author, newClients)) throw new Error("The edit uses a foreign clientID");
    const isWhole = this.#apply(null, authorOf(author), newClients, update);
    if (!isWhole) throw new Error("The edit builds on something that this edition does not have");
  }

  /**
   * (R22) Content of another node, or read anew from the database: told to the people here, and
   * never committed again.
   */
  takeCommitted(update: Uint8Array, bindings: Iterable<ClientBinding>): Taken {
    if (!this.#adopt(bindings)) return "conflict";
    let applied: Applied;
    try {
      applied = this.#document.apply(update);
    } catch (error) {
      this.#options.onFault?.(error);
      return "conflict";
    }
    if (applied.news !== null) this.#relay(null, applied.news);
    if (this.isCommitted) this.#committedVector = this.stateVector();
    return applied.isWhole ? "whole" : "gap";
  }

  /** (R24) Presence of people on another node. */
  takePresence(nodeId: string, entries: readonly RelayedPresence[]): void {
    this.#presence.hearNode(nodeId, entries);
  }

  /** (R24) Ends the presence of a node's people. */
  forgetNode(nodeId: string): void {
    this.#presence.leaveNode(nodeId);
  }

  /** (R24) Presence of the people on this node. */
  presenceHere(): RelayedPresence[] {
    return this.#presence.here();
  }

  /** (R13) See CommitSource. */
  mark(): () => void {
    const stateVector = this.stateVector();
    const writes = this.#writes;
    const covered = [...this.#connections].map((it) => [it, it.whole] as const);
    return () => {
      this.#committedWrites = writes;
      this.#committedVector = stateVector;
      this.#vouching?.committed(writes);
      for (const [connection, whole] of covered) this.#acknowledge(connection, whole);
      this.#options.onCommitted?.();
    };
  }

  /** Frees the document. Only for a room that nobody is in and whose last write has committed. */
  dispose(): void {
    this.closeAll("shuttingDown");
    this.#packed?.dispose();
    this.#document.destroy();
  }

  #handle(from: Connection, frame: frames.ClientFrame): void {
    const isCostly = frame.type === "step1" || frame.type === "queryAwareness";
    if (!from.bucket.take(isCostly ? costOfWholeAnswer : 1)) return from.close("flooding");
    switch (frame.type) {
      case "step1":
        // (R2) Decoding the vector comes first: it throws on nonsense.
        Y.decodeStateVector(frame.stateVector);
        return this.#answer(from, frame.stateVector);
      case "step2":
      case "update":
        return this.#takeContent(from, frame.type, frame.update);
      case "vouched":
        return this.#takeVouched(from, frame);
      case "awareness":
        return this.#presence.hear(from, frame.entries);
      case "queryAwareness":
        return this.#presence.tellAll(from);
      case "auth":
        return; // The session has spoken already.
    }
  }

  /** (R2, R27) All that the vector lacks; (R26) what of it is not committed comes vouched for, too. */
  #answer(from: Connection, stateVector: Uint8Array): void {
    const send = (...answer: readonly Uint8Array[]) => {
      for (const frame of answer) from.send(frame);
      const uncommitted = from.takesVouched ? this.#vouching?.tail() : null;
      if (uncommitted) from.send(uncommitted);
    };
    if (this.#packed !== null && from.takesPacked) this.#packed.answer(stateVector, send);
    else send(frames.step2Frame(this.#lackedBy(stateVector)));
  }

  #lackedBy(stateVector: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.#document.doc, stateVector);
  }

  #openVouching(): Vouching | null {
    const { editionId, voucher } = this.#options;
    if (voucher === undefined) return null;
    const ownerOf = (clientId: number) => this.#bindings.get(clientId);
    return new Vouching({ editionId, voucher, ownerOf });
  }

  #openPacking(): PackedAnswers | null {
    const { pack, onFault = () => undefined } = this.#options;
    if (pack === undefined) return null;
    const source = {
      version: () => this.#version,
      stateVector: () => this.stateVector(),
      lackedBy: (stateVector: Uint8Array) => this.#lackedBy(stateVector),
    };
    return new PackedAnswers({ source, pack, onFault, clock: this.#clock });
  }

  /**
   * (R26) Content that the server vouched for once, given back by whoever holds it: under the names
   * of the proof, if who brings it may write. A reader's is passed over: nobody is told of a refusal
   * who did nothing. It is counted like any content frame, and its gaps are not the sender's.
   */
  #takeVouched(from: Connection, { update, proof }: frames.VouchedContent): void {
    const claim = this.#vouching?.read(update, proof) ?? null;
    if (claim === null) return this.#takeContent(from, "update", update);
    const { newClients, bringsNews } = inspectUpdate(this.#document.doc, update);
    for (const clientId of newClients) {
      if (!claim.owners.has(clientId)) return this.#takeContent(from, "update", update);
    }
    from.received++;
    if (bringsNews && mayWrite(from.role)) {
      if (!this.#hasRoomFor(update)) return from.close("tooLarge");
      this.#apply(from, authorOfClaim(claim), newClients, update);
    }
    if (!from.hasGap) from.whole = from.received;
    this.#tickSoon();
  }

  #takeContent(from: Connection, type: "step2" | "update", update: Uint8Array): void {
    const { newClients, bringsNews } = inspectUpdate(this.#document.doc, update);
    from.received++;
    if (type === "step2") from.isAsked = false;
    let isWhole = true;
    if (bringsNews) {
      if (!mayWrite(from.role)) {
        from.hasGap = true;
        return from.send(frames.permissionDeniedFrame("read_only"));
      }
      if (this.#foreignTo(from.personId, newClients)) return from.close("foreignClient");
      if (!this.#hasRoomFor(update)) return from.close("tooLarge");
      isWhole = this.#apply(from, authorOf(from.personId), newClients, update);
    }
    this.#account(from, type, isWhole);
  }

  /** (R9, R14) Keeps count of what is whole, and asks again for what is not. */
  #account(from: Connection, type: "step2" | "update", isWhole: boolean): void {
    if (!isWhole) from.hasGap = true;
    if (type === "step2") {
      if (from.askAgain) this.#ask(from);
      else if (isWhole) from.hasGap = false;
    } else if (!isWhole) {
      if (from.isAsked) from.askAgain = true;
      else this.#ask(from);
    }
    if (!from.hasGap) from.whole = from.received;
    this.#tickSoon(); // Perhaps there is nothing to commit and only an ack to send.
  }

  #ask(connection: Connection): void {
    connection.isAsked = true;
    connection.askAgain = false;
    connection.send(frames.step1Frame(this.stateVector()));
  }

  /** (R6, R7) Whether one of these clientIDs is known to be, or was seen as, somebody else's. */
  #foreignTo(personId: string, clientIds: ReadonlySet<number>): boolean {
    for (const clientId of clientIds) {
      const owner =
        this.#bindings.get(clientId) ??
        this.#vouching?.personOf(clientId) ??
        this.#presence.personOf(clientId);
      if (owner !== undefined && owner !== personId) return true;
    }
    return false;
  }

  #hasRoomFor(update: Uint8Array): boolean {
    if (this.#size + update.byteLength <= this.#limits.documentBytes) return true;
    this.#size = this.state().byteLength;
    return this.#size + update.byteLength <= this.#limits.documentBytes;
  }

  /** Applies what was allowed; false when a part had to be dropped for want of what precedes it. */
  #apply(
    from: Connection | null,
    author: Author,
    newClients: ReadonlySet<number>,
    update: Uint8Array,
  ): boolean {
    let applied: Applied;
    try {
      applied = this.#document.apply(update);
    } catch (error) {
      this.#options.onFault?.(error);
      throw error;
    }
    if (applied.news !== null) this.#passOn(from, author, newClients, applied.news);
    return applied.isWhole;
  }

  #passOn(
    from: Connection | null,
    author: Author,
    newClients: ReadonlySet<number>,
    update: Uint8Array,
  ): void {
    const { sender, ownerOf } = author;
    const bindings = this.#bind(ownerOf, newClients);
    const personId = sender === serverAuthor ? null : sender;
    this.#writes++;
    this.#vouching?.note(sender, newClients);
    this.#commits.add(this, { editionId: this.editionId, personId, update, bindings });
    this.#relay(from, update);
  }

  #relay(from: Connection | null, update: Uint8Array): void {
    this.#version++;
    this.#size += update.byteLength;
    this.#outbox.push(update);
    this.#outboxFrom.add(from);
    this.#tickSoon();
  }

  /** (R22) False when the database has given to somebody what we gave to somebody else. */
  #adopt(bindings: Iterable<ClientBinding>): boolean {
    for (const { clientId, personId } of bindings) {
      const known = this.#bindings.get(clientId) ?? personId;
      if (known !== personId) return false;
      this.#bindings.set(clientId, personId);
    }
    return true;
  }

  /** (R7) Binds the clientIDs of which something has really arrived. */
  #bind(ownerOf: Author["ownerOf"], clientIds: ReadonlySet<number>): ClientBinding[] {
    const bindings: ClientBinding[] = [];
    for (const clientId of clientIds) {
      if (this.#bindings.has(clientId) || Y.getState(this.#document.doc.store, clientId) === 0)
        continue;
      const personId = ownerOf(clientId);
      this.#bindings.set(clientId, personId);
      bindings.push({ clientId, personId });
    }
    return bindings;
  }

  #tickSoon(): void {
    if (this.#isTickDue) return;
    this.#isTickDue = true;
    const ownPace = Math.min(longestPause, this.#tickTook * pauseAfterSending);
    const pause = Math.max(this.#options.contentTick ?? 0, ownPace);
    const wait = this.#tickedAt + pause - this.#clock.now();
    this.#clock.after(Math.max(0, wait), () => this.#endTick());
  }

  /** (R11, R13) */
  #endTick(): void {
    this.#isTickDue = false;
    this.#tickedAt = this.#clock.now();
    const [first, ...more] = this.#outbox;
    const from = this.#outboxFrom;
    this.#outbox = [];
    this.#outboxFrom = new Set();
    if (first !== undefined) {
      this.#tell(more.length === 0 ? first : Y.mergeUpdates([first, ...more]), from);
      this.#tickTook = this.#clock.now() - this.#tickedAt;
    }
    if (!this.isCommitted) return;
    for (const connection of this.#connections) this.#acknowledge(connection, connection.whole);
  }

  /**
   * (R11) One frame, made once for all who take the same. Its only origin has it already; (R26) but
   * vouched for, for others may have built on it, and only a whole row of proofs can be given back.
   */
  #tell(update: Uint8Array, from: ReadonlySet<Connection | null>): void {
    const only = from.size === 1 ? [...from][0] : null;
    const vouched = this.#vouch(update);
    const takesProof = (it: Connection) => vouched !== null && it.takesVouched;
    const everybody = [...this.#connections];
    if (vouched !== null) sendToAll(everybody.filter(takesProof), vouched);
    const others = everybody.filter((it) => it !== only && !takesProof(it));
    sendToAll(others, () => frames.updateFrame(update));
  }

  /** The frame that proves this update, to be made when somebody takes it; null when it is committed. */
  #vouch(update: Uint8Array): (() => Uint8Array) | null {
    if (!this.isCommitted) return this.#vouching?.frame(update, this.#writes) ?? null;
    this.#vouching?.skip();
    return null;
  }

  #acknowledge(connection: Connection, contentFrames: number): void {
    if (!connection.wantsAcks || contentFrames <= connection.acknowledged) return;
    connection.acknowledged = contentFrames;
    connection.send(frames.ackFrame({ stateVector: this.#committedVector, contentFrames }));
  }
}
