import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { packBeyondBytes } from "./packed-answers.ts";
import { aRoom, TestClient } from "./testing.ts";

/** Hands out what is to be compressed, and gives it back, marked, when the test says so. */
class HeldPack {
  readonly asked: { bytes: Uint8Array; done: (packed: Uint8Array) => void; fail: () => void }[] =
    [];

  readonly pack = (bytes: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      this.asked.push({ bytes, done: resolve, fail: () => reject(new Error("no memory")) });
    });

  async finish(): Promise<void> {
    for (const { bytes, done } of this.asked.splice(0)) done(bytes);
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

function aLargePaper(): Uint8Array {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, "x".repeat(packBeyondBytes));
  return Y.encodeStateAsUpdate(doc);
}

function aPackingRoom() {
  const held = new HeldPack();
  const stored = { state: [aLargePaper()], bindings: new Map<number, string>() };
  return { held, ...aRoom({ stored, pack: held.pack }) };
}

const aPage = (room: Parameters<TestClient["join"]>[0], personId: string) =>
  new TestClient(room, { personId, takesPacked: true });

describe("large answers", () => {
  it("R27: a large answer is compressed for who asked for that, and for nobody else", async () => {
    const { room, held } = aPackingRoom();
    const [ana, stock] = [aPage(room, "ana"), new TestClient(room)];
    expect([ana.count("step2"), ana.count("packed"), stock.count("step2")]).toEqual([0, 0, 1]);
    await held.finish();
    expect([ana.count("step2"), ana.count("packed")]).toEqual([0, 1]);
    expect(ana.text).toBe(stock.text);
  });

  it("R27: a small answer travels as it is", () => {
    const { pack } = new HeldPack();
    const { room } = aRoom({ pack });
    new TestClient(room).type("short");
    expect(aPage(room, "ana").text).toBe("short");
  });

  it("R27: many who ask the same are answered with the same bytes, compressed once", async () => {
    const { room, held } = aPackingRoom();
    const early = ["ana", "bea", "cleo"].map((personId) => aPage(room, personId));
    expect(held.asked).toHaveLength(1);
    await held.finish();
    const late = aPage(room, "dora");
    await settled();
    expect(held.asked).toHaveLength(0);
    for (const page of [...early, late]) expect(page.count("packed")).toBe(1);
  });

  it("R27: what is typed while it is compressed reaches everybody who waits", async () => {
    const { room, held, clock } = aPackingRoom();
    const ana = aPage(room, "ana");
    const author = new TestClient(room, { personId: "author" });
    author.type("meanwhile ");
    clock.advance(0);
    const bea = aPage(room, "bea");
    author.doc.getText("t").delete(0, 4);
    clock.advance(0);
    expect(ana.text).toBe("");
    await held.finish();
    for (const page of [ana, bea]) {
      expect(page.text).toBe(author.text);
      expect(page.doc.store.pendingStructs).toBeNull();
      expect(page.doc.store.pendingDs).toBeNull();
    }
    expect([ana.count("packed"), bea.count("packed"), held.asked.length]).toEqual([1, 1, 0]);
  });

  it("R27: what waits for the end of its tick is not forgotten either", async () => {
    const { room, held, clock } = aPackingRoom();
    const author = new TestClient(room, { personId: "author" });
    author.type("in this tick ");
    aPage(room, "ana");
    clock.advance(0);
    const bea = aPage(room, "bea");
    await held.finish();
    expect(bea.text).toBe(author.text);
    expect(bea.count("packed")).toBe(1);
  });

  it("R27: an answer that is far behind, or old, is made anew", async () => {
    const { room, held, clock } = aPackingRoom();
    aPage(room, "ana");
    await held.finish();
    new TestClient(room, { personId: "author" }).type("y".repeat(packBeyondBytes));
    clock.advance(0);
    const bea = aPage(room, "bea");
    expect(held.asked).toHaveLength(1);
    await held.finish();
    expect(bea.text).toContain("y");
    clock.advance(10_000);
    aPage(room, "cleo");
    expect(held.asked).toHaveLength(1);
  });

  it("R27: when compressing fails the answer travels as it is", async () => {
    const faults: unknown[] = [];
    const held = new HeldPack();
    const stored = { state: [aLargePaper()], bindings: new Map<number, string>() };
    const onFault = (error: unknown) => faults.push(error);
    const { room } = aRoom({ stored, pack: held.pack, onFault });
    const ana = aPage(room, "ana");
    held.asked[0]?.fail();
    await settled();
    expect([ana.count("step2"), ana.text.length, faults.length]).toEqual([1, packBeyondBytes, 1]);
  });

  it("R27: somebody who has left while it was compressed is sent nothing", async () => {
    const { room, held } = aPackingRoom();
    const ana = aPage(room, "ana");
    ana.connection.leave();
    room.dispose();
    await held.finish();
    expect(ana.count("packed")).toBe(0);
  });
});
