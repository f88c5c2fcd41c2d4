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
  | { type: "step1" | "step2" | "update"; bytes: Uint8Array }
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
  throw new Error(`The room sent an unknown type ${type}`);
}

/** Somebody at a page: answers the room as the stock client does. */
export class TestClient {
  readonly doc = new Y.Doc();
  readonly sent: Sent[] = [];
  closedWith: CollabCloseReason | null = null;
  /** Set it to look at presence as the stock client would. */
  awareness: Awareness | null = null;
  connection: RoomConnection;
  /** Silent clients neither answer nor send what they type. */
  isSilent = false;

  constructor(
    room: Room,
    { personId = "ana", role = "editor", wantsAcks = false }: Partial<Member> = {},
  ) {
    const queue: Uint8Array[] = [];
    let isReady = false;
    const user = { id: personId, name: `Name of ${personId}`, centre: null, color: "#000000" };
    const port = {
      send: (frame: Uint8Array) => {
        if (isReady) this.#take(frame);
        else queue.push(frame);
      },
      close: (reason: CollabCloseReason) => {
        this.closedWith = reason;
      },
    };
    this.connection = room.join({ personId, user, role, wantsAcks }, port);
    isReady = true;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this || this.isSilent) return;
      this.connection.receive(frames.updateFrame(update));
    });
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
      const missing = Y.encodeStateAsUpdate(this.doc, sent.bytes);
      this.connection.receive(frames.step2Frame(missing));
    }
    if (sent.type === "step2" || sent.type === "update") {
      Y.applyUpdate(this.doc, sent.bytes, this);
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
