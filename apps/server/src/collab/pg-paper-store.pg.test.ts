import { paperStoreContract } from "@istmo/sync/paper-store-contract";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { cloneDatabase } from "../../../../tests/support/template-database.ts";
import { isDatabaseAway } from "../platform/database.ts";
import { PgPaperStore, type PgPaperStoreOptions } from "./pg-paper-store.ts";

const isPrepared = process.env["DATABASE_URL"] !== undefined;
let pool: pg.Pool;
let otherPool: pg.Pool;
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await cloneDatabase();
  const { connectionString } = database;
  // The embedded database mixes up the messages of concurrent connections: it is given one.
  pool = new pg.Pool({ connectionString, max: isPrepared ? 4 : 1 });
  otherPool = isPrepared ? new pg.Pool({ connectionString, max: 4 }) : pool;
  close = async () => {
    await pool.end();
    if (otherPool !== pool) await otherPool.end();
    await database.close();
  };
});
afterAll(() => close());

const aStore = (on = pool, foldAtOnce?: PgPaperStoreOptions["foldAtOnce"]) =>
  new PgPaperStore(on, { isPrepared, ...(foldAtOnce !== undefined && { foldAtOnce }) });

function anUpdate(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

const rowsOf = async (editionId: string) =>
  (
    await pool.query<{ person: string | null; data: Buffer }>(
      `SELECT "personId" AS person, "data" FROM "EditionUpdate" WHERE "editionId" = $1 ORDER BY "id"`,
      [editionId],
    )
  ).rows;

/** A pool whose next answer is lost: what was asked is done all the same. */
function forgetful(): pg.Pool {
  let isLost = true;
  const query = async (statement: pg.QueryConfig) => {
    const answer = await pool.query(statement);
    if (isLost) {
      isLost = false;
      throw new Error("Connection terminated unexpectedly");
    }
    return answer;
  };
  return Object.assign(Object.create(pool) as pg.Pool, { query });
}

describe("the store in Postgres", () => {
  for (const { title, check } of paperStoreContract) {
    it(title, () => check(aStore(), aStore(otherPool)));
  }

  it("keeps whose update it was, and in which order they came", async () => {
    const people = ["ana", "bea", null, "cleo"];
    await aStore().append(
      people.map((personId) => ({
        ...{ editionId: "order", personId, bindings: [] },
        update: anUpdate(String(personId)),
      })),
    );
    expect((await rowsOf("order")).map(({ person }) => person)).toEqual(people);
  });

  it("writes the updates of a batch only together with its bindings", async () => {
    const store = aStore();
    const write = { editionId: "atomic", personId: "ana", update: anUpdate("a") };
    const withoutPerson = { clientId: 1, personId: null as unknown as string };
    await expect(store.append([{ ...write, bindings: [withoutPerson] }])).rejects.toThrow();
    expect((await store.load("atomic")).state).toEqual([]);
  });

  it("R12: a batch whose answer was lost is stored once when it comes again, with what came since", async () => {
    const store = aStore(forgetful());
    const write = (personId: string, text: string) => ({
      ...{ editionId: "doubt", personId, update: anUpdate(text) },
      bindings: [{ clientId: text.length, personId }],
    });
    const batch = [write("ana", "a"), write("bea", "bb")];
    await expect(store.append(batch)).rejects.toThrow("terminated");
    expect(await store.append([...batch, write("ana", "ccc")])).toEqual([]);
    expect((await rowsOf("doubt")).map(({ person }) => person)).toEqual(["ana", "bea", "ana"]);
    // Nobody is in doubt any more: the same words again are another update.
    await store.append(batch);
    expect(await rowsOf("doubt")).toHaveLength(5);
  });

  it("R16: folds a log longer than its bounds, part by part, until nothing is left in it", async () => {
    const store = aStore(pool, { updates: 7, bytes: 200 });
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    for (let i = 0; i < 50; i++) doc.getText("t").insert(i, i === 25 ? "x".repeat(500) : "y");
    const write = { editionId: "long", personId: "ana", bindings: [] };
    await store.append(updates.map((update) => ({ ...write, update })));
    await store.compact("long");
    expect(await rowsOf("long")).toEqual([]);
    const { state } = await store.load("long");
    expect(state).toHaveLength(1);
    const read = new Y.Doc();
    for (const update of state) Y.applyUpdate(read, update);
    expect(read.getText("t").toJSON()).toBe(doc.getText("t").toJSON());
  });

  it("R16: folding does not make a paper look edited at that moment", async () => {
    const store = aStore();
    await store.append([
      { editionId: "rested", personId: "ana", update: anUpdate("a"), bindings: [] },
    ]);
    const edited = `SELECT "createdAt"::text AS at FROM "EditionUpdate" WHERE "editionId" = 'rested'`;
    const folded = `SELECT "updatedAt"::text AS at FROM "EditionSnapshot" WHERE "editionId" = 'rested'`;
    const before = await pool.query(edited);
    await store.compact("rested");
    expect((await pool.query(folded)).rows).toEqual(before.rows);
  });

  it("says of a database that does not answer that it is away, and of one that refuses that it is not", async () => {
    const reasonOf = (store: PgPaperStore, editionId: string) =>
      store.load(editionId).catch((error: unknown) => error);
    const nobody = new pg.Pool({ connectionString: "postgresql://postgres@127.0.0.1:1/none" });
    expect(isDatabaseAway(await reasonOf(aStore(nobody), "any"))).toBe(true);
    await nobody.end();
    const refused = await reasonOf(aStore(), "no zero byte \0 in a text");
    expect(refused).toBeInstanceOf(pg.DatabaseError);
    expect(isDatabaseAway(refused)).toBe(false);
  });
});
