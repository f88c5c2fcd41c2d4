/** What people keep and are told while the database cannot be written, on real sockets. */
import { collabClose } from "@istmo/contracts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { type CollabServer, openCollabServer } from "../../support/collab-server.ts";
import { openStockWriter, type StockWriter } from "./stock-writer.ts";

let server: CollabServer;
let writers: StockWriter[];

function aWriter(personId: string): StockWriter {
  const writer = openStockWriter(
    `http://127.0.0.1:${server.port}`,
    "edition",
    `person=${personId}`,
  );
  writers.push(writer);
  return writer;
}

const textOf = ({ doc }: StockWriter) => doc.getText("t");
const eventually = (assertion: () => void) => vi.waitFor(assertion, { timeout: 20_000 });

/** The store fails as a database that is away or has no room left; gives back the way to mend it. */
function breakStore(message: string): () => void {
  const append = vi.spyOn(server.store, "append").mockRejectedValue(new Error(message));
  return () => append.mockRestore();
}

async function storedText(): Promise<string> {
  const doc = new Y.Doc();
  for (const update of (await server.store.load("edition")).state) Y.applyUpdate(doc, update);
  return doc.getText("t").toJSON();
}

beforeEach(async () => {
  writers = [];
  server = await openCollabServer();
});

afterEach(async () => {
  for (const writer of writers) writer.leave();
  await server.close();
});

describe.each(["connection refused", "could not extend file: No space left on device"])(
  "while the database says “%s”",
  (message) => {
    it("R12, R13: people go on editing, nobody is told saved, and then all is written once", async () => {
      const [ana, bea] = [aWriter("ana"), aWriter("bea")];
      await Promise.all([ana.synced, bea.synced]);
      const mend = breakStore(message);
      for (let i = 0; i < 50; i++) textOf(i % 2 === 0 ? ana : bea).insert(0, `${i} `);
      await eventually(() => expect(textOf(ana).toJSON()).toHaveLength(140));
      await eventually(() => expect(textOf(bea).toJSON()).toBe(textOf(ana).toJSON()));
      await eventually(() => expect(server.registry.stats().failedAppends).toBeGreaterThan(2));
      // Somebody who comes now reads what is not saved yet, too.
      const cleo = aWriter("ana");
      await cleo.synced;
      expect(textOf(cleo).toJSON()).toBe(textOf(ana).toJSON());
      expect([ana.acknowledged(), bea.acknowledged()]).toEqual([0, 0]);
      expect(await storedText()).toBe("");

      mend();
      const own = ({ doc }: StockWriter) => Y.getState(doc.store, doc.clientID);
      await eventually(() => expect(ana.acknowledged()).toBe(own(ana)));
      await eventually(() => expect(bea.acknowledged()).toBe(own(bea)));
      expect(await storedText()).toBe(textOf(ana).toJSON());
      expect(server.registry.stats().pendingBytes).toBe(0);
      expect([ana.closes, bea.closes]).toEqual([[], []]);
    });
  },
);

describe("while the database is away for long", () => {
  it("R21: what waits is bounded; beyond it the words stay with their author, and come when it is back", async () => {
    const ana = aWriter("ana");
    await ana.synced;
    const mend = breakStore("connection refused");
    const page = "x".repeat(1024 * 1024);
    const bound = 64 * 1024 * 1024;
    // Written over and over: what waits grows, the document hardly does.
    for (let i = 0; i < 80; i++) {
      textOf(ana).insert(0, page);
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (ana.closes.length > 0) break;
      textOf(ana).delete(0, page.length);
    }
    await eventually(() => expect(ana.closes[0]).toBe(collabClose.overloaded));
    expect(server.registry.stats().pendingBytes).toBeLessThan(bound + 8 * 1024 * 1024);
    const reader = aWriter("rita");
    await reader.synced;
    mend();
    // Its page comes back by itself, and what was refused arrives.
    await eventually(() => expect(textOf(reader).toJSON()).toBe(textOf(ana).toJSON()));
    await eventually(() => expect(server.registry.stats().pendingBytes).toBe(0));
    expect(await storedText()).toBe(textOf(ana).toJSON());
  });
});

describe("at a stop with words that are not saved", () => {
  it("R18: they are saved when the database comes back in time, and their authors are told to return", async () => {
    const ana = aWriter("ana");
    await ana.synced;
    const mend = breakStore("connection refused");
    textOf(ana).insert(0, "last words");
    await eventually(() => expect(server.registry.stats().failedAppends).toBeGreaterThan(0));
    const drained = server.gateway.drain({ deadline: 10_000 });
    mend();
    expect(await drained).toBe(true);
    expect(await storedText()).toBe("last words");
    await eventually(() => expect(ana.closes).toContain(collabClose.shuttingDown));
  });

  it("R18: when it does not, the server says that not all is safe, and the words are still with their author", async () => {
    const ana = aWriter("ana");
    await ana.synced;
    const mend = breakStore("connection refused");
    textOf(ana).insert(0, "last words");
    await eventually(() => expect(server.registry.stats().failedAppends).toBeGreaterThan(0));
    expect(await server.gateway.drain({ deadline: 300 })).toBe(false);
    expect(ana.acknowledged()).toBe(0);
    expect(textOf(ana).toJSON()).toBe("last words");
    mend();
  });
});
