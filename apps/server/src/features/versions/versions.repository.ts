import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import type { VersionsSeen } from "@istmo/domain";
import { founder } from "@istmo/prisma/seed";
import { serverAuthor } from "@istmo/sync";
import { sharesHeldAt } from "../papers/papers.queries.ts";

type Db = PrismaClient | PrismaTransaction;

/** All of a version but its text and state. */
const facts = {
  id: true,
  editionId: true,
  number: true,
  kind: true,
  reason: true,
  name: true,
  title: true,
  paperVersionId: true,
  createdById: true,
  createdAt: true,
  authorIds: true,
  sha256: true,
  words: true,
  wordsAdded: true,
  wordsRemoved: true,
  chainStart: true,
  version: true,
} as const satisfies Prisma.EditionVersionSelect;

export type VersionRow = Prisma.EditionVersionGetPayload<{ select: typeof facts }>;

/** The versions that somebody sees, as a condition on rows: `seesVersion` of the domain. */
const seenAs = (seen: VersionsSeen): Prisma.EditionVersionWhereInput | null => {
  if (seen === "none") return null;
  if (seen === "all") return {};
  return seen === "frozen" ? { kind: "frozen" } : { reason: "issued" };
};

/** Nobody: who wrote the first text of an edition, and the server itself. */
const nobodies = [founder, serverAuthor];

export class VersionsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  edition(editionId: string, db: Db = this.db) {
    return db.edition.findUnique({ where: { id: editionId } });
  }

  /** Newest first, at most `limit` and one. */
  async list(query: {
    readonly editionId: string;
    readonly seen: VersionsSeen;
    readonly isKeptByPeople: boolean;
    readonly until: Date | null;
    readonly below: number | null;
    readonly limit: number;
  }): Promise<VersionRow[]> {
    const condition = seenAs(query.seen);
    if (condition === null) return [];
    return this.db.editionVersion.findMany({
      where: {
        AND: [
          condition,
          { editionId: query.editionId },
          query.isKeptByPeople ? { kind: { not: "automatic" } } : {},
          query.until === null ? {} : { createdAt: { lte: query.until } },
          query.below === null ? {} : { number: { lt: query.below } },
        ],
      },
      select: facts,
      orderBy: { number: "desc" },
      take: query.limit + 1,
    });
  }

  find(versionId: string, db: Db = this.db): Promise<VersionRow | null> {
    return db.editionVersion.findUnique({ where: { id: versionId }, select: facts });
  }

  latest(editionId: string, db: Db = this.db): Promise<VersionRow | null> {
    return db.editionVersion.findFirst({
      where: { editionId },
      select: facts,
      orderBy: { number: "desc" },
    });
  }

  /** Editions that were written on since their last version, or have none, and when last. */
  async unkept(limit: number): Promise<{ editionId: string; lastEditAt: Date }[]> {
    return this.db.$queryRaw<{ editionId: string; lastEditAt: Date }[]>`
      WITH edits AS (
        SELECT "editionId", max(at) AS at FROM (
          SELECT "editionId", max("createdAt") AS at FROM "EditionUpdate" GROUP BY 1
          UNION ALL
          SELECT "editionId", "updatedAt" FROM "EditionSnapshot"
        ) AS all_edits GROUP BY 1
      ), kept AS (
        SELECT "editionId", max("createdAt") AS at FROM "EditionVersion" GROUP BY 1
      )
      SELECT edits."editionId", edits.at AS "lastEditAt"
      FROM edits JOIN "Edition" AS edition ON edition.id = edits."editionId"
      LEFT JOIN kept ON kept."editionId" = edits."editionId"
      WHERE kept.at IS NULL OR kept.at < edits.at
      ORDER BY edits.at DESC LIMIT ${limit}`;
  }

  /** An edition with its paper, for telling those who may hear of it. */
  withPaper(editionId: string, now: Date) {
    return this.db.edition.findUnique({
      where: { id: editionId },
      include: {
        paper: {
          include: {
            centres: { select: { centreId: true } },
            editions: { select: { language: true, title: true } },
            shares: sharesHeldAt(now),
          },
        },
      },
    });
  }

  /** Makes everybody else who keeps a version of this edition wait for the end of the transaction. */
  async lock(tx: PrismaTransaction, editionId: string): Promise<void> {
    await tx.$queryRaw`SELECT id FROM "Edition" WHERE id = ${editionId} FOR UPDATE`;
  }

  async add(tx: PrismaTransaction, row: Prisma.EditionVersionUncheckedCreateInput): Promise<void> {
    await tx.editionVersion.create({ data: row });
  }

  /** Gives a version a name if its row is still at the version that was decided on. */
  async rename(
    tx: PrismaTransaction,
    row: { readonly id: string; readonly version: number },
    name: { readonly name: string | null; readonly kind: string },
  ): Promise<boolean> {
    const { count } = await tx.editionVersion.updateMany({
      where: row,
      data: { ...name, version: { increment: 1 } },
    });
    return count === 1;
  }

  /** The paper's next number of versions of all editions together. */
  async addPaperVersion(
    tx: PrismaTransaction,
    row: {
      readonly id: string;
      readonly paperId: string;
      readonly reason: string;
      readonly createdById: string;
      readonly createdAt: Date;
    },
  ): Promise<number> {
    await tx.$queryRaw`SELECT id FROM "Paper" WHERE id = ${row.paperId} FOR UPDATE`;
    const { _max } = await tx.paperVersion.aggregate({
      where: { paperId: row.paperId },
      _max: { number: true },
    });
    const number = (_max.number ?? 0) + 1;
    await tx.paperVersion.create({ data: { ...row, number } });
    return number;
  }

  /** Whose these clientIDs are, without those of nobody. */
  async peopleOf(editionId: string, clients: readonly number[], db: Db): Promise<string[]> {
    if (clients.length === 0) return [];
    const rows = await db.editionClient.findMany({
      where: {
        editionId,
        clientId: { in: clients.map(BigInt) },
        personId: { notIn: nobodies },
      },
      distinct: ["personId"],
      select: { personId: true },
      orderBy: { personId: "asc" },
    });
    return rows.map(({ personId }) => personId);
  }
}
