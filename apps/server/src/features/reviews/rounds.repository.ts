import { subjectsOf, type Actor, type ReadableComments, type Reminder } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { levelsOf } from "../../platform/audience.ts";
import { pageAfter } from "../../http/lists.ts";
import { readablePapers } from "../papers/papers.queries.ts";
import { findVersionText, type VersionText } from "../versions/versions.queries.ts";

type Db = PrismaClient | PrismaTransaction;

const whole = {
  participants: { orderBy: { subject: "asc" } },
  frozen: { select: { editions: { select: { edition: { select: { language: true } } } } } },
} as const satisfies Prisma.ReviewRoundInclude;
export type RoundRow = Prisma.ReviewRoundGetPayload<{ include: typeof whole }>;
export type RoundCommentRow = Prisma.RoundCommentGetPayload<object>;

/** Rounds of one paper in one answer; an office holds two or three. */
const roundsPerPaper = 100;
/** Open rounds that one look for reminders reads. */
const openAtMost = 1000;

export class RoundsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  find(roundId: string, db: Db = this.db): Promise<RoundRow | null> {
    return db.reviewRound.findUnique({ where: { id: roundId }, include: whole });
  }

  /** Keeps the round as it is until the commit: nothing is submitted behind its closing. */
  async lock(tx: PrismaTransaction, roundId: string): Promise<RoundRow | null> {
    await tx.$executeRaw`SELECT id FROM "ReviewRound" WHERE id = ${roundId} FOR UPDATE`;
    return this.find(roundId, tx);
  }

  /** Keeps the paper as it is until the commit: two rounds are not opened at once. */
  async lockPaper(tx: PrismaTransaction, paperId: string): Promise<void> {
    await tx.$executeRaw`SELECT id FROM "Paper" WHERE id = ${paperId} FOR UPDATE`;
  }

  /** Newest first. */
  ofPaper(paperId: string, db: Db = this.db): Promise<RoundRow[]> {
    return db.reviewRound.findMany({
      where: { paperId },
      include: whole,
      orderBy: { number: "desc" },
      take: roundsPerPaper,
    });
  }

  /**
   * Newest first: the rounds of papers that the actor may read, and those in which they or their
   * organisation take part. Who sees which of them is asked of the domain besides.
   */
  list(
    actor: Actor,
    query: {
      readonly state?: string | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
      readonly now: Date;
    },
  ): Promise<RoundRow[]> {
    const { state, limit, cursor, now } = query;
    const takesPart = { subject: { in: subjectsOf(actor) }, state: { not: "removed" } };
    return this.db.reviewRound.findMany({
      where: {
        ...(state === undefined ? {} : { state }),
        OR: [
          { paper: readablePapers(actor, now) },
          {
            paper: { classification: { in: levelsOf(actor) } },
            participants: { some: takesPart },
          },
        ],
      },
      include: whole,
      orderBy: [{ openedAt: "desc" }, { id: "desc" }],
      ...pageAfter(cursor, limit),
    });
  }

  /** The newest of each round's blocks that are not cancelled: what "changed" is measured against. */
  async blocksOfLastRound(paperId: string, db: Db = this.db): Promise<Prisma.JsonValue> {
    const last = await db.reviewRound.findFirst({
      where: { paperId, state: { in: ["closed", "answered"] } },
      orderBy: { number: "desc" },
      select: { blocks: true },
    });
    return last?.blocks ?? {};
  }

  async open(tx: PrismaTransaction, round: Prisma.ReviewRoundUncheckedCreateInput): Promise<void> {
    await tx.reviewRound.create({ data: round });
  }

  /** The text of a frozen version in a language; null where it has none. */
  async text(versionId: string, language: string): Promise<VersionText | null> {
    const row = await this.db.editionVersion.findFirst({
      where: { paperVersionId: versionId, edition: { language } },
      select: { id: true },
    });
    return row && findVersionText(this.db, row.id);
  }

  /** False when the round is no longer at the version that was decided on. */
  async change(
    tx: PrismaTransaction,
    round: { readonly id: string; readonly version: number },
    data: Prisma.ReviewRoundUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await tx.reviewRound.updateMany({
      where: { id: round.id, version: round.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  async putParticipant(
    tx: PrismaTransaction,
    part: { readonly roundId: string; readonly subject: string },
    data: Omit<Prisma.RoundParticipantUncheckedCreateInput, "roundId" | "subject">,
  ): Promise<void> {
    const { roundId, subject } = part;
    await tx.roundParticipant.upsert({
      where: { roundId_subject: { roundId, subject } },
      create: { roundId, subject, ...data },
      update: data,
    });
  }

  async addExtension(
    tx: PrismaTransaction,
    extension: Prisma.RoundExtensionUncheckedCreateInput,
  ): Promise<void> {
    await tx.roundExtension.create({ data: extension });
  }

  // ── Comments ──────────────────────────────────────────────────────────────

  /** Those that may be read, in the order of their making; what is hidden is not read at all. */
  comments(
    roundId: string,
    { own, submittedOfOthers }: ReadableComments,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<RoundCommentRow[]> {
    return this.db.roundComment.findMany({
      where: {
        roundId,
        OR: [
          { subject: { in: [...own] } },
          ...(submittedOfOthers ? [{ submittedAt: { not: null } }] : []),
        ],
      },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      ...pageAfter(query.cursor, query.limit),
    });
  }

  findComment(commentId: string, db: Db = this.db): Promise<RoundCommentRow | null> {
    return db.roundComment.findUnique({ where: { id: commentId } });
  }

  /** Drafts of a part that would be submitted now. */
  countDrafts(tx: PrismaTransaction, roundId: string, subject: string): Promise<number> {
    return tx.roundComment.count({ where: { roundId, subject, state: "internal" } });
  }

  countComments(tx: PrismaTransaction, roundId: string, subject: string): Promise<number> {
    return tx.roundComment.count({ where: { roundId, subject } });
  }

  async addComment(
    tx: PrismaTransaction,
    comment: Prisma.RoundCommentUncheckedCreateInput,
  ): Promise<void> {
    await tx.roundComment.create({ data: comment });
  }

  /** False when it is no longer a draft at the version that was decided on. */
  async changeDraft(
    tx: PrismaTransaction,
    comment: { readonly id: string; readonly version: number },
    data: Prisma.RoundCommentUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await tx.roundComment.updateMany({
      where: { id: comment.id, version: comment.version, state: "internal" },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  /** Makes the drafts of a part its position, or its position drafts again. */
  async moveComments(
    tx: PrismaTransaction,
    part: { readonly roundId: string; readonly subject: string },
    submittedAt: Date | null,
  ): Promise<void> {
    const [from, to] =
      submittedAt === null
        ? (["submitted", "internal"] as const)
        : (["internal", "submitted"] as const);
    await tx.roundComment.updateMany({
      where: { ...part, state: from },
      data: { state: to, submittedAt, version: { increment: 1 } },
    });
  }

  // ── Who takes part ────────────────────────────────────────────────────────

  organisations(ids: readonly string[], db: Db = this.db) {
    return db.organisation.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, abbreviation: true, isActive: true },
    });
  }

  people(ids: readonly string[], db: Db = this.db) {
    return db.person.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, name: true },
    });
  }

  /** Who speaks for these organisations, and these persons: active, and cleared for the level. */
  async speakers(subjects: readonly string[], classification: readonly string[], at: Date, db: Db) {
    const idsOf = (kind: string) =>
      subjects.flatMap((one) => (one.startsWith(`${kind}:`) ? [one.slice(kind.length + 1)] : []));
    const held = { startsAt: { lte: at }, OR: [{ endsAt: null }, { endsAt: { gt: at } }] };
    const organisationId = { in: idsOf("organisation") };
    const rows = await db.person.findMany({
      where: {
        deactivatedAt: null,
        clearedTo: { in: [...classification] },
        OR: [
          { id: { in: idsOf("person") } },
          { posts: { some: { AND: [held, { role: "focal_point", organisationId }] } } },
        ],
      },
      select: {
        id: true,
        name: true,
        email: true,
        locale: true,
        posts: { where: { AND: [held, { role: "focal_point", organisationId }] } },
      },
      take: 1000,
    });
    return rows.map(({ posts, ...person }) => ({
      ...person,
      subjects: [
        ...posts.map((post) => `organisation:${post.organisationId ?? ""}`),
        ...(subjects.includes(`person:${person.id}`) ? [`person:${person.id}`] : []),
      ],
    }));
  }

  /** Takes a participant out of those who hear what the log holds about the round. */
  async forgetIn(tx: PrismaTransaction, roundId: string, audiences: readonly string[]) {
    for (const one of audiences)
      await tx.$executeRaw`
        UPDATE "Event" SET audience = array_remove(audience, ${one})
        WHERE type = 'round.changed' AND payload->>'roundId' = ${roundId}`;
  }

  // ── Reminders ─────────────────────────────────────────────────────────────

  openRounds() {
    return this.db.reviewRound.findMany({
      where: { state: "open" },
      include: { ...whole, reminders: true },
      take: openAtMost,
    });
  }

  /** False when another process has sent it. */
  async noteReminder(
    tx: PrismaTransaction,
    roundId: string,
    { subject, kind, limit }: Reminder,
    sentAt: Date,
  ): Promise<boolean> {
    const { count } = await tx.roundReminder.createMany({
      data: [{ roundId, subject, kind, limitAt: limit, sentAt }],
      skipDuplicates: true,
    });
    return count === 1;
  }
}
