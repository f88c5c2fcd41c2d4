import { createPrismaClient, type PrismaClient } from "@istmo/prisma/client";
import { paperStoreContract } from "@istmo/sync/paper-store-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { cloneDatabase } from "../../../../tests/support/template-database.ts";
import { PrismaPaperStore } from "./prisma-paper-store.ts";

let prisma: PrismaClient;
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await cloneDatabase();
  // The embedded database mixes up the messages of concurrent connections: it is given one.
  const max = process.env["DATABASE_URL"] === undefined ? 1 : 8;
  prisma = createPrismaClient(database.connectionString, { connections: max });
  close = async () => {
    await prisma.$disconnect();
    await database.close();
  };
});
afterAll(() => close());

function anUpdate(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

describe("the store in Postgres", () => {
  for (const { title, check } of paperStoreContract) {
    it(title, () => check(new PrismaPaperStore(prisma)));
  }

  it("keeps whose update it was, and in which order they came", async () => {
    const store = new PrismaPaperStore(prisma);
    const write = { editionId: "order", bindings: [] };
    await store.append(
      ["ana", "bea", null, "cleo"].map((personId) => ({
        ...write,
        personId,
        update: anUpdate(String(personId)),
      })),
    );
    const rows = await prisma.editionUpdate.findMany({
      where: { editionId: "order" },
      orderBy: { id: "asc" },
    });
    expect(rows.map(({ personId }) => personId)).toEqual(["ana", "bea", null, "cleo"]);
  });

  it("writes the updates of a batch only together with its bindings", async () => {
    const store = new PrismaPaperStore(prisma);
    const write = { editionId: "atomic", personId: "ana", update: anUpdate("a") };
    const tooLarge = { clientId: 2 ** 64, personId: "ana" };
    await expect(store.append([{ ...write, bindings: [tooLarge] }])).rejects.toThrow();
    expect((await store.load("atomic")).state).toEqual([]);
  });

  it("leaves an update in the log that committed while its neighbours were folded", async () => {
    const store = new PrismaPaperStore(prisma);
    const write = { editionId: "late", personId: "ana", bindings: [] };
    const [early, late] = [anUpdate("early"), anUpdate("late")];
    await store.append([{ ...write, update: early }]);
    await store.compact("late");
    // As another process would leave it: an id below the snapshot's.
    const { throughId } = await prisma.editionSnapshot.findUniqueOrThrow({
      where: { editionId: "late" },
    });
    await prisma.editionUpdate.create({
      data: { id: throughId - 1_000n, editionId: "late", data: Buffer.from(late) },
    });
    for (let round = 0; round < 2; round++) {
      const { state } = await store.load("late");
      const doc = new Y.Doc();
      for (const update of state) Y.applyUpdate(doc, update);
      expect(doc.getText("t").toJSON()).toMatch(/^(earlylate|lateearly)$/);
      await store.compact("late");
    }
  });
});
