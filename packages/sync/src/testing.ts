/** Builders for the tests of the room: a member with a document of its own, and what it was sent. */
import type { CollabCloseReason } from "@istmo/contracts";
import * as decoding from "lib0/decoding";
import { applyAwarenessUpdate, type Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import * as frames from "./frames.ts";
import type { CommitQueue, CommitSource } from "./group-commit.ts";
import { ManualClock } from "./manual-clock.ts";
import type { PaperWrite, StoredPaper } from "./paper-store.ts";
import type { Member, RoomConnection } from "./room-connection.ts";
import { Room, type RoomOptions } from "./room.ts";

/** A commit queue that commits when the test says so. */
export class HeldCommits implements CommitQueue {
  readonly writes: PaperWrite[] = [];
  isFull = false;
  #sources = new Set<CommitSource>();

  add(source: CommitSource, write: PaperWrite): void {
    this.writes.push(write);
    this.#sources.add(source);
  }

  /** Takes what is there; the returned function commits it. */
  take(): () => void {
    const marks = [...this.#sources].map((source) => source.mark());
    this.#sources = new Set();
    return () => marks.forEach((committed) => committed());
  }
}

/** What a connection was sent, decoded. */
export type Sent =
  | { type: "step1" | "step2" | "update" | "packed"; bytes: Uint8Array }
  | { type: "vouched"; content: frames.VouchedContent; frame: Uint8Array }
  | { type: "awareness"; bytes: Uint8Array }
  | { type: "denied"; reason: string }
  | { type: "ack"; ack: frames.Ack };

function readSent(frame: Uint8Array): Sent {
  const decoder = decoding.createDecoder(frame);
  const type = decoding.readVarUint(decoder);
  if (type === 0) {
    const step = (["step1", "step2", "update"] as const)[decoding.readVarUint(decoder)];
    if (step === undefined) throw new Error("The room sent an unknown sync step");
    return { type: step, bytes: decoding.readVarUint8Array(decoder) };
  }
  if (type === 1) return { type: "awareness", bytes: decoding.readVarUint8Array(decoder) };
  if (type === 2 && decoding.readVarUint(decoder) === 0) {
    return { type: "denied", reason: decoding.readVarString(decoder) };
  }
  if (type === 100) return { type: "ack", ack: frames.readAck(decoder) };
  if (type === 101) return { type: "vouched", content: frames.readVouched(decoder), frame };
  if (type === 102) return { type: "packed", bytes: decoding.readVarUint8Array(decoder) };
  throw new Error(`The room sent an unknown type ${type}`);
}

/** Somebody at a page: answers the room as the stock client does, or as the page that keeps proofs. */
export class TestClient {
  readonly doc = new Y.Doc();
  readonly sent: Sent[] = [];
  closedWith: CollabCloseReason | null = null;
  /** Set it to look at presence as the stock client would. */
  awareness: Awareness | null = null;
  connection!: RoomConnection;
  /** Silent clients neither answer nor send what they type. */
  isSilent = false;
  readonly #member: Member;
  /** Vouched frames that were received. */
  kept: Uint8Array[] = [];

  constructor(room: Room, { personId = "ana", ...asked }: Partial<Member> = {}) {
    const user = { id: personId, name: `Name of ${personId}`, centre: null, color: "#000000" };
    this.#member = { personId, user, role: "editor", wantsAcks: false, ...asked };
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this || this.isSilent) return;
      this.connection.receive(frames.updateFrame(update));
    });
    this.join(room);
  }

  /** Comes in, for the first time or after the room it was in is gone. */
  join(room: Room): void {
    const queue: Uint8Array[] = [];
    let isReady = false;
    const port = {
      send: (frame: Uint8Array) => {
        if (isReady) this.#take(frame);
        else queue.push(frame);
      },
      close: (reason: CollabCloseReason) => {
        this.closedWith = reason;
      },
    };
    this.connection = room.join(this.#member, port);
    isReady = true;
    for (const frame of queue) this.#take(frame);
    this.connection.receive(frames.step1Frame(Y.encodeStateVector(this.doc)));
  }

  type(text: string): void {
    this.doc.getText("t").insert(0, text);
  }

  get text(): string {
    return this.doc.getText("t").toJSON();
  }

  count(type: Sent["type"]): number {
    return this.sent.filter((it) => it.type === type).length;
  }

  get acks(): frames.Ack[] {
    return this.sent.flatMap((it) => (it.type === "ack" ? [it.ack] : []));
  }

  #take(frame: Uint8Array): void {
    const sent = readSent(frame);
    this.sent.push(sent);
    if (sent.type === "step1" && !this.isSilent) {
      for (const vouched of this.kept) this.connection.receive(vouched);
      const missing = Y.encodeStateAsUpdate(this.doc, sent.bytes);
      this.connection.receive(frames.step2Frame(missing));
    }
    // The packing of tests leaves bytes as they are.
    if (sent.type === "step2" || sent.type === "update" || sent.type === "packed") {
      Y.applyUpdate(this.doc, sent.bytes, this);
    }
    if (sent.type === "vouched") {
      this.kept.push(sent.frame);
      Y.applyUpdate(this.doc, sent.content.update, this);
    }
    if (sent.type === "awareness" && this.awareness !== null) {
      applyAwarenessUpdate(this.awareness, sent.bytes, this);
    }
  }
}

/** A room with a clock and a commit queue in the test's hands. */
export function aRoom(options: Partial<RoomOptions> = {}) {
  const clock = new ManualClock();
  const commits = new HeldCommits();
  const stored: StoredPaper = { state: [], bindings: new Map() };
  const room = new Room({ editionId: "edition", stored, clock, commits, ...options });
  return { room, clock, commits };
}
