import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { foldUpdates, type PaperStore, type PaperWrite, type StoredPaper } from "@istmo/sync";

interface LogRow {
  readonly data: Uint8Array;
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");

/**
 * The text of editions in Postgres: a log of updates, folded into a snapshot from time to time.
 * An update is in the log until the very transaction that puts it into the snapshot, so a load is
 * the snapshot and whatever the log holds, whichever ids those have.
 */
export class PrismaPaperStore implements PaperStore {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async load(editionId: string): Promise<StoredPaper> {
    // One statement sees one moment: between two, a compaction could move updates out of sight.
    const rows = await this.#prisma.$queryRaw<LogRow[]>`
      SELECT data FROM (
        SELECT 0::bigint AS id, "state" AS data FROM "EditionSnapshot" WHERE "editionId" = ${editionId}
        UNION ALL
        SELECT "id", "data" FROM "EditionUpdate" WHERE "editionId" = ${editionId}
      ) AS log ORDER BY id`;
    // Read afterwards: bindings commit with their update, so none of these can be missing.
    const clients = await this.#prisma.editionClient.findMany({ where: { editionId } });
    return {
      state: rows.map(({ data }) => data),
      bindings: new Map(clients.map(({ clientId, personId }) => [Number(clientId), personId])),
    };
  }

  /** One statement, so one round trip and one transaction, however many rooms and updates. */
  async append(batch: readonly PaperWrite[]): Promise<void> {
    if (batch.length === 0) return;
    // JSON and base64, because Prisma's raw parameters know neither bytes nor nulls in an array.
    const updates = JSON.stringify(
      batch.map(({ editionId, personId, update }) => ({
        editionId,
        personId,
        data: base64(update),
      })),
    );
    const bindings = batch.flatMap(({ editionId, bindings: ofUpdate }) =>
      ofUpdate.map(({ clientId, personId }) => ({ editionId, clientId, personId })),
    );
    await this.#prisma.$executeRaw`
      WITH bound AS (
        INSERT INTO "EditionClient" ("editionId", "clientId", "personId")
        SELECT "editionId", "clientId", "personId"
        FROM json_to_recordset(${JSON.stringify(bindings)}::json)
          AS binding("editionId" text, "clientId" bigint, "personId" text)
        ON CONFLICT DO NOTHING
      )
      INSERT INTO "EditionUpdate" ("editionId", "personId", "data")
      SELECT "editionId", "personId", decode("data", 'base64')
      FROM ROWS FROM (
        json_to_recordset(${updates}::json) AS ("editionId" text, "personId" text, "data" text)
      ) WITH ORDINALITY AS row("editionId", "personId", "data", "place")
      ORDER BY "place"`;
  }

  async compact(editionId: string): Promise<void> {
    const fold = async (tx: PrismaTransaction): Promise<void> => {
      const snapshot = await tx.editionSnapshot.findUnique({ where: { editionId } });
      const updates = await tx.editionUpdate.findMany({
        where: { editionId },
        orderBy: { id: "asc" },
        select: { id: true, data: true },
      });
      const last = updates.at(-1);
      if (last === undefined) return;
      const state = Buffer.from(
        foldUpdates([
          ...(snapshot === null ? [] : [snapshot.state]),
          ...updates.map((it) => it.data),
        ]),
      );
      // An update with a lower id may have committed after a later one was folded.
      const before = snapshot?.throughId ?? -1n;
      const throughId = last.id > before ? last.id : before + 1n;
      const { count } =
        snapshot === null
          ? await tx.editionSnapshot.createMany({
              data: [{ editionId, throughId, state }],
              skipDuplicates: true,
            })
          : await tx.editionSnapshot.updateMany({
              where: { editionId, throughId: before },
              data: { throughId, state },
            });
      // Somebody else compacted meanwhile; theirs stands, and ours would lose what they folded.
      if (count === 0) return;
      // These very rows, never a range: others may commit with ids in between.
      await tx.$executeRaw`
        DELETE FROM "EditionUpdate" WHERE "id" = ANY(${updates.map(({ id }) => id)}::bigint[])`;
    };
    // The embedded database has one connection: it may have to wait for its turn.
    await this.#prisma.$transaction(fold, { maxWait: 10_000, timeout: 30_000 });
  }
}
