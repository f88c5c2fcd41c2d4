import { languages, type ClearanceText, type Language } from "@istmo/contracts";
import type { Actor, ClearanceLevel, PaperStage, Role } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { citationsIn } from "@istmo/paper-schema";
import { pageAfter } from "../../http/lists.ts";
import { citedSources } from "../sources/sources.queries.ts";
import { findVersionText, type VersionText } from "../versions/versions.queries.ts";

type Db = PrismaClient | PrismaTransaction;

const whole = {
  answers: { orderBy: [{ givenAt: "desc" }, { id: "desc" }] },
  opening: {
    select: {
      versionId: true,
      frozen: { select: { editions: { select: { edition: { select: { language: true } } } } } },
    },
  },
} as const satisfies Prisma.ClearanceRequestInclude;
export type RequestRow = Prisma.ClearanceRequestGetPayload<{ include: typeof whole }>;
export type OpeningRow = Prisma.ClearanceOpeningGetPayload<object>;
export type StepRow = Prisma.PaperStepGetPayload<object>;
export type LinkRow = Prisma.ClearanceLinkGetPayload<object>;
export type RecordRow = Prisma.ClearanceRecordGetPayload<object>;

/** Requests of one paper in one answer, those of earlier versions included. */
const requestsPerPaper = 1000;
/** Steps of one paper in one answer. */
const stepsPerPaper = 100;
/** People who are told of one thing at once. */
const toldAtMost = 1000;
/** Requests that one look of the watch reads. */
const waitingAtMost = 1000;

const open: PaperStage[] = ["in_expert_clearance", "in_policy_clearance"];

/** Somebody who is told of something. */
export interface Addressee {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string;
  /** The organisations and centres for which they hold the posts that were asked for. */
  readonly bodies: readonly string[];
}

export class ClearanceRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  // ── The paper ─────────────────────────────────────────────────────────────

  /** Keeps the paper as it is until the commit: no answer is given behind a step, nor two at once. */
  async lockPaper(tx: PrismaTransaction, paperId: string): Promise<void> {
    await tx.$executeRaw`SELECT id FROM "Paper" WHERE id = ${paperId} FOR UPDATE`;
  }

  paper(paperId: string, db: Db = this.db) {
    return db.paper.findUnique({
      where: { id: paperId },
      select: {
        version: true,
        symbol: true,
        template: { select: { detail: true } },
        issue: true,
        meeting: true,
      },
    });
  }

  /** False when the paper is no longer at the version that was decided on. */
  async movePaper(
    tx: PrismaTransaction,
    paper: { readonly id: string; readonly version: number },
    data: Prisma.PaperUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await tx.paper.updateMany({
      where: { id: paper.id, version: paper.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  async addStep(tx: PrismaTransaction, step: Prisma.PaperStepUncheckedCreateInput): Promise<void> {
    await tx.paperStep.create({ data: step });
  }

  /** Newest first. */
  steps(paperId: string, db: Db = this.db): Promise<StepRow[]> {
    return db.paperStep.findMany({
      where: { paperId },
      orderBy: { number: "desc" },
      take: stepsPerPaper,
    });
  }

  /** The rounds of a paper with the rows of their matrix that wait for an answer. */
  async rounds(paperId: string, db: Db = this.db) {
    const rounds = await db.reviewRound.findMany({
      where: { paperId },
      select: {
        state: true,
        _count: {
          select: {
            comments: {
              where: {
                submittedAt: { not: null },
                OR: [
                  { state: { in: ["submitted", "contested"] } },
                  { state: "answered", disposition: null },
                ],
              },
            },
          },
        },
      },
    });
    return rounds.map(({ state, _count }) => ({
      state: state as "open",
      // Of a round that was broken off nothing is answered.
      openRows: state === "cancelled" ? 0 : _count.comments,
    }));
  }

  // ── Levels and requests ───────────────────────────────────────────────────

  async open(
    tx: PrismaTransaction,
    opening: Prisma.ClearanceOpeningUncheckedCreateInput,
  ): Promise<void> {
    await tx.clearanceOpening.create({ data: opening });
  }

  /** The last opening of each level. */
  async openings(paperId: string, db: Db = this.db): Promise<Map<ClearanceLevel, OpeningRow>> {
    const rows = await db.clearanceOpening.findMany({
      where: { paperId },
      orderBy: { frozen: { number: "asc" } },
    });
    return new Map(rows.map((row) => [row.level as ClearanceLevel, row]));
  }

  /** All requests of a paper, oldest first; those that hold are not "lapsed". */
  requests(paperId: string, db: Db = this.db): Promise<RequestRow[]> {
    return db.clearanceRequest.findMany({
      where: { paperId },
      include: whole,
      orderBy: [{ askedAt: "asc" }, { id: "asc" }],
      take: requestsPerPaper,
    });
  }

  async paperOf(requestId: string, db: Db = this.db): Promise<string | null> {
    const row = await db.clearanceRequest.findUnique({
      where: { id: requestId },
      select: { paperId: true },
    });
    return row?.paperId ?? null;
  }

  /** Those that wait for an answer of the actor's organisations, or of the actor as delegate. */
  waitingFor(
    actor: Actor,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<RequestRow[]> {
    const organisationIds = actor.posts.flatMap(({ organisationId }) => organisationId ?? []);
    return this.db.clearanceRequest.findMany({
      where: {
        state: "requested",
        paper: { stage: { in: open } },
        OR: [{ organisationId: { in: organisationIds } }, { delegateId: actor.id }],
      },
      include: whole,
      orderBy: [{ limitAt: "asc" }, { id: "asc" }],
      ...pageAfter(query.cursor, query.limit),
    });
  }

  async ask(
    tx: PrismaTransaction,
    request: Prisma.ClearanceRequestUncheckedCreateInput,
  ): Promise<void> {
    await tx.clearanceRequest.create({ data: request });
  }

  /** Ends what was asked about an earlier version of a level, and every link to it. */
  async lapse(
    tx: PrismaTransaction,
    wanted: { readonly paperId: string; readonly level: string; readonly now: Date },
  ): Promise<void> {
    const { paperId, level, now } = wanted;
    await tx.clearanceRequest.updateMany({
      where: { paperId, level, state: { not: "lapsed" } },
      data: { state: "lapsed", version: { increment: 1 } },
    });
    await this.revokeLinks(tx, { paperId, level }, now);
  }

  /** False when the request is no longer at the version that was decided on. */
  async change(
    tx: PrismaTransaction,
    request: { readonly id: string; readonly version: number },
    data: Prisma.ClearanceRequestUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await tx.clearanceRequest.updateMany({
      where: { id: request.id, version: request.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  /**
   * Notes what changes nothing that is decided on, a receipt or a reminder: whoever is answering
   * meanwhile has not seen anything stale.
   */
  async note(
    tx: PrismaTransaction,
    requestId: string,
    data: Pick<
      Prisma.ClearanceRequestUncheckedUpdateManyInput,
      "receivedAt" | "receivedById" | "remindedAt"
    >,
  ): Promise<void> {
    await tx.clearanceRequest.update({ where: { id: requestId }, data });
  }

  async addAnswer(
    tx: PrismaTransaction,
    answer: Prisma.ClearanceAnswerUncheckedCreateInput,
  ): Promise<void> {
    await tx.clearanceAnswer.create({ data: answer });
  }

  /** Takes an answer back; it stays on record. */
  async withdrawAnswer(
    tx: PrismaTransaction,
    id: string,
    by: { readonly withdrawnAt: Date; readonly withdrawnById: string },
  ): Promise<void> {
    await tx.clearanceAnswer.update({ where: { id }, data: by });
  }

  // ── Texts ─────────────────────────────────────────────────────────────────

  /** The text of a frozen version in a language; null where it has none. */
  async text(versionId: string, language: string, db: Db = this.db): Promise<VersionText | null> {
    const row = await db.editionVersion.findFirst({
      where: { paperVersionId: versionId, edition: { language } },
      select: { id: true },
    });
    return row && findVersionText(db, row.id);
  }

  /** The same as it is answered, with the sources that it cites. */
  async answeredText(
    of: { readonly paperId: string; readonly versionId: string },
    language: string,
  ): Promise<ClearanceText | null> {
    const text = await this.text(of.versionId, language);
    if (text === null) return null;
    const { title, sha256, canonical, document } = text;
    const cited = citationsIn(document).flatMap(({ sourceId }) => sourceId ?? []);
    return {
      ...{ language: language as ClearanceText["language"], title, sha256, canonical },
      sources: await citedSources(this.db, of.paperId, cited),
    };
  }

  async languages(versionId: string, db: Db = this.db): Promise<Language[]> {
    const rows = await db.editionVersion.findMany({
      where: { paperVersionId: versionId },
      select: { edition: { select: { language: true } } },
    });
    const found = new Set(rows.map(({ edition }) => edition.language));
    return languages.filter((one) => found.has(one));
  }

  /** Every text of a frozen version, each checked against its hash. */
  async texts(
    versionId: string,
    db: Db = this.db,
  ): Promise<(VersionText & { language: string })[]> {
    const texts: (VersionText & { language: string })[] = [];
    for (const language of await this.languages(versionId, db)) {
      const text = await this.text(versionId, language, db);
      if (text !== null) texts.push({ ...text, language });
    }
    return texts;
  }

  // ── Who is asked and told ─────────────────────────────────────────────────

  organisations(ids: readonly string[], db: Db = this.db) {
    return db.organisation.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, abbreviation: true, isActive: true },
    });
  }

  /** Who holds one of these posts today, is active, and is cleared for one of these levels. */
  async holders(
    wanted: {
      readonly roles: readonly Role[];
      /** Organisations or centres; left out: posts of the office. */
      readonly bodies?: readonly string[];
      readonly levels: readonly string[];
      readonly at: Date;
    },
    db: Db,
  ): Promise<Addressee[]> {
    const { roles, bodies, levels, at } = wanted;
    const held = { startsAt: { lte: at }, OR: [{ endsAt: null }, { endsAt: { gt: at } }] };
    const ids = [...(bodies ?? [])];
    const body =
      bodies === undefined
        ? {}
        : { OR: [{ organisationId: { in: ids } }, { centreId: { in: ids } }] };
    const posts = { AND: [held, { role: { in: [...roles] } }, body] };
    const rows = await db.person.findMany({
      where: { deactivatedAt: null, clearedTo: { in: [...levels] }, posts: { some: posts } },
      select: { id: true, name: true, email: true, locale: true, posts: { where: posts } },
      orderBy: { id: "asc" },
      take: toldAtMost,
    });
    return rows.map(({ posts: own, ...person }) => ({
      ...person,
      bodies: own.flatMap(({ organisationId, centreId }) => organisationId ?? centreId ?? []),
    }));
  }

  async person(id: string, db: Db): Promise<Addressee | null> {
    const row = await db.person.findUnique({
      where: { id, deactivatedAt: null },
      select: { id: true, name: true, email: true, locale: true },
    });
    return row && { ...row, bodies: [] };
  }

  /** People who hold a post for an organisation today. */
  async membersOf(organisationId: string, at: Date, db: Db) {
    const held = { startsAt: { lte: at }, OR: [{ endsAt: null }, { endsAt: { gt: at } }] };
    return db.person.findMany({
      where: { deactivatedAt: null, posts: { some: { AND: [held, { organisationId }] } } },
      select: { id: true, name: true },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: 100,
    });
  }

  // ── Links from mails ──────────────────────────────────────────────────────

  async addLink(
    tx: PrismaTransaction,
    link: Prisma.ClearanceLinkUncheckedCreateInput,
  ): Promise<void> {
    await tx.clearanceLink.create({ data: link });
  }

  link(hash: string, db: Db = this.db): Promise<LinkRow | null> {
    return db.clearanceLink.findUnique({ where: { hash } });
  }

  /** Of a request, of a level of a paper, or of a paper. */
  async revokeLinks(
    tx: PrismaTransaction,
    of: { readonly requestId: string } | { readonly paperId: string; readonly level?: string },
    now: Date,
  ): Promise<void> {
    await tx.clearanceLink.updateMany({
      where: {
        revokedAt: null,
        usedAt: null,
        ...("requestId" in of ? of : { request: of }),
      },
      data: { revokedAt: now },
    });
  }

  async changeLink(
    tx: PrismaTransaction,
    hash: string,
    data: Prisma.ClearanceLinkUncheckedUpdateManyInput,
  ): Promise<void> {
    await tx.clearanceLink.update({ where: { hash }, data });
  }

  /** Counts a try of a code before it is compared; false when too many were tried. */
  async countTry(hash: string, most: number): Promise<boolean> {
    const { count } = await this.db.clearanceLink.updateMany({
      where: { hash, codeAttempts: { lt: most } },
      data: { codeAttempts: { increment: 1 } },
    });
    return count === 1;
  }

  // ── Looking at the clock ──────────────────────────────────────────────────

  /** Requests without an answer at a level that is open; those whose time ends first come first. */
  waiting() {
    return this.db.clearanceRequest.findMany({
      where: {
        state: "requested",
        OR: [
          { level: "expert", paper: { stage: "in_expert_clearance" } },
          { level: "policy", paper: { stage: "in_policy_clearance" } },
        ],
      },
      select: {
        id: true,
        paperId: true,
        limitAt: true,
        timeZone: true,
        askedAt: true,
        remindedAt: true,
        silence: true,
        receivedAt: true,
      },
      orderBy: { limitAt: "asc" },
      take: waitingAtMost,
    });
  }

  // ── Sealed and issued ─────────────────────────────────────────────────────

  async seal(
    tx: PrismaTransaction,
    record: Prisma.ClearanceRecordUncheckedCreateInput,
  ): Promise<void> {
    await tx.clearanceRecord.create({ data: record });
  }

  /** The last record of a paper. */
  record(paperId: string, db: Db = this.db): Promise<RecordRow | null> {
    return db.clearanceRecord.findFirst({ where: { paperId }, orderBy: { sealedAt: "desc" } });
  }

  /** What the audit log holds of a paper's clearance: the positions, oldest first. */
  async auditPositions(paperId: string, tx: PrismaTransaction) {
    const rows = await tx.auditEntry.findMany({
      where: {
        paperId,
        OR: [{ kind: { startsWith: "paper.clearance_" } }, { kind: "paper.stage_changed" }],
      },
      select: { seq: true, kind: true, hash: true },
      orderBy: { seq: "asc" },
      take: 5000,
    });
    return rows.map(({ seq, kind, hash }) => ({ seq: Number(seq), kind, hash }));
  }

  /** Every symbol that is taken, by papers and by what hangs on them. */
  async symbolsInUse(db: Db = this.db): Promise<string[]> {
    const taken = await db.documentSymbol.findMany({ select: { symbol: true } });
    const borne = await db.paper.findMany({
      where: { symbol: { not: null } },
      select: { symbol: true },
    });
    return [...taken, ...borne].flatMap(({ symbol }) => symbol ?? []);
  }

  /** False when it was taken meanwhile. */
  async takeSymbol(
    tx: PrismaTransaction,
    { symbol, paperId, now }: { symbol: string; paperId: string; now: Date },
  ): Promise<boolean> {
    const { count } = await tx.documentSymbol.createMany({
      data: [{ key: symbol.toLowerCase(), symbol, paperId, takenAt: now }],
      skipDuplicates: true,
    });
    return count === 1;
  }

  async issue(tx: PrismaTransaction, issue: Prisma.PaperIssueUncheckedCreateInput): Promise<void> {
    await tx.paperIssue.create({ data: issue });
  }

  findIssue(paperId: string, db: Db = this.db) {
    return db.paperIssue.findUnique({
      where: { paperId },
      include: { corrigenda: { orderBy: { number: "asc" } } },
    });
  }

  /** The papers that this one replaces. */
  predecessors(paperId: string, db: Db = this.db) {
    return db.paperIssue.findMany({
      where: { successorId: paperId },
      select: { paperId: true, symbol: true },
      take: 100,
    });
  }

  async supersede(
    tx: PrismaTransaction,
    paperId: string,
    by: { readonly successorId: string; readonly supersededAt: Date },
  ): Promise<void> {
    await tx.paperIssue.update({ where: { paperId }, data: by });
  }

  async addCorrigendum(
    tx: PrismaTransaction,
    corrigendum: Prisma.CorrigendumUncheckedCreateInput,
  ): Promise<void> {
    await tx.corrigendum.create({ data: corrigendum });
  }

  /** False when the meeting is no longer at the version that was seen; 0 where there was none. */
  async setMeeting(
    tx: PrismaTransaction,
    version: number,
    meeting: Omit<Prisma.PaperMeetingUncheckedCreateInput, "version">,
  ): Promise<boolean> {
    const { paperId } = meeting;
    const { count } =
      version === 0
        ? await tx.paperMeeting.createMany({ data: [meeting], skipDuplicates: true })
        : await tx.paperMeeting.updateMany({
            where: { paperId, version },
            data: { ...meeting, version: { increment: 1 } },
          });
    return count === 1;
  }
}
