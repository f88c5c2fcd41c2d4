import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { sharesHeldAt } from "../papers/papers.queries.ts";
import type { Clock } from "../../platform/clock.ts";

type Db = PrismaClient | PrismaTransaction;

const ofPaper = (now: Date) =>
  ({
    centres: { select: { centreId: true } },
    sections: { select: { ownerId: true } },
    editions: true,
    shares: sharesHeldAt(now),
  }) as const satisfies Prisma.PaperInclude;

const withPaper = (now: Date) =>
  ({ paper: { include: ofPaper(now) } }) as const satisfies Prisma.EditionInclude;

export type EditionRow = Prisma.EditionGetPayload<{ include: ReturnType<typeof withPaper> }>;

export interface NewMark {
  readonly editionId: string;
  readonly sectionId: string;
  readonly sourceSha256: string;
  readonly source: string;
  readonly how: "translated" | "unchanged_meaning";
  readonly markedById: string;
  readonly markedAt: Date;
}

export interface StandingRow {
  readonly editionId: string;
  readonly sections: Readonly<Record<string, string>>;
  readonly differences: number;
  readonly originalAt: Date | null;
  readonly translationAt: Date | null;
}

export class TranslationsRepository {
  readonly db: PrismaClient;
  readonly #clock: Clock;

  constructor(db: PrismaClient, clock: Clock) {
    this.db = db;
    this.#clock = clock;
  }

  /** An edition with all that its paper's rules ask for. */
  findEdition(editionId: string, db: Db = this.db): Promise<EditionRow | null> {
    return db.edition.findUnique({
      where: { id: editionId },
      include: withPaper(this.#clock.now()),
    });
  }

  findPaper(paperId: string) {
    return this.db.paper.findUnique({
      where: { id: paperId },
      include: ofPaper(this.#clock.now()),
    });
  }

  /** The translations that hang on an edition: itself, or all of an original. */
  async translationsBeside(editionId: string): Promise<string[]> {
    const rows = await this.db.$queryRaw<{ id: string }[]>`
      SELECT translation.id FROM "Edition" AS edited
      JOIN "Paper" AS paper ON paper.id = edited."paperId"
      JOIN "Edition" AS translation ON translation."paperId" = paper.id
        AND translation.language <> paper."originalLanguage"
      WHERE edited.id = ${editionId} AND (edited.id = translation.id
        OR edited.language = paper."originalLanguage")`;
    return rows.map(({ id }) => id);
  }

  async translationsOf(paperId: string): Promise<string[]> {
    const rows = await this.db.$queryRaw<{ id: string }[]>`
      SELECT edition.id FROM "Edition" AS edition
      JOIN "Paper" AS paper ON paper.id = edition."paperId"
      WHERE paper.id = ${paperId} AND edition.language <> paper."originalLanguage"`;
    return rows.map(({ id }) => id);
  }

  /** Translations that were never worked out, or whose texts were written on since. */
  async unsettledTranslations(): Promise<string[]> {
    const rows = await this.db.$queryRaw<{ id: string }[]>`
      WITH edits AS (
        SELECT "editionId", max(at) AS at FROM (
          SELECT "editionId", max("createdAt") AS at FROM "EditionUpdate" GROUP BY 1
          UNION ALL
          SELECT "editionId", "updatedAt" FROM "EditionSnapshot"
        ) AS all_edits GROUP BY 1
      )
      SELECT translation.id FROM "Edition" AS translation
      JOIN "Paper" AS paper ON paper.id = translation."paperId"
        AND translation.language <> paper."originalLanguage"
      JOIN "Edition" AS original ON original."paperId" = paper.id
        AND original.language = paper."originalLanguage"
      LEFT JOIN "TranslationStanding" AS standing ON standing."editionId" = translation.id
      LEFT JOIN edits AS here ON here."editionId" = translation.id
      LEFT JOIN edits AS there ON there."editionId" = original.id
      WHERE standing."editionId" IS NULL
        OR standing."translationAt" IS DISTINCT FROM here.at
        OR standing."originalAt" IS DISTINCT FROM there.at`;
    return rows.map(({ id }) => id);
  }

  marks(editionId: string, db: Db = this.db) {
    return db.sectionTranslation.findMany({ where: { editionId }, take: 2_000 });
  }

  findMark(editionId: string, sectionId: string) {
    return this.db.sectionTranslation.findUnique({
      where: { editionId_sectionId: { editionId, sectionId } },
    });
  }

  async mark(tx: PrismaTransaction, mark: NewMark): Promise<void> {
    const { editionId, sectionId } = mark;
    await tx.sectionTranslation.upsert({
      where: { editionId_sectionId: { editionId, sectionId } },
      create: mark,
      update: { ...mark, version: { increment: 1 } },
    });
  }

  findStanding(editionId: string, db: Db = this.db) {
    return db.translationStanding.findUnique({ where: { editionId } });
  }

  async keepStanding(tx: PrismaTransaction, row: StandingRow): Promise<void> {
    const data = { ...row, sections: { ...row.sections } };
    await tx.translationStanding.upsert({
      where: { editionId: row.editionId },
      create: data,
      update: data,
    });
  }
}
