/**
 * A room, its store, and clients between which frames are late, doubled, out of order within a
 * few, and lost whenever a connection breaks. One step does one random thing.
 */
import type { CollabCloseReason } from "@istmo/contracts";
import {
  ackFrame,
  GroupCommit,
  ManualClock,
  MemoryPaperStore,
  type PaperWrite,
  Room,
  type RoomConnection,
  step1Frame,
  step2Frame,
  updateFrame,
} from "@istmo/sync";
import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import type { Random } from "./seeded-random.ts";

/** Fails now and then, and sometimes after it has written. */
class UnreliableStore extends MemoryPaperStore {
  readonly #random: Random;
  isReliable = false;

  constructor(random: Random) {
    super();
    this.#random = random;
  }

  override async append(batch: readonly PaperWrite[]): Promise<void> {
    if (this.isReliable) return super.append(batch);
    if (this.#random.oneIn(4)) throw new Error("database away");
    await super.append(batch);
    if (this.#random.oneIn(8)) throw new Error("the answer was lost");
  }
}

const ackType = ackFrame({ stateVector: new Uint8Array(), contentFrames: 0 })[0];

/** A page: a document that outlives its connections. */
class Page {
  readonly doc = new Y.Doc();
  readonly personId: string;
  readonly up: Uint8Array[] = [];
  readonly down: Uint8Array[] = [];
  connection: RoomConnection | null = null;
  closedWith: CollabCloseReason | null = null;
  /** Content frames sent on this connection, and how many of them were acknowledged. */
  sentContent = 0;
  acknowledged = 0;

  constructor(personId: string, clientId: number) {
    this.personId = personId;
    this.doc.clientID = clientId;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this || this.connection === null) return;
      this.sentContent++;
      this.up.push(updateFrame(update));
    });
  }

  connect(room: Room): void {
    const user = { id: this.personId, name: this.personId, centre: null, color: "#000000" };
    this.connection = room.join(
      { personId: this.personId, user, role: "editor", wantsAcks: true },
      {
        send: (frame) => this.down.push(frame),
        close: (reason) => {
          this.closedWith = reason;
          this.disconnect();
        },
      },
    );
    this.up.push(step1Frame(Y.encodeStateVector(this.doc)));
  }

  disconnect(): void {
    this.connection?.leave();
    this.connection = null;
    this.up.length = 0;
    this.down.length = 0;
    this.sentContent = 0;
    this.acknowledged = 0;
  }

  take(frame: Uint8Array): void {
    if (frame[0] === ackType) {
      const decoder = decoding.createDecoder(frame.subarray(1));
      decoding.readVarUint8Array(decoder);
      this.acknowledged = Math.max(this.acknowledged, decoding.readVarUint(decoder));
    }
    if (frame[0] !== 0) return;
    const payload = decoding.readVarUint8Array(decoding.createDecoder(frame.subarray(2)));
    if (frame[1] !== 0) return Y.applyUpdate(this.doc, payload, this);
    this.sentContent++;
    this.up.push(step2Frame(Y.encodeStateAsUpdate(this.doc, payload)));
  }
}

/** For JSON: keys in order, since replicas fill their maps in the order in which they learn. */
function spell(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** All that a document shows and knows, comparable. */
export function contentOf(doc: Y.Doc): unknown {
  const vector = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b);
  const shown = {
    body: doc.getXmlFragment("body"),
    text: doc.getText("text").toDelta() as unknown,
    map: doc.getMap("map"),
    list: doc.getArray("list"),
  };
  return { vector: Object.fromEntries(vector), shown: JSON.stringify(shown, spell) };
}

function edit(doc: Y.Doc, random: Random): void {
  const text = doc.getText("text");
  const body = doc.getXmlFragment("body");
  const at = random.below(text.length + 1);
  const some = Math.min(random.below(5), text.length - at);
  switch (random.below(8)) {
    case 0:
    case 1:
      // No character beyond 16 bits: an editor never cuts those in half, random places would.
      return text.insert(at, random.pick(["a", "ñ", "word ", "a longer sentence. "]));
    case 2:
      return text.delete(at, some);
    case 3:
      return text.format(at, some, {
        [random.pick(["bold", "italic"])]: random.pick([true, null]),
      });
    case 4: {
      const paragraph = new Y.XmlElement("p");
      paragraph.insert(0, [new Y.XmlText("p")]);
      return body.insert(random.below(body.length + 1), [paragraph]);
    }
    case 5:
      if (body.length > 0) body.delete(random.below(body.length), 1);
      return;
    case 6:
      doc.getMap("map").set(random.pick(["title", "date"]), random.below(100));
      return;
    default:
      return doc.transact(() => {
        doc.getArray("list").push([random.below(10)]);
        doc.getMap("map").delete("date");
        text.insert(0, "t");
      });
  }
}

export class UnrulyNetwork {
  readonly clock = new ManualClock();
  readonly store: UnreliableStore;
  readonly faults: unknown[] = [];
  readonly pages: Page[];
  readonly #commits: GroupCommit;
  readonly #random: Random;
  room: Room;

  private constructor(random: Random, pages: number) {
    this.#random = random;
    this.store = new UnreliableStore(random);
    this.#commits = new GroupCommit({ store: this.store, clock: this.clock });
    this.room = this.#openRoom({ state: [], bindings: new Map() });
    this.pages = Array.from(
      { length: pages },
      // Two tabs belong to one person.
      (_, i) => new Page(`person ${Math.max(1, i)}`, 1 + i + random.below(2 ** 20) * 16),
    );
  }

  static open(random: Random, pages: number): UnrulyNetwork {
    return new UnrulyNetwork(random, pages);
  }

  async step(): Promise<void> {
    const random = this.#random;
    const page = random.pick(this.pages);
    switch (random.below(10)) {
      case 0:
      case 1:
        return edit(page.doc, random);
      case 2:
        if (page.connection === null) return page.connect(this.room);
        return random.oneIn(4) ? page.disconnect() : undefined;
      case 3:
        return this.clock.advance(random.below(20));
      case 4:
        return random.oneIn(3) ? this.clock.settle(random.below(200)) : undefined;
      case 5:
      case 6:
      case 7:
        return this.#deliver(page, page.up);
      default:
        return this.#deliver(page, page.down);
    }
  }

  /** Ends all trouble: everybody online, everything delivered, everything committed. */
  async calm(): Promise<void> {
    this.store.isReliable = true;
    for (const page of this.pages) if (page.connection === null) page.connect(this.room);
    for (let round = 0; round < 100; round++) {
      for (const page of this.pages) {
        for (let frame = page.up.shift(); frame !== undefined; frame = page.up.shift()) {
          page.connection?.receive(frame);
        }
        for (let frame = page.down.shift(); frame !== undefined; frame = page.down.shift()) {
          page.take(frame);
        }
      }
      await this.clock.settle(round === 0 ? 10_000 : 0);
      if (this.pages.every(({ up, down }) => up.length + down.length === 0)) return;
    }
    throw new Error("The network does not come to rest");
  }

  async reopened(): Promise<Room> {
    return this.#openRoom(await this.store.load("edition"));
  }

  #deliver(page: Page, queue: Uint8Array[]): void {
    const place = this.#random.oneIn(5) ? this.#random.below(Math.min(3, queue.length)) : 0;
    const frame = queue[place];
    if (frame === undefined) return;
    if (!this.#random.oneIn(10)) queue.splice(place, 1); // otherwise it will come again
    if (queue === page.up) page.connection?.receive(frame);
    else page.take(frame);
  }

  #openRoom(stored: ConstructorParameters<typeof Room>[0]["stored"]): Room {
    return new Room({
      editionId: "edition",
      stored,
      clock: this.clock,
      commits: this.#commits,
      onFault: (error) => this.faults.push(error),
      limits: { framesPerSecond: 1e9 },
    });
  }
}
