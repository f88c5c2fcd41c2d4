/**
 * The text of editions in PostgreSQL: a log of updates, folded into a snapshot from time to time.
 *
 *   EditionUpdate     the log: every committed update since the last folding, and whose it is
 *   EditionSnapshot   what was folded, as one update
 *   EditionClient     whose a clientID is
 *   EditionDeletion   who deleted what, of what was folded
 *
 * An update is in the log until the very transaction that puts it into the snapshot, so a load is
 * the snapshot and whatever the log holds, in one statement, which sees one moment.
 *
 * It speaks to `pg` itself and not through Prisma: an append stands between an edit and "saved", for
 * all rooms, and Prisma's raw statements know neither bytes nor nulls in an array.
 */
import {
  DeletionLedger,
  type DeletionRecord,
  type Deletions,
  foldUpdates,
  type PaperStore,
  type PaperWrite,
  type StoredPaper,
} from "@istmo/sync";
import type { Pool, PoolClient, QueryResultRow } from "pg";
import { rethrowAway } from "../platform/database.ts";
import { bigintArray, byteaArray, textArray } from "./binary-array.ts";

const loadPaper = `
  SELECT 0 AS place, "state" AS data, NULL AS person, NULL::bigint[] AS clients
  FROM "EditionSnapshot" WHERE "editionId" = $1
  UNION ALL
  SELECT "id", "data", NULL, NULL FROM "EditionUpdate" WHERE "editionId" = $1
  UNION ALL
  SELECT NULL, NULL, "personId", array_agg("clientId")
  FROM "EditionClient" WHERE "editionId" = $1 GROUP BY "personId"
  ORDER BY place`;

const writes = `unnest($1::text[], $2::text[], $3::bytea[])
  WITH ORDINALITY AS write (edition, person, data, place)`;

/** For a batch that may have been stored before, though no answer came. */
const notStoredYet = `NOT EXISTS (
  SELECT FROM "EditionUpdate" AS stored
  WHERE stored."editionId" = write.edition AND stored."data" = write.data
    AND stored."personId" IS NOT DISTINCT FROM write.person)`;

const appendUpdates = (condition: string): string => `
  INSERT INTO "EditionUpdate" ("editionId", "personId", "data")
  SELECT edition, person, data FROM ${writes} WHERE ${condition} ORDER BY place`;

/**
 * The update that changes nothing makes the statement wait for another node that binds the same
 * clientID at this moment, and return whose it is in the end. Everybody binds in one order, so that
 * two nodes never wait for each other.
 */
const appendAndBind = (condition: string): string => `
  WITH binding AS (
    SELECT * FROM unnest($4::text[], $5::bigint[], $6::text[], $7::bigint[])
      AS binding (edition, client, person, place)
  ), bound AS (
    INSERT INTO "EditionClient" ("editionId", "clientId", "personId")
    SELECT DISTINCT ON (edition, client) edition, client, person
    FROM binding ORDER BY edition, client, place
    ON CONFLICT ("editionId", "clientId")
      DO UPDATE SET "personId" = "EditionClient"."personId"
    RETURNING "editionId" AS edition, "clientId" AS client, "personId" AS owner
  ), refused AS (
    SELECT edition, min(place) AS place FROM binding JOIN bound USING (edition, client)
    WHERE owner <> person GROUP BY edition
  ), stored AS (
    INSERT INTO "EditionUpdate" ("editionId", "personId", "data")
    SELECT edition, person, data FROM ${writes} LEFT JOIN refused USING (edition)
    WHERE write.place < coalesce(refused.place, write.place + 1) AND ${condition}
    ORDER BY write.place
  )
  SELECT edition, place FROM refused`;

/** One at a time folds an edition; who comes meanwhile leaves it to them. */
const claimEdition = `SELECT pg_try_advisory_xact_lock(hashtextextended('fold ' || $1, 0)) AS mine`;

/** These very rows, never a range of ids: others may commit with ids in between. */
const takeFromLog = `
  DELETE FROM "EditionUpdate" WHERE "id" IN (
    SELECT id FROM (
      SELECT id, sum(octet_length("data")) OVER (ORDER BY id) - octet_length("data") AS before
      FROM (
        SELECT "id", "data" FROM "EditionUpdate" WHERE "editionId" = $1 ORDER BY "id" LIMIT $2
      ) AS oldest
    ) AS measured WHERE before < $3
  )
  RETURNING "id"::float8 AS id, "personId" AS person, "data", "createdAt"::text AS at`;

const readSnapshot = `
  SELECT "state" FROM "EditionSnapshot" WHERE "editionId" = $1 FOR UPDATE`;

/** The moment is that of the last edit, for "last changed" is told by it. */
const writeSnapshot = `
  INSERT INTO "EditionSnapshot" AS old ("editionId", "state", "updatedAt")
  VALUES ($1, $2, $3::timestamp)
  ON CONFLICT ("editionId") DO UPDATE SET "state" = excluded."state",
    "updatedAt" = greatest(old."updatedAt", excluded."updatedAt")`;

const readDeletions = `
  SELECT "personId" AS person, "ranges" FROM "EditionDeletion" WHERE "editionId" = $1`;

const writeDeletions = `
  INSERT INTO "EditionDeletion" ("editionId", "personId", "ranges")
  SELECT $1, person, ranges FROM unnest($2::text[], $3::bytea[]) AS folded (person, ranges)
  ON CONFLICT ("editionId", "personId") DO UPDATE SET "ranges" = excluded."ranges"`;

const readLog = `
  SELECT "personId" AS person, "data" FROM "EditionUpdate" WHERE "editionId" = $1 ORDER BY "id"`;

type LoadedRow =
  | { readonly data: Uint8Array; readonly person: null }
  | { readonly data: null; readonly person: string; readonly clients: readonly string[] };
interface RefusedRow {
  readonly edition: string;
  /** A bigint, counted from one. */
  readonly place: string;
}
interface LogRow {
  readonly id: number;
  readonly person: string | null;
  readonly data: Uint8Array;
  readonly at: string;
}
interface DeletionRow {
  readonly person: string;
  readonly ranges: Uint8Array;
}

export interface PgPaperStoreOptions {
  /**
   * Whether each connection has the statements of appending and loading prepared. Not on the
   * embedded database, whose one session outlives its connections and knows their names already.
   */
  readonly isPrepared?: boolean;
  /** What one transaction folds at most: memory, and how long others may wait, are bounded by it. */
  readonly foldAtOnce?: { readonly updates: number; readonly bytes: number };
}
const usualFold = { updates: 5_000, bytes: 8 * 1024 * 1024 };

/** See the head of this file. */
export class PgPaperStore implements PaperStore, DeletionRecord {
  readonly #pool: Pool;
  readonly #isPrepared: boolean;
  readonly #foldAtOnce: NonNullable<PgPaperStoreOptions["foldAtOnce"]>;
  /** Whether the last append ended without an answer: then it may have been stored. */
  #isInDoubt = false;

  constructor(
    pool: Pool,
    { isPrepared = false, foldAtOnce = usualFold }: PgPaperStoreOptions = {},
  ) {
    this.#pool = pool;
    this.#isPrepared = isPrepared;
    this.#foldAtOnce = foldAtOnce;
  }

  async load(editionId: string): Promise<StoredPaper> {
    const { rows } = await this.#pool.query<LoadedRow>(loadPaper, [editionId]).catch(rethrowAway);
    const state: Uint8Array[] = [];
    const bindings = new Map<number, string>();
    for (const row of rows) {
      if (row.data !== null) state.push(row.data);
      else for (const clientId of row.clients) bindings.set(Number(clientId), row.person);
    }
    return { state, bindings };
  }

  /** One statement, so one round trip and one transaction, however many rooms and updates. */
  async append(batch: readonly PaperWrite[]): Promise<readonly PaperWrite[]> {
    if (batch.length === 0) return [];
    const isInDoubt = this.#isInDoubt;
    try {
      const refused = await this.#append(batch, isInDoubt);
      if (isInDoubt) this.#isInDoubt = false;
      return refused;
    } catch (error) {
      this.#isInDoubt = true;
      throw error;
    }
  }

  async compact(editionId: string): Promise<void> {
    while (await this.#foldOldest(editionId));
  }

  async deletions(editionId: string): Promise<Deletions> {
    const ledger = new DeletionLedger();
    await this.#inTransaction(async (client) => {
      await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      await recallDeletions(client, editionId, ledger);
      const log = await client.query<LogRow>(readLog, [editionId]);
      for (const { person, data } of log.rows) ledger.note(person, data);
    });
    return ledger.deletions();
  }

  async #append(batch: readonly PaperWrite[], isInDoubt: boolean): Promise<readonly PaperWrite[]> {
    const doubt = isInDoubt ? " in doubt" : "";
    const condition = isInDoubt ? notStoredYet : "true";
    const values = [
      textArray(batch.map((it) => it.editionId)),
      textArray(batch.map((it) => it.personId)),
      byteaArray(batch.map((it) => it.update)),
    ];
    const bindings = batch.flatMap((write, index) =>
      write.bindings.map((it) => ({ ...it, editionId: write.editionId, place: index + 1 })),
    );
    if (bindings.length === 0) {
      await this.#ask(`append${doubt}`, appendUpdates(condition), values);
      return [];
    }
    const rows = await this.#ask<RefusedRow>(`append and bind${doubt}`, appendAndBind(condition), [
      ...values,
      textArray(bindings.map((it) => it.editionId)),
      bigintArray(bindings.map((it) => it.clientId)),
      textArray(bindings.map((it) => it.personId)),
      bigintArray(bindings.map((it) => it.place)),
    ]);
    const refusedFrom = new Map(rows.map(({ edition, place }) => [edition, Number(place)]));
    return batch.filter((it, index) => index + 1 >= (refusedFrom.get(it.editionId) ?? Infinity));
  }

  async #ask<Row extends QueryResultRow>(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Row[]> {
    const statement = this.#isPrepared ? { name: `istmo ${name}`, text, values } : { text, values };
    return (await this.#pool.query<Row>(statement)).rows;
  }

  /** Folds as much as the bounds allow; true when there may be more. */
  async #foldOldest(editionId: string): Promise<boolean> {
    return this.#inTransaction(async (client) => {
      const claim = await client.query<{ mine: boolean }>(claimEdition, [editionId]);
      if (claim.rows[0]?.mine !== true) return false;
      const { updates, bytes } = this.#foldAtOnce;
      const taken = await client.query<LogRow>(takeFromLog, [editionId, updates, bytes]);
      const log = taken.rows.sort((a, b) => a.id - b.id);
      if (log.length === 0) return false;
      // Read after the rows were taken: it holds what others folded before.
      const old = await client.query<{ state: Uint8Array }>(readSnapshot, [editionId]);
      const state = foldUpdates([...old.rows.map((it) => it.state), ...log.map((it) => it.data)]);
      const lastEdit = log.reduce((latest, { at }) => (at > latest ? at : latest), "");
      await client.query(writeSnapshot, [
        editionId,
        Buffer.from(state.buffer, state.byteOffset, state.byteLength),
        lastEdit,
      ]);
      await keepDeletions(client, editionId, log);
      return true;
    });
  }

  /** The embedded database has one connection: everybody else waits for the end of it. */
  async #inTransaction<Result>(act: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let isBroken = true;
    try {
      await client.query("BEGIN");
      const result = await act(client);
      await client.query("COMMIT");
      isBroken = false;
      return result;
    } finally {
      // A connection that is thrown away takes its transaction along.
      client.release(isBroken);
    }
  }
}

async function recallDeletions(
  client: PoolClient,
  editionId: string,
  ledger: DeletionLedger,
): Promise<void> {
  const { rows } = await client.query<DeletionRow>(readDeletions, [editionId]);
  for (const { person, ranges } of rows) ledger.recall(person, ranges);
}

/** What the log is about to forget: who deleted what. */
async function keepDeletions(
  client: PoolClient,
  editionId: string,
  log: readonly LogRow[],
): Promise<void> {
  const ledger = new DeletionLedger();
  for (const { person, data } of log) ledger.note(person, data);
  if (ledger.isEmpty) return;
  await recallDeletions(client, editionId, ledger);
  const entries = [...ledger.entries()];
  await client.query(writeDeletions, [
    editionId,
    textArray(entries.map(([personId]) => personId)),
    byteaArray(entries.map(([, ranges]) => ranges)),
  ]);
}
