import type { ReadableComments } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { findVersionText, type VersionText } from "../versions/versions.queries.ts";
import type { RoundCommentRow } from "./rounds.repository.ts";

type Db = PrismaClient | PrismaTransaction;

/** What places a row, and tells how it stands, without its texts. */
const placing = {
  id: true,
  subject: true,
  blockId: true,
  state: true,
  disposition: true,
  reason: true,
  contest: true,
  version: true,
} as const satisfies Prisma.RoundCommentSelect;
export type PlacingRow = Prisma.RoundCommentGetPayload<{ select: typeof placing }>;

export class MatrixRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  /**
   * The rows of a round that may be read, in the order in which they were said. Bounded by what a
   * round takes: its participants, and the comments of each.
   */
  placings(
    roundId: string,
    { own, submittedOfOthers }: ReadableComments,
    db: Db = this.db,
  ): Promise<PlacingRow[]> {
    return db.roundComment.findMany({
      where: {
        roundId,
        submittedAt: { not: null },
        ...(submittedOfOthers ? {} : { subject: { in: [...own] } }),
      },
      select: placing,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
  }

  /** Whole rows, in no order. */
  rows(ids: readonly string[], db: Db = this.db): Promise<RoundCommentRow[]> {
    return db.roundComment.findMany({ where: { id: { in: [...ids] } } });
  }

  find(rowId: string, db: Db = this.db): Promise<RoundCommentRow | null> {
    return db.roundComment.findUnique({ where: { id: rowId } });
  }

  /** False when the row is no longer at the version that was decided on. */
  async change(
    tx: PrismaTransaction,
    row: { readonly id: string; readonly version: number },
    data: Prisma.RoundCommentUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await tx.roundComment.updateMany({
      where: { id: row.id, version: row.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  /** Whether a round of the paper after this one has closed. */
  async laterRoundClosed(paperId: string, number: number, db: Db = this.db): Promise<boolean> {
    const later = await db.reviewRound.findFirst({
      where: { paperId, number: { gt: number }, state: { in: ["closed", "answered"] } },
      select: { id: true },
    });
    return later !== null;
  }

  /** The owners of a paper's sections, by section. */
  async sectionOwners(paperId: string, db: Db = this.db): Promise<Map<string, string>> {
    const rows = await db.paperSection.findMany({
      where: { paperId },
      select: { sectionId: true, ownerId: true },
    });
    return new Map(rows.map(({ sectionId, ownerId }) => [sectionId, ownerId]));
  }

  /** The frozen text of the original; null where there is none. */
  async frozenText(
    { versionId, language }: { readonly versionId: string; readonly language: string },
    db: Db = this.db,
  ): Promise<VersionText | null> {
    const row = await db.editionVersion.findFirst({
      where: { paperVersionId: versionId, edition: { language } },
      select: { id: true },
    });
    return row && findVersionText(db, row.id);
  }

  centres(ids: readonly string[], db: Db = this.db) {
    return db.centre.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, shortName: true },
    });
  }
}
