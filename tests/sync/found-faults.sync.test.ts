/** What the schedules of convergence.sync.test.ts have found, each in as few steps as it takes. */
import {
  awarenessFrame,
  ManualClock,
  MemoryPaperStore,
  MemoryRelay,
  type Member,
  type MemberPort,
  readVouched,
  type Room,
  RoomRegistry,
  step1Frame,
  step2Frame,
  updateFrame,
  type Voucher,
} from "@istmo/sync";
import * as decoding from "lib0/decoding";
import { describe, expect, it, vi } from "vitest";
import * as Y from "yjs";

const voucher: Voucher = { sign: (message) => message.slice(-4), verify: () => true };

function join(
  room: Room,
  personId: string,
  port: Partial<MemberPort> = {},
  wishes: Partial<Member> = {},
) {
  const sent: Uint8Array[] = [];
  const user = { id: personId, name: personId, centre: null, color: "#000000" };
  const connection = room.join(
    { personId, user, role: "editor", wantsAcks: true, takesVouched: true, ...wishes },
    { send: (frame) => void sent.push(frame), close: () => undefined, ...port },
  );
  return { connection, sent };
}

function aDocument(words: string): Y.Doc {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, words);
  return doc;
}

const kinds = (frames: readonly Uint8Array[]) =>
  frames.map(([type, step]) => (type === 0 ? `sync ${step}` : String(type)));

describe("what schedules have found", () => {
  it("R26: proofs come before the answer that holds what they prove, or a broken line leaves it without", async () => {
    const clock = new ManualClock();
    const store = new MemoryPaperStore();
    vi.spyOn(store, "append").mockRejectedValue(new Error("away"));
    const registry = new RoomRegistry({ store, clock, voucher });
    const { room } = await registry.hold("e");
    join(room, "ana").connection.receive(updateFrame(Y.encodeStateAsUpdate(aDocument("mine"))));
    const bea = join(room, "bea");
    bea.connection.receive(step1Frame(Uint8Array.of(0)));
    const after = kinds(bea.sent).slice(-2);
    expect(after).toEqual(["101", "sync 1"]);
    const [proof] = bea.sent.slice(-2);
    const { update } = readVouched(decoding.createDecoder((proof ?? new Uint8Array()).subarray(1)));
    const doc = new Y.Doc();
    Y.applyUpdate(doc, update);
    expect(doc.getText("t").toJSON()).toBe("mine");
  });

  it("R18: a room that was being opened when the server began to stop lets nobody in", async () => {
    const clock = new ManualClock();
    const store = new MemoryPaperStore();
    let opened: () => void = () => undefined;
    const isRead = new Promise<void>((resolve) => (opened = resolve));
    vi.spyOn(store, "load").mockImplementation(async () => {
      await isRead;
      return { state: [], bindings: new Map() };
    });
    const registry = new RoomRegistry({ store, clock });
    const held = registry.hold("e");
    const outcome = held.then(
      () => "let in",
      () => "turned away",
    );
    await registry.drain({ deadline: 1_000 });
    opened();
    expect(await outcome).toBe("turned away");
  });

  it("R23, R24: what a dying node had stored and not told is read, and its people go", async () => {
    const clock = new ManualClock();
    const store = new MemoryPaperStore();
    const relay = new MemoryRelay({ clock, goneAfter: 1_000 });
    const [dying, other] = ["dying", "other"].map((nodeId) => {
      const end = relay.join(nodeId);
      return { end, registry: new RoomRegistry({ store, clock, relay: end, presenceTick: 0 }) };
    });
    if (dying === undefined || other === undefined) throw new Error("There are two nodes");
    const [{ room: there }, { room: here }] = await Promise.all([
      dying.registry.hold("e"),
      other.registry.hold("e"),
    ]);
    const bea = join(here, "bea");
    const entry = { clientId: 5, clock: 1, json: JSON.stringify({ cursor: 1 }) };
    join(there, "ana").connection.receive(awarenessFrame([entry]));
    await clock.settle(100);
    expect(here.presenceHere()).toEqual([]);
    expect(kinds(bea.sent).filter((kind) => kind === "1")).toHaveLength(1);

    relay.kill(dying.end);
    const update = Y.encodeStateAsUpdate(aDocument("stored and never told"));
    await store.append([{ editionId: "e", personId: "ana", update, bindings: [] }]);
    await clock.settle(2_000);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, here.state());
    expect(doc.getText("t").toJSON()).toBe("stored and never told");
    expect(kinds(bea.sent).filter((kind) => kind === "1")).toHaveLength(2);
  });

  it("R14: what builds on something that is missing is never counted before it is there", async () => {
    const clock = new ManualClock();
    const registry = new RoomRegistry({ store: new MemoryPaperStore(), clock, voucher });
    const { room } = await registry.hold("e");
    const doc = aDocument("first");
    const before = Y.encodeStateVector(doc);
    doc.getText("t").insert(5, " second");
    const ana = join(room, "ana");
    ana.connection.receive(updateFrame(Y.encodeStateAsUpdate(doc, before)));
    await clock.settle(1_000);
    expect(kinds(ana.sent)).not.toContain("100");
    // Once for the step 1 of the joining, and once for the one that the gap has caused.
    ana.connection.receive(step2Frame(Y.encodeStateAsUpdate(doc)));
    ana.connection.receive(step2Frame(Y.encodeStateAsUpdate(doc)));
    await clock.settle(1_000);
    expect(kinds(ana.sent)).toContain("100");
  });

  it("R14, R26: what is given back and does not fit is not counted before a step 2 has brought everything", async () => {
    const clock = new ManualClock();
    const away = new MemoryPaperStore();
    vi.spyOn(away, "append").mockRejectedValue(new Error("away"));
    const dying = await new RoomRegistry({ store: away, clock, voucher }).hold("e");
    const ana = join(dying.room, "ana");
    const bea = join(dying.room, "bea");
    const doc = aDocument("first");
    const before = Y.encodeStateVector(doc);
    ana.connection.receive(updateFrame(Y.encodeStateAsUpdate(doc)));
    await clock.settle(100);
    doc.getText("t").insert(5, " second");
    ana.connection.receive(updateFrame(Y.encodeStateAsUpdate(doc, before)));
    await clock.settle(100);
    const [first, second] = bea.sent.filter(([type]) => type === 101);
    if (first === undefined || second === undefined) throw new Error("Both are proved");

    const registry = new RoomRegistry({ store: new MemoryPaperStore(), clock, voucher });
    const { room } = await registry.hold("e");
    const back = join(room, "bea");
    back.connection.receive(second);
    await clock.settle(1_000);
    expect(kinds(back.sent)).not.toContain("100");
    back.connection.receive(first);
    back.connection.receive(second);
    await clock.settle(1_000);
    expect(kinds(back.sent)).not.toContain("100");
    back.connection.receive(step2Frame(Y.encodeStateAsUpdate(doc)));
    await clock.settle(1_000);
    expect(kinds(back.sent)).toContain("100");
  });
});

/** Why the schedules let no node of stock clients die with unsaved words. */
describe("what stock clients lose with a node that dies", () => {
  const stock = { takesVouched: false };

  /** Ana's words died with their node; Bea, who wrote on behind them, has no proof of them. */
  async function afterTheDeath({ isBound }: { isBound: boolean }) {
    const clock = new ManualClock();
    const store = new MemoryPaperStore();
    const [ana, bea] = [aDocument("saved"), new Y.Doc()];
    const bindings = [{ clientId: ana.clientID, personId: "ana" }];
    const update = Y.encodeStateAsUpdate(ana);
    if (isBound) await store.append([{ editionId: "e", personId: "ana", update, bindings }]);
    ana.getText("t").insert(5, " lost");
    Y.applyUpdate(bea, Y.encodeStateAsUpdate(ana));
    bea.getText("t").insert(10, " hers");
    const { room } = await new RoomRegistry({ store, clock }).hold("e");

    /** Somebody joins and tells all; what the room then says of it. */
    async function bring(personId: string, doc: Y.Doc): Promise<string> {
      let outcome = "taken";
      const { connection } = join(room, personId, { close: (reason) => (outcome = reason) }, stock);
      connection.receive(step2Frame(Y.encodeStateAsUpdate(doc)));
      await clock.settle(1_000);
      return outcome;
    }
    function words(): string {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, room.state());
      return doc.getText("t").toJSON();
    }
    const personOf = async (doc: Y.Doc) => (await store.load("e")).bindings.get(doc.clientID);
    return { ana, bea, room, bring, words, personOf };
  }

  it("R6: who brings an author's lost words without a proof is refused with their own, until the author came", async () => {
    const { ana, bea, bring, words, personOf } = await afterTheDeath({ isBound: true });
    expect(await bring("bea", bea)).toBe("foreignClient");
    expect(words()).toBe("saved");
    expect(await bring("ana", ana)).toBe("taken");
    expect(await bring("bea", bea)).toBe("taken");
    expect(words()).toBe("saved lost hers");
    expect(await personOf(ana)).toBe("ana");
  });

  it("R7: an author who was seen since is not taken for somebody else, though the binding was lost", async () => {
    const { ana, bea, room, bring, personOf } = await afterTheDeath({ isBound: false });
    const entry = { clientId: ana.clientID, clock: 1, json: "{}" };
    join(room, "ana").connection.receive(awarenessFrame([entry]));
    expect(await bring("bea", bea)).toBe("foreignClient");
    expect(await bring("ana", ana)).toBe("taken");
    expect(await personOf(ana)).toBe("ana");
  });

  it("R7: who brings words whose binding was lost with them is taken for their author, who is then shut out", async () => {
    const { ana, bea, bring, words, personOf } = await afterTheDeath({ isBound: false });
    expect(await bring("bea", bea)).toBe("taken");
    expect(await personOf(ana)).toBe("bea");
    expect(await bring("ana", ana)).toBe("taken");
    ana.getText("t").insert(0, "on ");
    expect(await bring("ana", ana)).toBe("foreignClient");
    expect(words()).toBe("saved lost hers");
  });
});
