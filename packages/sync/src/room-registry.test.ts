import type { CollabCloseReason } from "@istmo/contracts";
import { describe, expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { MemoryPaperStore } from "./memory-paper-store.ts";
import type { PaperWrite, StoredPaper } from "./paper-store.ts";
import { RegistryDraining, RoomRegistry } from "./room-registry.ts";
import { TestClient } from "./testing.ts";

class WatchedStore extends MemoryPaperStore {
  loads = 0;
  compactions: string[] = [];
  isAway = false;

  override async load(editionId: string): Promise<StoredPaper> {
    this.loads++;
    if (this.isAway) throw new Error("database away");
    return super.load(editionId);
  }

  override async append(batch: readonly PaperWrite[]): Promise<readonly PaperWrite[]> {
    if (this.isAway) throw new Error("database away");
    return super.append(batch);
  }

  override async compact(editionId: string): Promise<void> {
    this.compactions.push(editionId);
    return super.compact(editionId);
  }
}

function aRegistry() {
  const clock = new ManualClock();
  const store = new WatchedStore();
  const registry = new RoomRegistry({
    store,
    clock,
    idleFor: 1_000,
    compactBeyond: 10,
    commitEvery: 0,
    contentTick: 0,
  });
  const textOf = () => registry.withDoc("e1", (doc) => doc.getText("t").toJSON());
  return { clock, store, registry, textOf };
}

describe("opening", () => {
  it("R15: people who come at the same time share one load and one room", async () => {
    const { registry, store } = aRegistry();
    const holds = await Promise.all(Array.from({ length: 5 }, () => registry.hold("e1")));
    expect(store.loads).toBe(1);
    expect(new Set(holds.map(({ room }) => room)).size).toBe(1);
  });

  it("R15: a failed load is told to those who wait, and the next one tries again", async () => {
    const { registry, store } = aRegistry();
    store.isAway = true;
    const waiting = [registry.hold("e1"), registry.hold("e1")];
    for (const it of waiting) await expect(it).rejects.toThrow("database away");
    store.isAway = false;
    await expect(registry.hold("e1")).resolves.toBeDefined();
  });
});

describe("unloading", () => {
  it("R16: an empty room is kept for a while, for those who reload the page", async () => {
    const { registry, clock, store } = aRegistry();
    const hold = await registry.hold("e1");
    hold.release();
    hold.release();
    await clock.settle(500);
    const again = await registry.hold("e1");
    await clock.settle(5_000);
    expect(registry.stats().rooms).toBe(1);
    again.release();
    await clock.settle(1_000);
    expect(registry.stats().rooms).toBe(0);
    expect(store.loads).toBe(1);
  });

  it("R16: a room whose last write has not committed stays, and the write is not lost", async () => {
    const { registry, clock, store, textOf } = aRegistry();
    const { room, release } = await registry.hold("e1");
    store.isAway = true;
    const ana = new TestClient(room);
    ana.type("precious");
    ana.connection.leave();
    release();
    await clock.settle(60_000);
    expect(registry.stats().rooms).toBe(1);
    store.isAway = false;
    await clock.settle(10_000);
    expect(registry.stats().rooms).toBe(0);
    expect(await textOf()).toBe("precious");
  });

  it("R16: a long log is compacted on the way, a short one is not", async () => {
    const { registry, clock, store, textOf } = aRegistry();
    for (const letters of ["abc", "abcdefghijklmnop"]) {
      const { room, release } = await registry.hold("e1");
      const ana = new TestClient(room);
      for (const letter of letters) {
        ana.type(letter);
        clock.advance(0);
      }
      release();
      await clock.settle(1_000);
      await clock.settle(1_000);
      expect(store.compactions).toEqual(letters.length < 10 ? [] : ["e1"]);
    }
    expect((await store.load("e1")).state).toHaveLength(1);
    expect(await textOf()).toHaveLength(19);
  });

  it("R16: a log of few and long entries is compacted, too", async () => {
    const { registry, clock, store, textOf } = aRegistry();
    const { room, release } = await registry.hold("e1");
    const ana = new TestClient(room);
    for (let i = 0; i < 1_000; i++) ana.type("x");
    release();
    await clock.settle(1_000);
    await clock.settle(1_000);
    expect(store.compactions).toEqual(["e1"]);
    expect(await textOf()).toHaveLength(1_000);
  });

  it("R16: a room that stays open is compacted as it goes", async () => {
    const { registry, clock, store } = aRegistry();
    const { room } = await registry.hold("e1");
    const ana = new TestClient(room);
    for (let i = 0; i < 101; i++) {
      ana.type("x");
      clock.advance(0);
    }
    await clock.settle();
    expect(store.compactions).toEqual(["e1"]);
    ana.type("y");
    await clock.settle();
    expect(store.compactions).toEqual(["e1"]);
  });
});

describe("the server's reads and edits", () => {
  it("R17: an edit reaches those who are in the room and the database", async () => {
    const { registry, clock, textOf } = aRegistry();
    const { room } = await registry.hold("e1");
    const ana = new TestClient(room);
    ana.type("text");
    const edit = registry.edit("e1", "bea", (doc) => doc.getText("t").insert(0, "chip "));
    await clock.settle();
    await edit;
    expect(ana.text).toBe("chip text");
    expect(await textOf()).toBe("chip text");
  });

  it("R17: an edit of a paper that nobody has open is written, and its room is let go", async () => {
    const { registry, clock, textOf, store } = aRegistry();
    const edit = registry.edit("e1", null, (doc) => doc.getText("t").insert(0, "chip"));
    await clock.settle();
    await edit;
    await clock.settle(1_000);
    expect(registry.stats().rooms).toBe(0);
    expect(await textOf()).toBe("chip");
    expect([...(await store.load("e1")).bindings.values()]).toEqual(["istmo:server"]);
  });

  it("R17: reading a paper shows only what the database has", async () => {
    const { registry, clock, store, textOf } = aRegistry();
    const { room } = await registry.hold("e1");
    store.isAway = true;
    new TestClient(room).type("soon");
    let isRead = false;
    const read = textOf().finally(() => (isRead = true));
    await clock.settle();
    expect(isRead).toBe(false);
    store.isAway = false;
    await clock.settle(10_000);
    expect(await read).toBe("soon");
  });

  it("R17: a paper that was never written reads as empty", async () => {
    expect(await aRegistry().textOf()).toBe("");
  });
});

describe("draining", () => {
  it("R18: everything is saved, everybody is told to reconnect, nobody comes in", async () => {
    const { registry, clock, textOf } = aRegistry();
    const { room } = await registry.hold("e1");
    const ana = new TestClient(room);
    ana.type("last words");
    const drained = registry.drain({ deadline: 5_000 });
    await expect(registry.hold("e1")).rejects.toThrow(RegistryDraining);
    await clock.settle();
    expect(await drained).toBe(true);
    expect(ana.closedWith satisfies CollabCloseReason | null).toBe("shuttingDown");
    expect(await textOf()).toBe("last words");
  });

  it("R18: with the database away it ends at the deadline and says that not all is safe", async () => {
    const { registry, clock, store } = aRegistry();
    const { room } = await registry.hold("e1");
    store.isAway = true;
    const ana = new TestClient(room);
    ana.type("unsaved");
    const drained = registry.drain({ deadline: 5_000 });
    await clock.settle(5_000);
    expect(await drained).toBe(false);
    expect(ana.closedWith).toBe("shuttingDown");
  });
});
