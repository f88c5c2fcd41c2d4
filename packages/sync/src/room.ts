/**
 * The room of one edition: frames in, frames out. No socket, no database, no timer of its own.
 * `frames.ts` narrates the exchange with a client; SPEC.md numbers the rules, quoted here as (R1).
 *
 * What happens to an update:
 *   1. decoded and inspected: may this person write at all (R4), is every new struct of a clientID
 *      that is theirs (R6)? Otherwise nothing of it is applied.
 *   2. the usual few letters are held until the end of the tick, and applied together with what
 *      else came (R19). Anything else is applied at once; what cannot be applied yet, because
 *      something before it is missing, is dropped and asked for again with a step 1, so that the
 *      room never hoards what nobody vouches for (R9).
 *   3. what was new is handed to the group commit and laid out for the end of the tick.
 *   4. at the end of the tick, one frame for all (R11). After the commit, an ack (R13).
 */
import { collabLimits, type CollabCloseReason, type EditionRole } from "@istmo/contracts";
import * as Y from "yjs";
import type { Cancel, Clock } from "./clock.ts";
import * as frames from "./frames.ts";
import { type Applied, GuardedDocument, type News } from "./guarded-document.ts";
import type { CommitQueue, CommitSource } from "./group-commit.ts";
import { byPerson, type Held, HeldUpdates, joinHeld } from "./held-updates.ts";
import {
  LimitedWriting,
  limitsOf,
  type OpenTextGuard,
  type Settled,
  type WritingLimits,
} from "./limited-writing.ts";
import { mergeUpdates } from "./merge-updates.ts";
import { type Pack, PackedAnswers } from "./packed-answers.ts";
import { type ClientBinding, serverAuthor, type StoredPaper } from "./paper-store.ts";
import { type Deletion, type PlainUpdate, readPlainUpdate } from "./plain-update.ts";
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
import { SendingPace } from "./sending-pace.ts";
import { TokenBucket } from "./token-bucket.ts";
import {
  holdsNothing,
  inspectUpdate,
  isAlive,
  nothingNew,
  type UpdateContent,
} from "./update-inspection.ts";
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
  /** (R29) Knows what a suggestion is; without it nobody writes who may not write everything. */
  readonly guardText?: OpenTextGuard;
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

/** Milliseconds after somebody came who may write: their first key must not wait for the document. */
const buildAfter = 50;

/** What an entry of the log counts for: what opening costs is its length as well as their number. */
export const entriesIn = ({ byteLength }: Uint8Array): number => 1 + Math.floor(byteLength / 256);

/** Updates that are held at most; a flood must not make one tick long. */
const mostHeld = 1_000;
/** From so many on, to find out how Yjs would encode them together costs less than what it spares. */
const worthCondensing = 8;

/** Frames whose answer costs as much as the document is large count as this many. */
const costOfWholeAnswer = 20;

/** See the head of this file. */
export class Room implements CommitSource, ConnectionHost {
  readonly editionId: string;
  readonly #document: GuardedDocument;
  readonly #bindings: Map<number, string>;
  readonly #presence: RoomPresence;
  readonly #connections = new Set<Connection>();
  /** Those who wait to hear that more of theirs is saved. */
  readonly #unsaved = new Set<Connection>();
  readonly #clock: Clock;
  readonly #commits: CommitQueue;
  readonly #options: RoomOptions;
  readonly #limits: RoomLimits;
  readonly #vouching: Vouching | null;
  readonly #packed: PackedAnswers | null;
  readonly #limited: LimitedWriting | null;

  #cancelBuild: Cancel | null = null;
  readonly #held = new HeldUpdates();
  #outbox: Uint8Array[] = [];
  #outboxFrom = new Set<Connection | null>();
  #isTickDue = false;
  #tickedAt = -Infinity;
  readonly #pace = new SendingPace();

  /** Rises with everything that changes the document. */
  #version = 0;
  #writes = 0;
  #logGrowth = 0;
  #committedWrites = 0;
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
    this.#vouching = this.#openVouching();
    this.#packed = this.#openPacking();
    this.#limited = this.#openLimits();
  }

  /** The whole document as one update. */
  state(): Uint8Array {
    this.flush();
    return this.#document.state();
  }

  stateVector(): Uint8Array {
    this.flush();
    return this.#document.stateVector();
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Writes handed to the group commit since the room was opened. */
  get writeCount(): number {
    return this.#writes;
  }

  /** By how much the log has grown since the room was opened: each write counts by its length. */
  get logGrowth(): number {
    return this.#logGrowth;
  }

  /** Whether the database holds all that the room has ever told anybody. */
  get isCommitted(): boolean {
    return this.#writes === this.#committedWrites && this.#held.count === 0;
  }

  /** (R1, R2) Lets somebody in; the caller has checked that they may read. */
  join(member: Member, port: MemberPort): RoomConnection {
    const bucket = new TokenBucket(this.#clock, this.#limits.framesPerSecond);
    const connection = new Connection(this, member, port, bucket);
    this.#connections.add(connection);
    this.#ask(connection);
    this.#presence.tellAll(connection);
    if (this.#mayWrite(connection)) this.#buildSoon();
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
    this.#unsaved.delete(connection);
    this.#presence.leave(connection);
    this.#endLimits();
    if (this.#connections.size === 0) this.flush();
  }

  /** (R5) */
  changeRole(connection: Connection, role: EditionRole, suggestsIn: ReadonlySet<string>): void {
    const couldWrite = this.#mayWrite(connection);
    // What it has sent until now was allowed, and is not to be judged by what comes with others'.
    this.flush();
    connection.role = role;
    connection.suggestsIn = suggestsIn;
    this.#endLimits();
    if (couldWrite || !this.#mayWrite(connection)) return;
    this.#ask(connection);
    this.#buildSoon();
  }

  /** Ends every connection of a person. */
  closePerson(personId: string, reason: CollabCloseReason): void {
    for (const it of [...this.#connections]) if (it.personId === personId) it.close(reason);
  }

  /** Ends every connection. */
  closeAll(reason: CollabCloseReason): void {
    this.flush();
    for (const connection of [...this.#connections]) connection.close(reason);
  }

  /**
   * (R17) An edit that the server makes, by somebody or on nobody's behalf: relayed and committed
   * like any other. Throws when the update does not fit the document or uses a foreign clientID.
   */
  applyServerEdit(personId: string | null, update: Uint8Array): void {
    const author = personId ?? serverAuthor;
    this.flush();
    if (!this.#isSound()) throw new Error("What is stored of this edition is broken");
    const { newClients } = inspectUpdate(this.#document.doc, update);
    if (this.#foreignTo(author, newClients)) throw new Error("The edit uses a foreign clientID");
    const isWhole = this.#apply(null, authorOf(author), newClients, update);
    if (!isWhole) throw new Error("The edit builds on something that this edition does not have");
  }

  /**
   * (R22) Content of another node, or read anew from the database: told to the people here, and
   * never committed again. What Yjs deletes to clean up behind it is this node's own, though, which
   * the database would lack.
   */
  takeCommitted(update: Uint8Array, bindings: Iterable<ClientBinding>): Taken {
    this.flush();
    if (!this.#isSound() || !this.#adopt(bindings)) return "conflict";
    let applied: Applied;
    try {
      applied = this.#document.apply(update);
    } catch (error) {
      this.#options.onFault?.(error);
      return "conflict";
    }
    if (applied.cleanup !== null) this.#commit(serverAuthor, [], [], applied.cleanup);
    if (applied.news !== null) this.#relay([null], applied.news);
    return applied.isWhole ? "whole" : "gap";
  }

  /** (R24) Presence of people on another node. */
  takePresence(nodeId: string, entries: readonly RelayedPresence[]): void {
    this.#presence.hearNode(nodeId, entries);
  }

  /** (R24) Ends the presence of a node's people, or of those of all other nodes. */
  forgetPeople(nodeId: string | null): void {
    this.#presence.leaveNode(nodeId);
  }

  /** (R24) Presence of the people on this node. */
  presenceHere(): RelayedPresence[] {
    return this.#presence.here();
  }

  /** (R13) See CommitSource. */
  mark(): () => void {
    const writes = this.#writes;
    const acknowledge = this.#prepareAcks();
    return () => {
      this.#committedWrites = writes;
      this.#vouching?.committed(writes);
      acknowledge();
      // Who repeated meanwhile what was on its way to the database waits for no commit of their own.
      if (this.isCommitted) this.#prepareAcks()();
      this.#options.onCommitted?.();
    };
  }

  /** Frees the document. Only for a room that nobody is in and whose last write has committed. */
  dispose(): void {
    this.closeAll("shuttingDown");
    this.#cancelBuild?.();
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
      // The proofs first: a line that breaks in between must not leave words without them.
      if (from.takesVouched) this.#proveAll(from);
      for (const frame of answer) from.send(frame);
    };
    if (this.#packed !== null && from.takesPacked) this.#packed.answer(stateVector, send);
    else send(frames.step2Frame(this.#lackedBy(stateVector)));
  }

  #proveAll(to: Connection): void {
    this.flush();
    this.#tellOutbox(); // The answer holds it already, and it has no proof before it is told.
    const uncommitted = this.#vouching?.tail();
    if (uncommitted) to.send(uncommitted);
  }

  #lackedBy(stateVector: Uint8Array): Uint8Array {
    this.flush();
    return this.#document.missingFrom(stateVector);
  }

  #openVouching(): Vouching | null {
    const { editionId, voucher } = this.#options;
    if (voucher === undefined) return null;
    const ownerOf = (clientId: number) => this.#bindings.get(clientId);
    return new Vouching({ editionId, voucher, ownerOf });
  }

  /** (R4, R29) Editors write, and with a guard those who may not write everything. */
  #mayWrite(connection: Connection): boolean {
    if (limitsOf(connection) !== null) return this.#limited !== null;
    return connection.role === "editor";
  }

  #openLimits(): LimitedWriting | null {
    const { guardText: open } = this.#options;
    if (open === undefined) return null;
    return new LimitedWriting({ open, personOf: (clientId) => this.#bindings.get(clientId) });
  }

  /** (R31) A room of plain editors pays nothing for what limits cost. */
  #endLimits(): void {
    if (this.#limited?.isOpen !== true) return;
    for (const it of this.#connections) if (limitsOf(it) !== null) return;
    this.#limited.close();
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
   * who did nothing. Like any content frame it is counted when all of it is here, so that a page
   * lets go of a proof only when it is of no more use.
   */
  #takeVouched(from: Connection, { update, proof }: frames.VouchedContent): void {
    const claim = this.#vouching?.read(update, proof) ?? null;
    if (claim === null) return this.#takeContent(from, "update", update);
    if (!this.#isSound()) return;
    this.flush();
    const { newClients, bringsNews } = inspectUpdate(this.#document.doc, update);
    for (const clientId of newClients) {
      if (!claim.owners.has(clientId)) return this.#takeContent(from, "update", update);
    }
    from.received++;
    if (bringsNews) {
      if (this.#commits.isFull) return from.close("overloaded");
      if (!this.#hasRoomFor(update)) return from.close("tooLarge");
      const isWhole =
        this.#mayWrite(from) && this.#apply(from, authorOfClaim(claim), newClients, update);
      if (!isWhole) from.hasGap = true;
    }
    this.#count(from);
    this.#tickSoon();
  }

  #takeContent(from: Connection, type: "step2" | "update", update: Uint8Array): void {
    // (R20) The step 2 of a page that has nothing is no reason to build the document.
    if (!holdsNothing(update) && !this.#isSound()) return;
    const limits = limitsOf(from);
    // What others sent in the same tick must not count as theirs who have limits.
    const plain = type === "update" && limits === null ? this.#readPlain(update) : null;
    if (plain !== null) return this.#hold(from, plain);
    this.flush();
    if (!from.isOpen) return;
    const content = holdsNothing(update) ? nothingNew : inspectUpdate(this.#document.doc, update);
    from.received++;
    if (type === "step2") {
      from.isAsked = false;
      from.wantsWholeVector = true;
    }
    if (content.bringsNews && !this.#mayBring(from, content.newClients, update)) return;
    this.#account(from, type, !content.bringsNews || this.#takeNews(from, content, update));
  }

  /** False when not all of it could be applied. */
  #takeNews(from: Connection, { newClients }: UpdateContent, update: Uint8Array): boolean {
    const limits = limitsOf(from);
    const isWhole =
      limits === null
        ? this.#apply(from, authorOf(from.personId), newClients, update)
        : this.#applyWithin(limits, { from, newClients, update });
    for (const client of newClients) from.wrote.set(client, this.#document.clockOf(client));
    return isWhole;
  }

  /** (R20) Builds the document before it is needed. */
  #buildSoon(): void {
    if (this.#document.isBuilt || this.#cancelBuild !== null) return;
    this.#cancelBuild = this.#clock.after(buildAfter, () => {
      this.#cancelBuild = null;
      if (this.#connections.size > 0) this.#isSound();
    });
  }

  /** (R20) Whether what is stored makes a document. If not, nobody here is to blame for it. */
  #isSound(): boolean {
    if (this.#document.isBuilt) return true;
    try {
      this.#document.build();
      return true;
    } catch (error) {
      this.#options.onFault?.(error);
      this.closeAll("shuttingDown");
      return false;
    }
  }

  /** (R4, R6, R10, R21) Whether this content is taken; if not, its sender has been told. */
  #mayBring(from: Connection, newClients: ReadonlySet<number>, update: Uint8Array): boolean {
    if (!this.#mayWrite(from)) {
      from.hasGap = true;
      from.send(frames.permissionDeniedFrame("read_only"));
    } else if (this.#foreignTo(from.personId, newClients)) from.close("foreignClient");
    else if (this.#commits.isFull) from.close("overloaded");
    else if (!this.#hasRoomFor(update)) from.close("tooLarge");
    else return from.isOpen; // Not when making room for it has shown that an earlier one was broken.
    return false;
  }

  /** (R19) What is new as a whole, builds on nothing unknown and is told so at a glance; else null. */
  #readPlain(update: Uint8Array): PlainUpdate | null {
    const plain = readPlainUpdate(update, (client) => this.#nextClockOf(client));
    return plain?.deletions.every((it) => this.#canDelete(it)) === true ? plain : null;
  }

  #nextClockOf(client: number): number {
    return this.#held.endOf(client) ?? this.#document.clockOf(client);
  }

  #canDelete(deletion: Deletion): boolean {
    const { client, clock, length } = deletion;
    if (clock + length > this.#nextClockOf(client) || this.#held.deletes(deletion)) return false;
    const applied = Math.min(length, this.#document.clockOf(client) - clock);
    return applied <= 0 || isAlive(this.#document.doc, { client, clock, length: applied });
  }

  /** (R19) Judges it as if it were alone, and leaves it to the end of the tick. */
  #hold(from: Connection, plain: PlainUpdate): void {
    const newClients = new Set(plain.structs === null ? [] : [plain.structs.client]);
    from.received++;
    if (!this.#mayBring(from, newClients, plain.update)) return;
    const bindings = this.#bind(() => from.personId, newClients);
    this.#held.add({ from, plain, bindings });
    if (this.#held.count >= mostHeld) this.flush();
    else this.#tickSoon();
  }

  /** (R19) Makes what is held a part of the document, of what is saved and of what is told. */
  flush(): void {
    const all = this.#held.take();
    if (all.length === 0) return;
    const isCondensed = all.length >= worthCondensing;
    let applied: News;
    try {
      applied = this.#document.applyNews(joinHeld(all), { isCondensed });
    } catch {
      return this.#applyEach(all);
    }
    const { news, cleanup } = applied;
    const persons = byPerson(all);
    for (const [personId, theirs] of persons) {
      const bindings = theirs.flatMap((it) => it.bindings);
      const clients = theirs.flatMap(({ plain }) => plain.structs?.client ?? []);
      this.#commit(personId, clients, bindings, persons.size === 1 ? news : joinHeld(theirs));
    }
    const senders = new Set(all.map(({ from }) => from));
    this.#relay(senders, news);
    if (cleanup !== null) {
      this.#commit(serverAuthor, [], [], cleanup);
      this.#relay([null], cleanup);
    }
    for (const { from, plain } of all) {
      if (plain.structs !== null) from.wrote.set(plain.structs.client, plain.structs.end);
    }
    for (const from of senders) this.#account(from, "update", true);
  }

  /** (R3) Together they do not go: each by itself, and whose does not go is closed. */
  #applyEach(all: readonly Held[]): void {
    for (const { bindings } of all) {
      for (const { clientId } of bindings) this.#bindings.delete(clientId);
    }
    const guilty = new Set<Connection>();
    for (const { from, plain } of all) {
      if (guilty.has(from)) continue;
      const clients = new Set(plain.structs === null ? [] : [plain.structs.client]);
      try {
        const isWhole = this.#apply(from, authorOf(from.personId), clients, plain.update);
        for (const client of clients) from.wrote.set(client, this.#document.clockOf(client));
        this.#account(from, "update", isWhole);
      } catch {
        guilty.add(from);
        from.close("malformed");
      }
    }
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
    this.#count(from);
    this.#tickSoon(); // Perhaps there is nothing to commit and only an ack to send.
  }

  #count(from: Connection): void {
    if (!from.hasGap) from.whole = from.received;
    if (from.isOpen && from.wantsAcks && from.whole > from.acknowledged) this.#unsaved.add(from);
  }

  #ask(connection: Connection): void {
    connection.isAsked = true;
    connection.askAgain = false;
    connection.send(frames.step1Frame(this.#document.stateVector()));
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
    const more = this.#held.bytes + update.byteLength;
    if (this.#size + more <= this.#limits.documentBytes) return true;
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

  /**
   * (R29) Applies what somebody with limits sent, and what the guard writes back of it, as one. Its
   * sender hears of it like everybody, and why.
   */
  #applyWithin(
    limits: WritingLimits,
    {
      from,
      newClients,
      update,
    }: {
      readonly from: Connection;
      readonly newClients: ReadonlySet<number>;
      readonly update: Uint8Array;
    },
  ): boolean {
    if (this.#limited === null) return false;
    const guard = this.#limited.prepare(this.#document.doc);
    const { writeAs, used } = this.#limited.writers();
    let settled: Settled = "kept";
    let applied: Applied;
    try {
      applied = this.#document.apply(update, () => {
        settled = guard.settle(limits, writeAs);
      });
    } catch (error) {
      this.#options.onFault?.(error);
      throw error;
    }
    const { personId } = from;
    const author: Author = {
      sender: personId,
      ownerOf: (clientId) => this.#limited?.personOf(clientId) ?? personId,
    };
    if (applied.news !== null) {
      this.#passOn(from, author, new Set([...newClients, ...used]), applied.news);
    }
    if (settled !== "kept") {
      this.#outboxFrom.add(null); // So that the frame of this tick goes to its origin as well.
      if (settled === "takenBack") this.#tellTakenBack(from, limits);
      if (!from.bucket.take(costOfWholeAnswer)) from.close("flooding");
    }
    return applied.isWhole;
  }

  #tellTakenBack(from: Connection, { suggestsIn }: WritingLimits): void {
    const reason = suggestsIn === "everywhere" ? "suggest_only" : "section_of_another";
    from.send(frames.permissionDeniedFrame(reason));
  }

  #passOn(
    from: Connection | null,
    author: Author,
    newClients: ReadonlySet<number>,
    update: Uint8Array,
  ): void {
    const { sender, ownerOf } = author;
    const { store } = this.#document.doc;
    const arrived = [...newClients].filter((clientId) => Y.getState(store, clientId) > 0);
    this.#commit(sender, newClients, this.#bind(ownerOf, arrived), update);
    this.#relay([from], update);
  }

  #commit(
    sender: string | null,
    newClients: Iterable<number>,
    bindings: readonly ClientBinding[],
    update: Uint8Array,
  ): void {
    const personId = sender === serverAuthor ? null : sender;
    this.#writes++;
    this.#logGrowth += entriesIn(update);
    this.#vouching?.note(sender, newClients);
    this.#commits.add(this, { editionId: this.editionId, personId, update, bindings });
  }

  #relay(from: Iterable<Connection | null>, update: Uint8Array): void {
    this.#version++;
    this.#size += update.byteLength;
    this.#outbox.push(update);
    for (const connection of from) this.#outboxFrom.add(connection);
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
  #bind(ownerOf: Author["ownerOf"], clientIds: Iterable<number>): ClientBinding[] {
    const bindings: ClientBinding[] = [];
    for (const clientId of clientIds) {
      if (this.#bindings.has(clientId)) continue;
      const personId = ownerOf(clientId);
      this.#bindings.set(clientId, personId);
      bindings.push({ clientId, personId });
    }
    return bindings;
  }

  #tickSoon(): void {
    if (this.#isTickDue) return;
    this.#isTickDue = true;
    const now = this.#clock.now();
    const wait = this.#tickedAt + (this.#options.contentTick ?? 0) - now;
    this.#clock.after(Math.max(0, wait, this.#pace.wait(now)), () => this.#endTick());
  }

  /** (R11, R13) */
  #endTick(): void {
    this.flush();
    this.#isTickDue = false;
    this.#tickedAt = this.#clock.now();
    this.#tellOutbox();
    if (this.isCommitted) this.#prepareAcks()();
  }

  #tellOutbox(): void {
    const [updates, from] = [this.#outbox, this.#outboxFrom];
    if (updates.length === 0) return;
    this.#outbox = [];
    this.#outboxFrom = new Set();
    const startedAt = this.#clock.now();
    this.#tell(mergeUpdates(updates), from);
    const now = this.#clock.now();
    this.#pace.spend(now - startedAt, now);
  }

  /**
   * (R11) One frame, made once for all who take the same. Its only origin has it already; (R26) but
   * vouched for, for others may have built on it, and only a whole row of proofs can be given back.
   */
  #tell(update: Uint8Array, from: ReadonlySet<Connection | null>): void {
    const only = from.size === 1 ? [...from][0] : null;
    const vouched = this.#vouch(update);
    // One kind after the other: the way out remembers the last frame that it was given.
    this.#sendTo((it) => vouched !== null && it.takesVouched, vouched ?? (() => update));
    this.#sendTo(
      (it) => it !== only && (vouched === null || !it.takesVouched),
      () => frames.updateFrame(update),
    );
  }

  /** The same frame for all of them; it is not even made for nobody. */
  #sendTo(isMeant: (connection: Connection) => boolean, makeFrame: () => Uint8Array): void {
    let frame: Uint8Array | null = null;
    for (const connection of this.#connections) {
      if (isMeant(connection)) connection.send((frame ??= makeFrame()));
    }
  }

  /** The frame that proves this update, to be made when somebody takes it; null when it is committed. */
  #vouch(update: Uint8Array): (() => Uint8Array) | null {
    if (!this.isCommitted) return this.#vouching?.frame(update, this.#writes) ?? null;
    this.#vouching?.skip();
    return null;
  }

  /**
   * (R13) What each who waits may be told once all that the document holds now is in the database.
   * Of those who have just come, and repeated what they have, the whole vector; of others only what
   * they wrote, for a vector grows with the history.
   */
  #prepareAcks(): () => void {
    let whole: Uint8Array | null = null;
    const acks = [...this.#unsaved].map((connection) => {
      const stateVector = connection.wantsWholeVector
        ? (whole ??= this.#document.stateVector())
        : Y.encodeStateVector(connection.wrote);
      return { connection, stateVector, contentFrames: connection.whole };
    });
    return () => {
      for (const { connection, ...ack } of acks) this.#acknowledge(connection, ack);
    };
  }

  #acknowledge(connection: Connection, ack: frames.Ack): void {
    if (!connection.isOpen || ack.contentFrames <= connection.acknowledged) return;
    connection.acknowledged = ack.contentFrames;
    connection.wantsWholeVector = false;
    if (connection.whole === ack.contentFrames) this.#unsaved.delete(connection);
    connection.send(frames.ackFrame(ack));
  }
}
