/**
 * A cluster and its people: several nodes on one unreliable store, each with a manual clock of its
 * own, and pages that come, type, lose their line, come back elsewhere and reload. Nodes drain, and
 * die with what they had not committed. One step does one random thing; `calm` ends all trouble.
 */
import {
  type Clock,
  ManualClock,
  MemoryRelay,
  type MemoryRoomRelay,
  RoomRegistry,
  type RoomRelay,
  type Voucher,
} from "@istmo/sync";
import * as Y from "yjs";
import { contentOf, editAtRandom } from "./random-edits.ts";
import type { Random } from "./seeded-random.ts";
import { type Node, Page, type Promised } from "./unruly-page.ts";
import { storeOf, UnrulyStore } from "./unruly-store.ts";

export const editionId = "edition";

/** No secret, but different for different messages, and the same on every run. */
function macOf(message: Uint8Array): Uint8Array {
  let hash = 0x811c9dc5;
  for (const byte of message) hash = Math.imul(hash ^ byte, 0x01000193);
  return Uint8Array.of(hash, hash >>> 8, hash >>> 16, hash >>> 24);
}
const voucher: Voucher = {
  sign: macOf,
  verify: (message, mac) => String(macOf(message)) === String(mac),
};

interface NodeParts {
  readonly store: UnrulyStore;
  readonly relay: MemoryRoomRelay | null;
  readonly random: Random;
  readonly onFault: (error: unknown) => void;
}

/** Says some things twice, as a node does that had no answer and tries again. */
function stuttering(relay: MemoryRoomRelay, random: Random): RoomRelay {
  return {
    nodeId: relay.nodeId,
    get isConnected() {
      return relay.isConnected;
    },
    publish(message) {
      relay.publish(message);
      if (random.oneIn(8)) relay.publish(message);
    },
    listen: (listener) => relay.listen(listener),
    close: () => relay.close(),
  };
}

/** One process. */
class ClusterNode implements Node {
  readonly clock = new ManualClock();
  readonly registry: RoomRegistry;
  readonly relay: MemoryRoomRelay | null;
  isAlive = true;

  constructor({ store, relay, random, onFault }: NodeParts) {
    this.relay = relay;
    this.registry = new RoomRegistry({
      store: storeOf(store, () => this.isAlive),
      clock: this.clock,
      idleFor: 500,
      compactBeyond: 8,
      presenceTick: 10,
      mergeBeyondBytes: 2_000,
      limits: { framesPerSecond: 1e9 },
      voucher,
      ...(relay !== null && { relay: stuttering(relay, random) }),
      // A database that is away is the schedule's doing; an update that cannot be applied is not.
      onFault: (error, { doing }) => {
        if (doing === "apply") onFault(error);
      },
    });
  }

  hold(): ReturnType<RoomRegistry["hold"]> {
    return this.registry.hold(editionId);
  }

  /** As kill -9: its clock stands still, its store answers nothing, nobody hears of it again. */
  kill(): void {
    this.isAlive = false;
  }
}

export interface ClusterOptions {
  readonly nodes: number;
  readonly pages: number;
  /** Pages keep what is vouched for; otherwise they are stock clients. */
  readonly isVouching: boolean;
}

/** Lets promises that hang on each other run; nothing here waits for real input. */
async function breathe(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}

function documentOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
  return doc;
}

/**
 * Whether an update holds anything that the document lacks; spoils the document if so. That
 * somebody deleted what died with its author and a node is no loss.
 */
function isNewsTo(doc: Y.Doc, update: Uint8Array): boolean {
  let isNews = false;
  doc.once("update", () => (isNews = true));
  Y.applyUpdate(doc, update);
  return isNews || doc.store.pendingStructs !== null;
}

export class UnrulyNetwork {
  readonly faults: unknown[] = [];
  readonly pages: Page[];
  readonly #promised: Promised = { updates: [], vector: new Map() };
  readonly #authors = new Map<number, string>();
  readonly #random: Random;
  readonly #isVouching: boolean;
  /** The time of the store and the relay, which no node's death stops. */
  readonly #clock = new ManualClock();
  readonly #relay: MemoryRelay | null;
  #started = 0;
  readonly #store: UnrulyStore;
  readonly #nodes: ClusterNode[];

  constructor(random: Random, { nodes, pages, isVouching }: ClusterOptions) {
    this.#isVouching = isVouching;
    this.#random = random;
    this.#store = new UnrulyStore(random, this.#clock);
    this.#relay = nodes > 1 ? this.#openRelay(this.#clock) : null;
    this.#nodes = Array.from({ length: nodes }, () => this.#startNode());
    this.pages = Array.from({ length: pages }, (_, i) => this.#aPage(i));
  }

  async step(): Promise<void> {
    const random = this.#random;
    const page = random.pick(this.pages);
    switch (random.below(12)) {
      case 0:
      case 1:
        page.edit();
        break;
      case 2:
        await this.#comeOrGo(page);
        break;
      case 3:
        this.#advance(random.below(20));
        break;
      case 4:
        if (random.oneIn(3)) this.#advance(random.below(300));
        break;
      case 5:
      case 6:
      case 7:
        page.deliver("up");
        break;
      case 8:
        await this.#somethingRare(page);
        break;
      default:
        page.deliver("down");
    }
    await breathe();
  }

  /** Ends all trouble: everybody online, everything delivered, everything committed. */
  async calm(): Promise<void> {
    this.#store.isReliable = true;
    await this.#finishInStore();
    for (const { relay } of this.#nodes) relay?.mend();
    for (const page of this.pages) page.role = "editor";
    for (const page of this.pages) page.line?.connection?.changeRole("editor");
    let quietRounds = 0;
    for (let round = 0; round < 200; round++) {
      for (const page of this.pages) {
        if (page.line === null) void page.connect(this.#random.pick(this.#nodes));
        page.deliverAll();
      }
      this.#advance(round < 5 ? 10_000 : 100);
      await breathe();
      const isQuiet = this.pages.every((page) => page.isQuiet) && this.#isCommitted;
      quietRounds = isQuiet ? quietRounds + 1 : 0;
      if (quietRounds > 3) return;
    }
    throw new Error("The network does not come to rest");
  }

  /** What must hold when all is calm, as the list of what does not. */
  async whatIsWrong(): Promise<string[]> {
    const wrong: string[] = [];
    const stored = await this.#store.peek(editionId);
    const fresh = documentOf(stored.state);
    const truth = JSON.stringify(contentOf(fresh));
    const differ = (doc: Y.Doc) => JSON.stringify(contentOf(doc)) !== truth;
    this.pages.forEach(({ doc, personId }, i) => {
      if (differ(doc)) wrong.push(`page ${i} of ${personId} differs from the database`);
    });
    this.pages.forEach(({ line, acknowledged, sentContent }, i) => {
      if (line?.isOrderly && acknowledged !== sentContent)
        wrong.push(`page ${i} is told that ${acknowledged} of its ${sentContent} frames are saved`);
    });
    this.#nodes.forEach(({ registry }, i) => {
      const room = registry.peek(editionId);
      if (room && differ(documentOf([room.state()]))) wrong.push(`node ${i} differs`);
    });
    for (const client of fresh.store.clients.keys()) {
      const [bound, author] = [stored.bindings.get(client), this.#authors.get(client)];
      if (bound !== author) wrong.push(`${client} is bound to ${bound}, was ${author}`);
    }
    wrong.push(...this.#missingPromises(fresh), ...this.#wrongPresence());
    if (this.faults.length > 0) wrong.push(`faults: ${this.faults.join("; ")}`);
    return wrong;
  }

  /** What was acknowledged and would not come back if everything died now. */
  async whatIsLost(): Promise<string[]> {
    const { state } = await this.#store.peek(editionId);
    return this.#missingPromises(documentOf(state));
  }

  destroy(): void {
    for (const page of this.pages) page.destroy();
  }

  get #isCommitted(): boolean {
    return this.#nodes.every(({ registry }) => registry.stats().pendingBytes === 0);
  }

  async #comeOrGo(page: Page): Promise<void> {
    if (page.line === null) return void page.connect(this.#random.pick(this.#nodes));
    if (this.#random.oneIn(4)) page.disconnect();
  }

  async #somethingRare(page: Page): Promise<void> {
    const random = this.#random;
    const place = random.below(this.#nodes.length);
    switch (random.below(14)) {
      case 0:
        return this.#kill(place);
      case 1:
        return this.#drain(place);
      case 2:
      case 3:
        return page.keepCopy();
      case 4:
        return this.#reload(page);
      case 5:
        return this.#changeRole(page);
      case 6:
        return this.#editByServer(place);
      case 7:
        return this.#mustBeKept();
      case 8:
      case 9:
        return this.#troubleRelay(place);
      default:
        return page.move();
    }
  }

  /** Without proofs, a page that alone holds what it wrote may not be thrown away. */
  async #reload(page: Page): Promise<void> {
    const { state } = await this.#store.peek(editionId);
    if (this.#isVouching || page.isSavedIn(documentOf(state)))
      page.reload(this.#random.pick(["nothing", "copy"]));
  }

  #changeRole(page: Page): void {
    page.role = page.role === "editor" ? "reader" : "editor";
    page.line?.connection?.changeRole(page.role);
  }

  #editByServer(place: number): void {
    const doc = new Y.Doc();
    doc.clientID = 16 + this.#random.below(2 ** 31);
    editAtRandom(doc, this.#random);
    const personId = this.#random.pick(["person 1", null]);
    this.#authors.set(doc.clientID, personId ?? "istmo:server");
    const update = Y.encodeStateAsUpdate(doc);
    void this.#nodes[place]?.registry.apply(editionId, personId, update).catch(() => undefined);
  }

  #troubleRelay(place: number): void {
    const relay = this.#nodes[place]?.relay;
    if (!relay) return;
    if (this.#random.oneIn(3)) relay.lose();
    else if (relay.isConnected) relay.cut();
    else relay.mend();
  }

  async #kill(place: number): Promise<void> {
    const node = this.#nodes[place];
    if (node === undefined) return;
    // Without proofs, others would be taken for the authors of words that only they still have.
    if (!this.#isVouching && node.registry.stats().pendingBytes > 0) return;
    node.kill();
    if (node.relay !== null) this.#relay?.kill(node.relay);
    for (const page of this.pages) if (page.line?.node === node) page.disconnect();
    if (this.#nodes.length === 1) await this.#finishInStore();
    this.#nodes[place] = this.#startNode();
    await this.#mustBeKept();
  }

  async #drain(place: number): Promise<void> {
    const node = this.#nodes[place];
    if (node === undefined) return;
    // Without proofs, an end before all is saved may shut somebody out: as long as it takes.
    const deadline = this.#isVouching ? 400 : 1e9;
    let isDrained = false;
    void node.registry.drain({ deadline }).then(() => (isDrained = true));
    while (!isDrained) {
      this.#advance(100);
      await breathe();
    }
    await this.#kill(place);
  }

  /** A restart takes longer than a statement that was under way; other nodes would read it later. */
  async #finishInStore(): Promise<void> {
    for (let i = 0; i < 3; i++) {
      this.#clock.advance(100);
      await breathe();
    }
  }

  async #mustBeKept(): Promise<void> {
    const lost = await this.whatIsLost();
    if (lost.length > 0) throw new Error(lost.join("\n"));
  }

  #advance(milliseconds: number): void {
    for (const { clock } of this.#nodes) clock.advance(milliseconds);
    this.#clock.advance(milliseconds);
  }

  #openRelay(clock: Clock): MemoryRelay {
    const delay = () => (this.#store.isReliable ? 0 : this.#random.below(40));
    return new MemoryRelay({ clock, delay, goneAfter: 1_000 });
  }

  #startNode(): ClusterNode {
    return new ClusterNode({
      store: this.#store,
      relay: this.#relay?.join(`node ${++this.#started}`) ?? null,
      random: this.#random,
      onFault: (error) => this.faults.push(error),
    });
  }

  #aPage(place: number): Page {
    const shared = {
      random: this.#random,
      promised: this.#promised,
      authors: this.#authors,
      takesVouched: this.#isVouching,
    };
    // Two tabs belong to one person.
    return new Page(`person ${Math.max(1, place)}`, shared);
  }

  #missingPromises(stored: Y.Doc): string[] {
    const { updates, vector } = this.#promised;
    const missing = [...vector]
      .filter(([client, clock]) => Y.getState(stored.store, client) < clock)
      .map(([client, clock]) => `${client}:${clock} was acknowledged and is not stored`);
    if (updates.length === 0) return missing;
    const merged = Y.mergeUpdates(updates.splice(0));
    updates.push(merged);
    if (isNewsTo(stored, merged)) missing.push("a counted frame is not stored");
    return missing;
  }

  #wrongPresence(): string[] {
    const here = this.pages.map(({ doc }) => doc.clientID).sort((a, b) => a - b);
    return this.pages.flatMap(({ awareness }, i) => {
      const seen = [...awareness.getStates().keys()].sort((a, b) => a - b);
      return String(seen) === String(here)
        ? []
        : [`page ${i} sees ${seen.join()}, here are ${here.join()}`];
    });
  }
}
