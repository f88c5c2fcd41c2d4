import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { OpenTextGuard } from "./limited-writing.ts";
import { mergeUpdates } from "./merge-updates.ts";
import { aRoom, TestClient } from "./testing.ts";
import type { Voucher } from "./vouching.ts";

/** A guard for which the text "t" may be added to at its end, and not changed otherwise. */
function aGuard() {
  const guards = { opened: 0, open: 0, settled: 0 };
  const open: OpenTextGuard = (doc) => {
    const text = doc.getText("t");
    let before = "";
    let author = 0;
    guards.opened++;
    guards.open++;
    return {
      doc,
      prepare() {
        before = text.toJSON();
        author = text._start?.id.client ?? 0;
      },
      settle(_limits, writeAs) {
        guards.settled++;
        if (text.toJSON().startsWith(before)) return "kept";
        const own = doc.clientID;
        doc.transact(() => {
          doc.clientID = writeAs(author);
          text.delete(0, text.length);
          text.insert(0, before);
          doc.clientID = own;
        });
        return "takenBack";
      },
      close: () => guards.open--,
    };
  };
  return { open, guards };
}

const voucher: Voucher = { sign: () => Uint8Array.of(7), verify: () => true };
const reasonsOf = (client: TestClient) =>
  client.sent.flatMap((it) => (it.type === "denied" ? [it.reason] : []));
const textOf = (update: Uint8Array) => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc.getText("t").toJSON();
};

function aScene() {
  const { open, guards } = aGuard();
  const scene = aRoom({ guardText: open, voucher });
  const eva = new TestClient(scene.room, { personId: "eva" });
  eva.type("agreed");
  scene.clock.advance(0);
  scene.commits.take()();
  const ana = new TestClient(scene.room, { personId: "ana", role: "suggester" });
  scene.clock.advance(100);
  return { ...scene, guards, eva, ana };
}

describe("limits inside the text", () => {
  it("R29: what is taken back is seen by nobody, and stored by nobody, without what takes it back", () => {
    const { room, clock, commits, eva, ana } = aScene();
    const writes = commits.writes.length;
    const frames = eva.count("update");
    const seen = new Set<string>();
    eva.doc.on("update", () => seen.add(eva.text));
    ana.type("Not ");
    clock.advance(0);
    expect([...seen]).toEqual(["agreed"]);
    expect(eva.count("update") - frames).toBe(1);
    expect(commits.writes.length - writes).toBe(1);
    const stored = commits.writes.map(({ update }) => update);
    expect(textOf(mergeUpdates(stored))).toBe("agreed");
    expect(commits.writes.at(-1)).toMatchObject({ personId: "ana" });
    expect(ana.text).toBe("agreed");
    expect(reasonsOf(ana)).toEqual(["suggest_only"]);
    expect(ana.closedWith).toBeNull();
    expect(Y.encodeStateVector(ana.doc)).toEqual(Y.encodeStateVector(eva.doc));
    expect(textOf(room.state())).toBe("agreed");
  });

  it("R29: what may be done is done at once, and nobody is told anything", () => {
    const { clock, eva, ana } = aScene();
    ana.doc.getText("t").insert(6, " and more");
    clock.advance(0);
    expect(eva.text).toBe("agreed and more");
    expect(reasonsOf(ana)).toEqual([]);
  });

  it("R29: an editor with limits is told that the section is another's, and others' words stay", () => {
    const { room, clock, eva } = aScene();
    const suggestsIn = new Set(["sec-a"]);
    const tom = new TestClient(room, { personId: "tom", suggestsIn });
    eva.doc.getText("t").insert(6, " by eva");
    tom.type("Not ");
    clock.advance(0);
    expect(reasonsOf(tom)).toEqual(["section_of_another"]);
    expect([eva.text, tom.text]).toEqual(["agreed by eva", "agreed by eva"]);
  });

  it("R29: words of a time without a line are judged when they come with the step 2", () => {
    const { room, clock, eva, ana } = aScene();
    ana.isSilent = true;
    ana.type("Not ");
    ana.connection.leave();
    ana.isSilent = false;
    ana.join(room);
    clock.advance(0);
    expect(reasonsOf(ana)).toEqual(["suggest_only"]);
    expect([eva.text, ana.text]).toEqual(["agreed", "agreed"]);
  });

  it("R29: a proof of an update holds what was taken back of it", () => {
    const { room, clock, ana } = aScene();
    const keeper = new TestClient(room, { personId: "leo", takesVouched: true });
    const seen = new Set<string>();
    keeper.doc.on("update", () => seen.add(keeper.text));
    ana.type("Not ");
    clock.advance(0);
    expect(keeper.kept).toHaveLength(1);
    expect([...seen]).toEqual(["agreed"]);
  });

  it("R29: a guard that fails takes the whole update back, and who sent it is sent away", () => {
    const faults: unknown[] = [];
    const { room, clock } = aRoom({
      onFault: (error) => faults.push(error),
      guardText: (doc) => ({
        doc,
        prepare: () => undefined,
        settle: () => {
          throw new Error("broken");
        },
        close: () => undefined,
      }),
    });
    const eva = new TestClient(room, { personId: "eva" });
    const ana = new TestClient(room, { personId: "ana", role: "suggester" });
    ana.type("x");
    clock.advance(0);
    expect(ana.closedWith).toBe("malformed");
    expect([eva.text, faults.length]).toEqual(["", 1]);
  });

  it("R30: words that are written back are bound to whoever wrote them first", () => {
    const { clock, commits, eva, ana } = aScene();
    ana.type("Not ");
    clock.advance(0);
    const client = eva.doc.getText("t")._start;
    let item = client;
    while (item?.deleted === true) item = item.right;
    const bindings = commits.writes.at(-1)!.bindings;
    const written = bindings.find(({ clientId }) => clientId === item?.id.client);
    expect(written).toEqual({ clientId: item?.id.client, personId: "eva" });
    expect(bindings).toContainEqual({ clientId: ana.doc.clientID, personId: "ana" });
  });

  it("R31: a room of plain editors has no guard; with the last who has limits it goes", () => {
    const { guards, clock, eva, ana } = aScene();
    expect(guards).toEqual({ opened: 0, open: 0, settled: 0 });
    ana.doc.getText("t").insert(6, "!");
    eva.type("So ");
    clock.advance(0);
    expect(guards).toEqual({ opened: 1, open: 1, settled: 1 });
    ana.connection.changeRole("editor");
    expect(guards.open).toBe(0);
    ana.type("Plainly ");
    clock.advance(0);
    expect(guards.settled).toBe(1);
    expect(reasonsOf(ana)).toEqual([]);
  });

  it("R4, R31: without a guard nobody with limits writes, and limits count from the next frame", () => {
    const { room, clock } = aRoom();
    const eva = new TestClient(room, { personId: "eva" });
    const ana = new TestClient(room, { personId: "ana" });
    ana.type("a");
    ana.connection.changeRole("editor", new Set(["sec-a"]));
    ana.type("b");
    clock.advance(0);
    expect(eva.text).toBe("a");
    expect(reasonsOf(ana)).toEqual(["read_only"]);
  });
});
