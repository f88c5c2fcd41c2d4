import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { GroupCommit, type CommitSource } from "./group-commit.ts";
import { ManualClock } from "./manual-clock.ts";
import { MemoryPaperStore } from "./memory-paper-store.ts";
import type { PaperWrite } from "./paper-store.ts";

/** A store that answers when it is told to, and can be taken away. */
class ShyStore extends MemoryPaperStore {
  readonly batches: (readonly PaperWrite[])[] = [];
  isAway = false;
  hold: Promise<void> = Promise.resolve();

  override async append(batch: readonly PaperWrite[]): Promise<readonly PaperWrite[]> {
    this.batches.push(batch);
    await this.hold;
    if (this.isAway) throw new Error("database away");
    return super.append(batch);
  }
}

function aCommit({ mergeBeyondBytes = 1_000_000 } = {}) {
  const clock = new ManualClock();
  const store = new ShyStore();
  const faults: unknown[] = [];
  const commits = new GroupCommit({
    store,
    clock,
    mergeBeyondBytes,
    onFault: (error) => faults.push(error),
  });
  return { clock, store, faults, commits };
}

function aSource(): CommitSource & { marked: number; committed: number } {
  const source = {
    marked: 0,
    committed: 0,
    mark: () => {
      source.marked++;
      return () => void source.committed++;
    },
  };
  return source;
}

function anAuthor(editionId: string, personId: string) {
  const doc = new Y.Doc();
  const writes: PaperWrite[] = [];
  doc.on("update", (update: Uint8Array) =>
    writes.push({ editionId, personId, update, bindings: [] }),
  );
  return (text: string) => {
    doc.getText("t").insert(doc.getText("t").length, text);
    return writes.splice(0) as [PaperWrite];
  };
}

async function textIn(store: MemoryPaperStore, editionId: string): Promise<string> {
  const doc = new Y.Doc();
  for (const update of (await store.load(editionId)).state) Y.applyUpdate(doc, update);
  return doc.getText("t").toJSON();
}

describe("group commit", () => {
  it("R12: writes of all rooms in one tick are one append", async () => {
    const { commits, store, clock } = aCommit();
    const [one, two] = [aSource(), aSource()];
    commits.add(one, anAuthor("e1", "ana")("a")[0]);
    commits.add(two, anAuthor("e2", "bea")("b")[0]);
    await clock.settle();
    expect(store.batches.map((batch) => batch.length)).toEqual([2]);
    expect([one.committed, two.committed]).toEqual([1, 1]);
    expect(commits.pendingBytes).toBe(0);
  });

  it("R12: appends keep their distance, and the first one does not wait", async () => {
    const clock = new ManualClock();
    const store = new ShyStore();
    const commits = new GroupCommit({ store, clock, every: 20 });
    const type = anAuthor("e1", "ana");
    commits.add(aSource(), type("a")[0]);
    await clock.settle();
    expect(store.batches).toHaveLength(1);
    for (const letter of "bc") {
      commits.add(aSource(), type(letter)[0]);
      await clock.settle(9);
    }
    expect(store.batches).toHaveLength(1);
    await clock.settle(2);
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 2]);
  });

  it("R12: the longer appends take the further apart they are, but never more than 50 ms", async () => {
    const { commits, store, clock } = aCommit();
    const type = anAuthor("e1", "ana");
    const starts: number[] = [];
    let takes = 3;
    store.append = async (batch) => {
      starts.push(clock.now());
      clock.advance(takes);
      return MemoryPaperStore.prototype.append.call(store, batch);
    };
    const typeFor = async (milliseconds: number) => {
      starts.length = 0;
      for (const until = clock.now() + milliseconds; clock.now() < until;) {
        commits.add(aSource(), type("a")[0]);
        await clock.settle(1);
      }
      return starts.slice(1).map((start, i) => start - (starts[i] ?? 0));
    };
    const distances = await typeFor(300);
    expect(distances.slice(1, -1).every((it) => it >= 30 && it <= 34)).toBe(true);
    takes = 20;
    const longer = await typeFor(300);
    expect(longer.slice(2, -1).every((it) => it >= 50 && it <= 71)).toBe(true);
  });

  it("R12: while one append runs the next batch gathers", async () => {
    const { commits, store, clock } = aCommit();
    const type = anAuthor("e1", "ana");
    const source = aSource();
    let release: () => void = () => undefined;
    store.hold = new Promise((resolve) => (release = resolve));
    commits.add(source, type("a")[0]);
    await clock.settle();
    for (const letter of "bcd") commits.add(source, type(letter)[0]);
    await clock.settle();
    expect(store.batches).toHaveLength(1);
    expect(source.committed).toBe(0);
    release();
    await clock.settle();
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 3]);
    expect(source.committed).toBe(2);
    expect(await textIn(store, "e1")).toBe("abcd");
  });

  it("R12: a store that is away loses nothing, doubles nothing, and nobody is told saved", async () => {
    const { commits, store, clock, faults } = aCommit();
    const type = anAuthor("e1", "ana");
    const source = aSource();
    store.isAway = true;
    for (const letter of "abc") {
      commits.add(source, type(letter)[0]);
      await clock.settle(1_000);
    }
    expect(source.committed).toBe(0);
    expect(commits.failures).toBeGreaterThan(1);
    const settled = commits.settled();
    store.isAway = false;
    await clock.settle(10_000);
    await settled;
    expect(source.committed).toBe(1);
    expect((await store.load("e1")).state).toHaveLength(3);
    expect(await textIn(store, "e1")).toBe("abc");
    expect(faults.length).toBeGreaterThan(1);
    expect(commits.failures).toBe(0);
  });

  it("R12: the pause between attempts grows to five seconds and not further", async () => {
    const { commits, store, clock } = aCommit();
    store.isAway = true;
    commits.add(aSource(), anAuthor("e1", "ana")("a")[0]);
    for (let second = 0; second < 60; second++) await clock.settle(1_000);
    const perMinute = store.batches.length;
    expect(perMinute).toBeGreaterThan(10);
    expect(perMinute).toBeLessThan(25);
  });

  it("R12: with the store away, waiting updates are merged person by person", async () => {
    const { commits, store, clock } = aCommit({ mergeBeyondBytes: 2_000 });
    store.isAway = true;
    const [ana, bea] = [anAuthor("e1", "ana"), anAuthor("e1", "bea")];
    const source = aSource();
    for (let i = 0; i < 500; i++) {
      commits.add(source, ana("a")[0]);
      commits.add(source, bea("b")[0]);
    }
    await clock.settle();
    store.isAway = false;
    await clock.settle(10_000);
    const { state } = await store.load("e1");
    expect(state.length).toBeLessThan(500);
    expect(store.batches.at(-1)?.map(({ personId }) => personId)).toContain("bea");
    expect((await textIn(store, "e1")).length).toBe(1_000);
  });

  it("R12: a backlog is written in portions, and what was written is not written again", async () => {
    const { commits, store, clock } = aCommit({ mergeBeyondBytes: 100_000_000 });
    const source = aSource();
    store.isAway = true;
    const authors = Array.from({ length: 5 }, (_, i) => anAuthor("e1", `person ${i}`));
    for (const type of authors) commits.add(source, type("x".repeat(1_500_000))[0]);
    await clock.settle();
    store.batches.length = 0;
    store.isAway = false;
    let portions = 0;
    const append = store.append.bind(store);
    store.append = (batch) =>
      ++portions === 2 ? Promise.reject(new Error("database away")) : append(batch);
    await clock.settle(1_000);
    expect(source.committed).toBe(0);
    await clock.settle(10_000);
    expect(store.batches.map((batch) => batch.length)).toEqual([2, 2, 1]);
    expect(source.committed).toBe(1);
    expect((await textIn(store, "e1")).length).toBe(7_500_000);
  });

  it("R21: memory is bounded while the store is away: it fills up, and is free again afterwards", async () => {
    const clock = new ManualClock();
    const store = new ShyStore();
    store.isAway = true;
    const commits = new GroupCommit({
      store,
      clock,
      mergeBeyondBytes: 20_000,
      fullBeyondBytes: 200_000,
    });
    const type = anAuthor("e1", "ana");
    let letters = 0;
    for (let minute = 0; minute < 60 && !commits.isFull; minute++) {
      for (let i = 0; i < 1_000 && !commits.isFull; i++, letters++) {
        commits.add(aSource(), type("a")[0]);
      }
      await clock.settle(60_000);
    }
    expect(commits.isFull).toBe(true);
    expect(commits.pendingBytes).toBeLessThan(201_000);
    expect(letters).toBeGreaterThan(10_000);
    store.isAway = false;
    await clock.settle(10_000);
    expect([commits.isFull, commits.pendingBytes]).toEqual([false, 0]);
    expect((await textIn(store, "e1")).length).toBe(letters);
  });

  it("R12: what waits for its next attempt can be hurried", async () => {
    const { commits, store, clock } = aCommit();
    store.isAway = true;
    commits.add(aSource(), anAuthor("e1", "ana")("a")[0]);
    await clock.settle();
    store.isAway = false;
    commits.hurry();
    await clock.settle();
    expect(await textIn(store, "e1")).toBe("a");
  });
});
