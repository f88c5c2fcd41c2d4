import type { Actor } from "@istmo/domain";
import { Prisma, type PrismaClient, type PrismaTransaction } from "@istmo/prisma/client";
import { founder } from "@istmo/prisma/seed";
import { foundingClientId } from "@istmo/paper-schema";
import { pageAfter } from "../../http/lists.ts";
import type { Clock } from "../../platform/clock.ts";
import { sharesHeldAt, visiblePapers } from "./papers.queries.ts";

type Db = PrismaClient | PrismaTransaction;

const summary = {
  template: { select: { name: true, detail: true } },
  centres: { select: { centreId: true }, orderBy: { centreId: "asc" } },
  editions: { orderBy: { language: "desc" } },
} as const satisfies Prisma.PaperInclude;

const submission = {
  version: {
    select: {
      number: true,
      editions: { select: { sha256: true, edition: { select: { language: true } } } },
    },
  },
} as const satisfies Prisma.SubmissionInclude;

const whole = (now: Date) =>
  ({
    ...summary,
    shares: sharesHeldAt(now),
    sections: { orderBy: { position: "asc" } },
    submissions: { include: submission, orderBy: [{ submittedAt: "desc" }, { id: "desc" }] },
  }) as const satisfies Prisma.PaperInclude;

export type PaperSummaryRow = Prisma.PaperGetPayload<{ include: typeof summary }>;
export type PaperRow = Prisma.PaperGetPayload<{ include: ReturnType<typeof whole> }>;

export class PapersRepository {
  readonly db: PrismaClient;

  readonly #clock: Clock;

  constructor(db: PrismaClient, clock: Clock) {
    this.db = db;
    this.#clock = clock;
  }

  list(
    actor: Actor,
    query: {
      stage?: string | undefined;
      centre?: string | undefined;
      limit: number;
      cursor?: string | undefined;
    },
  ): Promise<PaperSummaryRow[]> {
    const { stage, centre, limit, cursor } = query;
    return this.db.paper.findMany({
      where: {
        AND: [
          visiblePapers(actor, this.#clock.now()),
          ...(stage === undefined ? [] : [{ stage }]),
          ...(centre === undefined ? [] : [{ centres: { some: { centreId: centre } } }]),
        ],
      },
      include: summary,
      orderBy: [{ updatedAt: "desc" }, { id: "asc" }],
      ...pageAfter(cursor, limit),
    });
  }

  find(paperId: string, db: Db = this.db): Promise<PaperRow | null> {
    return db.paper.findUnique({ where: { id: paperId }, include: whole(this.#clock.now()) });
  }

  findEdition(editionId: string) {
    return this.db.edition.findUnique({ where: { id: editionId } });
  }

  versions(paperId: string) {
    return this.db.paperVersion.findMany({
      where: { paperId },
      include: {
        editions: {
          select: { title: true, sha256: true, edition: { select: { language: true } } },
        },
      },
      orderBy: { number: "desc" },
      take: 200,
    });
  }

  /** When each edition's text was last changed. */
  async lastEdits(editionIds: readonly string[], db: Db = this.db): Promise<Map<string, Date>> {
    if (editionIds.length === 0) return new Map();
    const rows = await db.$queryRaw<{ editionId: string; at: Date }[]>`
      SELECT "editionId", max(at) AS at FROM (
        SELECT "editionId", max("createdAt") AS at FROM "EditionUpdate"
        WHERE "editionId" IN (${Prisma.join([...editionIds])}) GROUP BY 1
        UNION ALL
        SELECT "editionId", "updatedAt" FROM "EditionSnapshot"
        WHERE "editionId" IN (${Prisma.join([...editionIds])})
      ) AS edits GROUP BY 1`;
    return new Map(rows.map(({ editionId, at }) => [editionId, at]));
  }

  /** Whose each clientID in an edition's text is, and since when. */
  async textClients(editionId: string) {
    const rows = await this.db.editionClient.findMany({ where: { editionId } });
    return rows.map(({ clientId, personId, createdAt }) => ({
      clientId: Number(clientId),
      personId,
      since: createdAt,
    }));
  }

  /** Everybody who ever wrote in an edition. */
  async textPeople(editionId: string, limit: number): Promise<string[]> {
    const rows = await this.db.editionClient.findMany({
      where: { editionId },
      distinct: ["personId"],
      select: { personId: true },
      orderBy: { personId: "asc" },
      take: limit,
    });
    return rows.map(({ personId }) => personId);
  }

  templates() {
    return this.db.template.findMany({ orderBy: { id: "asc" } });
  }

  findTemplate(templateId: string) {
    return this.db.template.findUnique({ where: { id: templateId } });
  }

  /** Ids of these centres that exist. */
  async existingCentres(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.db.centre.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }

  async create(
    tx: PrismaTransaction,
    paper: Prisma.PaperUncheckedCreateInput & { id: string },
    editions: readonly { id: string; language: string; title: string; founding: Uint8Array }[],
  ): Promise<void> {
    await tx.paper.create({ data: paper });
    for (const edition of editions)
      await this.foundEdition(tx, { ...edition, paperId: paper.id, personId: paper.createdById });
  }

  /** Adds an edition with its first text, which nobody typed. */
  async foundEdition(
    tx: PrismaTransaction,
    edition: {
      readonly id: string;
      readonly paperId: string;
      readonly language: string;
      readonly title: string;
      readonly founding: Uint8Array;
      readonly personId: string;
    },
  ): Promise<void> {
    const { id, paperId, language, title, founding, personId } = edition;
    await tx.edition.create({ data: { id, paperId, language, title } });
    await tx.editionUpdate.create({
      data: { editionId: id, data: new Uint8Array(founding), personId },
    });
    await tx.editionClient.create({
      data: { editionId: id, clientId: foundingClientId, personId: founder },
    });
  }

  /** Moves the paper to a stage if it is still at the version that was decided on. */
  async moveStage(
    tx: PrismaTransaction,
    paper: { id: string; version: number },
    stage: string,
  ): Promise<boolean> {
    const { count } = await tx.paper.updateMany({
      where: { id: paper.id, version: paper.version },
      data: { stage, version: { increment: 1 } },
    });
    return count === 1;
  }

  async addSubmission(
    tx: PrismaTransaction,
    row: Prisma.SubmissionUncheckedCreateInput,
  ): Promise<void> {
    await tx.submission.create({ data: row });
  }

  async decideSubmission(
    tx: PrismaTransaction,
    submissionId: string,
    decision: { decision: string; decidedById: string; decidedAt: Date; note: string | null },
  ): Promise<void> {
    await tx.submission.update({ where: { id: submissionId }, data: decision });
  }
}
