/**
 * A page: a document that outlives its connections, as the stock client handles it, on a line that
 * keeps, delays, doubles and reorders frames as the network says.
 */
import type { CollabCloseReason, EditionRole } from "@istmo/contracts";
import {
  ackFrame,
  readAck,
  readVouched,
  type RoomConnection,
  type RoomHold,
  step1Frame,
  step2Frame,
  updateFrame,
  type VouchedContent,
  vouchedFrame,
} from "@istmo/sync";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import {
  applyAwarenessUpdate,
  Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import * as Y from "yjs";
import { editAtRandom } from "./random-edits.ts";
import type { Random } from "./seeded-random.ts";

const ackType = ackFrame({ stateVector: new Uint8Array([0]), contentFrames: 0 })[0];
const nothing = new Uint8Array();
const vouchedType = vouchedFrame({ update: nothing, proof: nothing, waiting: 0 })[0];

/** Where a page connects. */
export interface Node {
  readonly isAlive: boolean;
  hold(): Promise<RoomHold>;
}

/** One connection, from the call until either side ends it. */
interface Line {
  readonly node: Node;
  readonly up: Uint8Array[];
  readonly down: Uint8Array[];
  /** Content frames sent, in order, as their updates. */
  readonly sent: { readonly update: Uint8Array; readonly isOwn: boolean }[];
  /** Nothing was doubled or reordered, so that counts mean something. */
  isOrderly: boolean;
  connection: RoomConnection | null;
  release: () => void;
}

/** What somebody had relayed and the database perhaps has not, to give back after a crash. */
interface Kept {
  readonly line: Line;
  readonly frame: Uint8Array;
  readonly update: Uint8Array;
}

/** What a page was told is in the database. */
export interface Promised {
  readonly updates: Uint8Array[];
  readonly vector: Map<number, number>;
}

export class Page {
  readonly personId: string;
  readonly promised: Promised;
  /** Who made which structs, over all lives of all pages. */
  readonly #authors: Map<number, string>;
  readonly #random: Random;
  doc!: Y.Doc;
  awareness!: Awareness;
  #undo!: Y.UndoManager;
  line: Line | null = null;
  role: EditionRole = "editor";
  closes: CollabCloseReason[] = [];
  /** The state of an earlier moment, as a copy on the device would hold it. */
  #copy: { readonly state: Uint8Array; readonly kept: readonly Kept[] } | null = null;
  #kept: Kept[] = [];
  readonly #takesVouched: boolean;
  /** Frames sent on this connection, and how many of them were acknowledged. */
  acknowledged = 0;

  constructor(
    personId: string,
    shared: {
      random: Random;
      promised: Promised;
      authors: Map<number, string>;
      takesVouched: boolean;
    },
  ) {
    this.personId = personId;
    this.#random = shared.random;
    this.promised = shared.promised;
    this.#authors = shared.authors;
    this.#takesVouched = shared.takesVouched;
    this.#open(null);
  }

  get sentContent(): number {
    return this.line?.sent.length ?? 0;
  }

  /** All that this page has written is in `stored`, so that nothing is lost with it. */
  isSavedIn(stored: Y.Doc): boolean {
    for (const [client, personId] of this.#authors) {
      if (personId !== this.personId) continue;
      if (Y.getState(this.doc.store, client) > Y.getState(stored.store, client)) return false;
    }
    return true;
  }

  edit(): void {
    const random = this.#random;
    const goesBack = random.oneIn(8);
    const goesForth = !goesBack && random.oneIn(8);
    if (goesBack) this.#undo.undo();
    else if (goesForth) this.#undo.redo();
    else editAtRandom(this.doc, random);
    if (random.oneIn(6)) this.#undo.stopCapturing();
  }

  move(): void {
    this.awareness.setLocalStateField("cursor", this.#random.below(100));
  }

  keepCopy(): void {
    this.#copy = { state: Y.encodeStateAsUpdate(this.doc), kept: this.#kept };
  }

  /** Reloads the page: from nothing, or from the copy. The old client is never seen again. */
  reload(from: "nothing" | "copy"): void {
    this.disconnect();
    this.#undo.destroy();
    this.awareness.destroy();
    this.doc.destroy();
    const copy = from === "copy" ? this.#copy : null;
    this.#kept = copy === null ? [] : [...copy.kept];
    this.#open(copy?.state ?? null);
  }

  async connect(node: Node): Promise<void> {
    const random = this.#random;
    const line: Line = {
      node,
      up: [],
      down: [],
      sent: [],
      isOrderly: !random.oneIn(3),
      connection: null,
      release: () => undefined,
    };
    this.line = line;
    let hold: RoomHold;
    try {
      hold = await node.hold();
    } catch {
      if (this.line === line) this.line = null;
      return;
    }
    if (this.line !== line || !node.isAlive) return hold.release();
    const { personId, role } = this;
    line.release = hold.release;
    line.connection = hold.room.join(
      {
        personId,
        user: { id: personId, name: personId, centre: null, color: "#000000" },
        role,
        wantsAcks: true,
        takesVouched: this.#takesVouched,
      },
      {
        send: (frame) => line.down.push(frame),
        close: (reason) => {
          this.closes.push(reason);
          if (this.line === line) this.disconnect();
        },
      },
    );
    line.up.push(step1Frame(Y.encodeStateVector(this.doc)));
    if (this.awareness.getLocalState() !== null) this.#sayPresence([this.doc.clientID]);
  }

  disconnect(): void {
    const { line } = this;
    this.line = null;
    this.acknowledged = 0;
    if (line === null) return;
    if (line.node.isAlive) {
      line.connection?.leave();
      line.release();
    }
    const others = [...this.awareness.meta.keys()].filter((it) => it !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    // As the page does: another node, or this one after a restart, counts presence from less.
    for (const client of others) this.awareness.meta.delete(client);
    this.#forgetWhatDoesNotFit();
  }

  /** Delivers a frame, perhaps not the first, perhaps not for the last time. */
  deliver(way: "up" | "down"): void {
    const { line } = this;
    if (line?.connection == null) return;
    const random = this.#random;
    const queue = line[way];
    const jumps = !line.isOrderly && random.oneIn(5) ? random.below(3) : 0;
    // Only content passes only content: that a page says first that it is here tells it from an echo,
    // and proofs come before what they prove.
    const place = queue.slice(0, jumps + 1).every((frame) => frame[0] === 0) ? jumps : 0;
    const frame = queue[place];
    if (frame === undefined) return;
    const comesAgain = !line.isOrderly && frame[0] === 0 && random.oneIn(10);
    if (!comesAgain) queue.splice(place, 1);
    if (way === "up") line.connection.receive(frame);
    else this.#take(line, frame);
  }

  /** Delivers everything that is on its way, in order. A line that has ended is not heard any more. */
  deliverAll(): void {
    const { line } = this;
    if (line?.connection == null) return;
    for (let frame = line.up.shift(); frame !== undefined; frame = line.up.shift()) {
      line.connection.receive(frame);
    }
    while (this.line === line) {
      const frame = line.down.shift();
      if (frame === undefined) return;
      this.#take(line, frame);
    }
  }

  get isQuiet(): boolean {
    return this.line?.connection != null && this.line.up.length + this.line.down.length === 0;
  }

  destroy(): void {
    this.#undo.destroy();
    this.awareness.destroy();
    this.doc.destroy();
  }

  #open(state: Uint8Array | null): void {
    const doc = new Y.Doc();
    doc.clientID = 16 + this.#random.below(2 ** 31);
    this.doc = doc;
    if (state !== null) Y.applyUpdate(doc, state, this);
    this.#forgetWhatDoesNotFit();
    this.#authors.set(doc.clientID, this.personId);
    this.awareness = new Awareness(doc);
    this.awareness.setLocalState({ user: { name: "whoever" } });
    this.#undo = new Y.UndoManager([doc.getText("text"), doc.getXmlFragment("body")], {
      captureTimeout: 0,
    });
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#send(updateFrame(update), update);
    });
    // As y-websocket does: every change is said, heard ones too.
    this.awareness.on("update", (changes: Record<"added" | "updated" | "removed", number[]>) => {
      this.#sayPresence([...changes.added, ...changes.updated, ...changes.removed]);
    });
  }

  /**
   * As the page does: what builds on words that never came, because the line broke or the server
   * died, will be told again if it still exists, and must not be taken for this page's own.
   */
  #forgetWhatDoesNotFit(): void {
    this.doc.store.pendingStructs = null;
    this.doc.store.pendingDs = null;
  }

  #send(frame: Uint8Array, update: Uint8Array, isOwn = true): void {
    if (this.line?.connection == null) return;
    this.line.sent.push({ update, isOwn });
    this.line.up.push(frame);
  }

  #sayPresence(clientIds: number[]): void {
    if (this.line?.connection == null) return;
    const payload = encodeAwarenessUpdate(this.awareness, clientIds);
    this.line.up.push(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarUint8Array(encoder, payload);
      }),
    );
  }

  #take(line: Line, frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type === ackType) return this.#takeAck(line, readAck(decoder));
    if (type === 1) {
      const presence = decoding.readVarUint8Array(decoder);
      return applyAwarenessUpdate(this.awareness, presence, this);
    }
    if (type === vouchedType) return this.#takeVouched(line, frame, readVouched(decoder));
    if (type !== 0) return;
    const step = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (step !== 0) return Y.applyUpdate(this.doc, payload, this);
    for (const kept of this.#kept) this.#send(kept.frame, kept.update, false);
    const missing = Y.encodeStateAsUpdate(this.doc, payload);
    this.#send(step2Frame(missing), missing);
  }

  /** Keeps it until the room says that the database has it; of earlier lines, until it is given back. */
  #takeVouched(line: Line, frame: Uint8Array, { update, waiting }: VouchedContent): void {
    Y.applyUpdate(this.doc, update, this);
    const earlier = this.#kept.filter((it) => it.line !== line);
    const ofThisLine = this.#kept.filter((it) => it.line === line);
    ofThisLine.push({ line, frame, update });
    this.#kept = [...earlier, ...ofThisLine.slice(-waiting)];
  }

  #takeAck(line: Line, ack: ReturnType<typeof readAck>): void {
    this.acknowledged = Math.max(this.acknowledged, ack.contentFrames);
    const { updates, vector } = this.promised;
    for (const [client, clock] of Y.decodeStateVector(ack.stateVector)) {
      vector.set(client, Math.max(clock, vector.get(client) ?? 0));
    }
    const saved = line.isOrderly ? line.sent.slice(0, ack.contentFrames) : [];
    const given = new Set(saved.map(({ update }) => update));
    this.#kept = this.#kept.filter((it) => it.line === line || !given.has(it.update));
    // What was given back for others may build on what is lost with its author and a node.
    updates.push(...saved.filter(({ isOwn }) => isOwn).map(({ update }) => update));
  }
}
