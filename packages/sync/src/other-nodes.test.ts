import { describe, expect, it } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import * as frames from "./frames.ts";
import { ManualClock } from "./manual-clock.ts";
import { MemoryPaperStore } from "./memory-paper-store.ts";
import { MemoryRelay, type MemoryRoomRelay } from "./memory-room-relay.ts";
import type { PaperWrite, StoredPaper } from "./paper-store.ts";
import { type RoomHold, RoomRegistry } from "./room-registry.ts";
import { TestClient } from "./testing.ts";

class SharedStore extends MemoryPaperStore {
  loads = 0;
  isAway = false;
  /** Holds the answer to the next load back until the test lets it go. */
  gate: Promise<void> | null = null;

  override async load(editionId: string): Promise<StoredPaper> {
    this.loads++;
    if (this.isAway) throw new Error("database away");
    const stored = await super.load(editionId);
    await this.gate;
    return stored;
  }

  override async append(batch: readonly PaperWrite[]): Promise<readonly PaperWrite[]> {
    if (this.isAway) throw new Error("database away");
    return super.append(batch);
  }
}

interface Node {
  readonly relay: MemoryRoomRelay;
  readonly registry: RoomRegistry;
  readonly faults: string[];
  come(personId: string): Promise<TestClient>;
  /** Lets go of the rooms of everybody who came. */
  release(): void;
}

/** Two nodes on one database. */
function anInstallation() {
  const clock = new ManualClock();
  const store = new SharedStore();
  const hub = new MemoryRelay({ clock });
  const start = (nodeId: string): Node => {
    const relay = hub.join(nodeId);
    const faults: string[] = [];
    const registry = new RoomRegistry({
      ...{ store, clock, relay, commitEvery: 0, presenceTick: 0, idleFor: 1_000 },
      onFault: (_error, { doing }) => faults.push(doing),
    });
    const holds: RoomHold[] = [];
    const come = async (personId: string) => {
      const hold = await registry.hold("e1");
      holds.push(hold);
      const client = new TestClient(hold.room, { personId, wantsAcks: true });
      await clock.settle();
      return client;
    };
    const release = () => holds.forEach((hold) => hold.release());
    return { relay, registry, faults, come, release };
  };
  return { clock, store, hub, a: start("a"), b: start("b") };
}

/** Gives a client presence, as the stock client does. */
function present(client: TestClient, state: Record<string, unknown>): void {
  client.awareness ??= new Awareness(client.doc);
  client.awareness.setLocalState(state);
  client.connection.receive(presenceOf(client));
}

/** A client's own state as it stands: what the stock client says first on every connection. */
function presenceOf({ awareness, doc }: TestClient): Uint8Array {
  const clock = awareness?.meta.get(doc.clientID)?.clock ?? 0;
  const json = JSON.stringify(awareness?.getLocalState() ?? null);
  return frames.awarenessFrame([{ clientId: doc.clientID, clock, json }]);
}

/** Whom a client sees, by clientID. */
function seen(client: TestClient): Record<number, unknown> {
  const others = [...(client.awareness?.getStates() ?? [])].filter(
    ([clientId]) => clientId !== client.doc.clientID,
  );
  return Object.fromEntries(others);
}

describe("what is committed on one node", () => {
  it("R22: reaches the people on the others, and is not committed a second time", async () => {
    const { a, b, clock, store } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    ana.type("from a");
    await clock.settle();
    expect(bea.text).toBe("from a");
    bea.type("and b, ");
    await clock.settle();
    expect(ana.text).toBe("and b, from a");
    expect((await store.load("e1")).state).toHaveLength(2);
  });

  it("R22: is told only when the database has it", async () => {
    const { a, b, clock, store } = anInstallation();
    const ana = await a.come("ana");
    const luis = await a.come("luis");
    const bea = await b.come("bea");
    store.isAway = true;
    ana.type("soon");
    await clock.settle();
    expect(luis.text).toBe("soon");
    expect(bea.text).toBe("");
    store.isAway = false;
    await clock.settle(10_000);
    expect(bea.text).toBe("soon");
  });

  it("R22: counts as saved: whoever repeats it is told so at once", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    ana.type("from a");
    await clock.settle();
    const before = bea.acks.length;
    bea.connection.receive(frames.updateFrame(Y.encodeStateAsUpdate(bea.doc)));
    await clock.settle();
    expect(bea.acks.length).toBe(before + 1);
    expect(b.registry.stats().pendingBytes).toBe(0);
  });

  it("R22: brings along whose clientID it is: nobody else writes as that person", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const mallory = await b.come("mallory");
    ana.type("mine");
    await clock.settle();
    const forged = new Y.Doc();
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(mallory.doc));
    forged.clientID = ana.doc.clientID;
    forged.getText("t").insert(0, "not ");
    const update = Y.encodeStateAsUpdate(forged, Y.encodeStateVector(mallory.doc));
    mallory.connection.receive(frames.updateFrame(update));
    await clock.settle();
    expect(mallory.closedWith).toBe("foreignClient");
    expect(ana.text).toBe("mine");
  });

  it("R22: reaches somebody who comes while it is on its way", async () => {
    const { a, b, clock, store } = anInstallation();
    const ana = await a.come("ana");
    ana.type("before, ");
    await clock.settle();
    let open = () => {};
    store.gate = new Promise((resolve) => (open = resolve));
    const coming = b.come("bea");
    await clock.settle();
    store.gate = null;
    ana.type("meanwhile, ");
    await clock.settle();
    open();
    await clock.settle();
    expect((await coming).text).toBe("meanwhile, before, ");
  });
});

describe("what was missed", () => {
  it("R23: content that lacks what precedes it has the edition read from the database", async () => {
    const { b, clock, store, hub } = anInstallation();
    const bea = await b.come("bea");
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    for (const word of ["hello", " world"]) doc.getText("t").insert(doc.getText("t").length, word);
    const bindings = [{ clientId: doc.clientID, personId: "ana" }];
    await store.append(
      updates.map((update) => ({ editionId: "e1", personId: "ana", update, bindings })),
    );
    // Only the second is told: the first got lost on the way.
    const update = updates[1] ?? new Uint8Array();
    hub.join("c").publish({ type: "content", editionId: "e1", update, bindings: [] });
    await clock.settle();
    expect(bea.text).toBe("hello world");
  });

  it("R23: a node that lost what was on its way reads the database", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    b.relay.cut();
    ana.type("lost and found");
    await clock.settle();
    expect(bea.text).toBe("");
    b.relay.mend();
    await clock.settle();
    expect(bea.text).toBe("lost and found");
  });

  it("R23: without the relay the database is read every two seconds", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    a.relay.cut();
    b.relay.cut();
    ana.type("by the database");
    await clock.settle();
    expect(bea.text).toBe("");
    await clock.settle(2_000);
    expect(bea.text).toBe("by the database");
  });

  it("R23: with the relay in order nothing is read again", async () => {
    const { a, b, clock, store } = anInstallation();
    const ana = await a.come("ana");
    await b.come("bea");
    const before = store.loads;
    for (let i = 0; i < 10; i++) {
      ana.type("x");
      await clock.settle(2_000);
    }
    expect(store.loads).toBe(before);
  });

  it("R23: a node that was cut off tells what it committed meanwhile", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    a.relay.cut();
    ana.type("alone");
    await clock.settle();
    expect(bea.text).toBe("");
    a.relay.mend();
    await clock.settle();
    expect(bea.text).toBe("alone");
  });

  it("R23: a database that is away as well is asked again, and complained about once a pause", async () => {
    const { a, b, clock, store } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    ana.type("saved");
    await clock.settle();
    b.relay.cut();
    ana.type("and ");
    await clock.settle();
    store.isAway = true;
    await clock.settle(2_000);
    expect(b.faults).toEqual(["refresh"]);
    store.isAway = false;
    await clock.settle(2_000);
    expect(bea.text).toBe("and saved");
  });

  it("R23: a room whose write the database refused starts anew, with what is true", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const mallory = await b.come("mallory");
    const luis = await b.come("luis");
    // Both at once, before either database write: the first to be stored has it.
    mallory.doc.clientID = ana.doc.clientID;
    const acks = mallory.acks.length;
    ana.type("hers");
    mallory.type("stolen");
    await clock.settle();
    await clock.settle();
    expect([mallory.closedWith, luis.closedWith]).toEqual(["shuttingDown", "shuttingDown"]);
    expect(mallory.acks).toHaveLength(acks);
    const again = await b.come("luis");
    expect(again.text).toBe("hers");
    ana.type("still ");
    await clock.settle();
    expect(again.text).toBe("still hers");
    expect(ana.closedWith).toBeNull();
  });

  it("R23: an edit by the server is written again into the room that was made anew", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const mallory = await b.come("mallory");
    mallory.doc.clientID = ana.doc.clientID;
    ana.type("hers");
    mallory.type("stolen");
    const edit = b.registry.edit("e1", null, (doc) => doc.getText("other").insert(0, "chip"));
    await clock.settle();
    await clock.settle();
    await edit;
    const text = await b.registry.withDoc("e1", (doc) => [
      doc.getText("t").toJSON(),
      doc.getText("other").toJSON(),
    ]);
    expect(text).toEqual(["hers", "chip"]);
  });
});

describe("compaction by several nodes", () => {
  it("R25: what others wrote counts towards a long log; a node folds it away while another writes", async () => {
    const { a, b, clock, store } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    for (let i = 0; i < 300; i++) {
      ana.type("x");
      await clock.settle();
    }
    expect((await store.load("e1")).state.length).toBeGreaterThan(200);
    bea.connection.leave();
    b.release();
    ana.type("y");
    await clock.settle(1_000);
    await clock.settle(1_000);
    ana.type("z");
    await clock.settle();
    expect((await store.load("e1")).state.length).toBeLessThan(5);
    const again = await b.come("bea");
    expect(again.text).toBe(ana.text);
    expect(again.text).toHaveLength(302);
  });
});

describe("presence across nodes", () => {
  it("R24: people on different nodes see each other come, move and go", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    present(ana, { cursor: 1 });
    present(bea, { cursor: 7 });
    await clock.settle();
    expect(seen(ana)).toMatchObject({ [bea.doc.clientID]: { cursor: 7 } });
    expect(seen(bea)).toMatchObject({
      [ana.doc.clientID]: { cursor: 1, user: { name: "Name of ana" } },
    });
    present(ana, { cursor: 2 });
    await clock.settle();
    expect(seen(bea)).toMatchObject({ [ana.doc.clientID]: { cursor: 2 } });
    ana.connection.leave();
    await clock.settle();
    expect(seen(bea)).toEqual({});
  });

  it("R24: whoever opens a paper on another node is told who is there", async () => {
    const { a, b, clock } = anInstallation();
    present(await a.come("ana"), { cursor: 1 });
    await clock.settle();
    const bea = await b.come("bea");
    present(bea, {});
    bea.connection.receive(frames.queryAwarenessFrame());
    await clock.settle();
    expect(Object.values(seen(bea))).toMatchObject([{ cursor: 1 }]);
  });

  it("R24: a node that dies takes its people along, and its words stay", async () => {
    const { a, b, clock, hub } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    present(ana, { cursor: 1 });
    present(bea, {});
    ana.type("saved");
    await clock.settle();
    hub.kill(a.relay);
    await clock.settle(6_000);
    expect(Object.keys(seen(bea))).toHaveLength(1);
    await clock.settle(1_000);
    expect(seen(bea)).toEqual({});
    expect(bea.text).toBe("saved");
  });

  it("R24: somebody whose node died is seen again as soon as they come to another", async () => {
    const { a, b, clock, hub } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    present(bea, {});
    present(ana, { cursor: 1 });
    await clock.settle();
    hub.kill(a.relay);
    // The stock client repeats its state as it was: its clock has not moved.
    const { room } = await b.registry.hold("e1");
    const back = new TestClient(room, { personId: "ana" });
    back.connection.receive(presenceOf(ana));
    await clock.settle();
    await clock.settle(20_000);
    expect(seen(bea)).toMatchObject({ [ana.doc.clientID]: { cursor: 1 } });
  });

  it("R24: somebody who moves to another node is there once, and goes when that connection ends", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const eva = await a.come("eva");
    const bea = await b.come("bea");
    present(eva, {});
    present(bea, {});
    present(ana, { cursor: 1 });
    await clock.settle();
    // The old connection has not been given up yet.
    const { room } = await b.registry.hold("e1");
    const back = new TestClient(room, { personId: "ana" });
    back.connection.receive(presenceOf(ana));
    await clock.settle();
    ana.connection.leave();
    await clock.settle();
    for (const other of [eva, bea]) expect(seen(other)).toHaveProperty(String(ana.doc.clientID));
    back.connection.leave();
    await clock.settle();
    for (const other of [eva, bea])
      expect(seen(other)).not.toHaveProperty(String(ana.doc.clientID));
  });

  it("R24: a clientID that was seen on another node is that person's here", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    present(ana, { cursor: 1 });
    const mallory = await b.come("mallory");
    await clock.settle();
    mallory.doc.clientID = ana.doc.clientID;
    mallory.type("as ana");
    await clock.settle();
    expect(mallory.closedWith).toBe("foreignClient");
    expect(ana.text).toBe("");
  });

  it("R24: after a time without the relay everybody learns again who is where", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    b.relay.cut();
    present(ana, { cursor: 1 });
    present(bea, { cursor: 2 });
    await clock.settle();
    expect([seen(ana), seen(bea)]).toEqual([{}, {}]);
    b.relay.mend();
    await clock.settle();
    expect(Object.values(seen(ana))).toMatchObject([{ cursor: 2 }]);
    expect(Object.values(seen(bea))).toMatchObject([{ cursor: 1 }]);
  });

  it("R24: a node that stops says goodbye: its people are gone at once", async () => {
    const { a, b, clock } = anInstallation();
    const ana = await a.come("ana");
    const bea = await b.come("bea");
    present(ana, { cursor: 1 });
    present(bea, {});
    await clock.settle();
    const drained = a.registry.drain({ deadline: 5_000 });
    await clock.settle();
    expect(await drained).toBe(true);
    await a.relay.close();
    await clock.settle();
    expect(seen(bea)).toEqual({});
  });
});
