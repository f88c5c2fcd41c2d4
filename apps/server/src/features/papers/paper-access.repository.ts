import { randomUUID } from "node:crypto";
import { boundTo, roles, type ClassificationLevel, type HeldPost, type Role } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

type Db = PrismaClient | PrismaTransaction;

export type ShareRow = Prisma.PaperShareGetPayload<object>;

/** Shares of one paper; each names another subject. */
const sharesAtMost = 500;
/** People that are looked at for who can open a paper. */
const peopleAtMost = 5000;

export class PaperAccessRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  /** All shares of a paper, those that have expired included, the oldest first. */
  shares(paperId: string, db: Db = this.db): Promise<ShareRow[]> {
    return db.paperShare.findMany({
      where: { paperId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: sharesAtMost,
    });
  }

  findShare(paperId: string, shareId: string, db: Db = this.db): Promise<ShareRow | null> {
    return db.paperShare.findUnique({ where: { id: shareId, paperId } });
  }

  findShareOf(paperId: string, subject: string, db: Db): Promise<ShareRow | null> {
    return db.paperShare.findUnique({ where: { paperId_subject: { paperId, subject } } });
  }

  async addShare(
    tx: PrismaTransaction,
    share: Prisma.PaperShareUncheckedCreateInput,
  ): Promise<void> {
    await tx.paperShare.create({ data: share });
  }

  /** False when the row is no longer at the version that was decided on. */
  async changeShare(
    tx: PrismaTransaction,
    share: { id: string; version: number },
    data: Prisma.PaperShareUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await tx.paperShare.updateMany({
      where: { id: share.id, version: share.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  /** False when somebody else has removed it meanwhile. */
  async removeShare(tx: PrismaTransaction, shareId: string): Promise<boolean> {
    const { count } = await tx.paperShare.deleteMany({ where: { id: shareId } });
    return count === 1;
  }

  /** A person who has not been deactivated. */
  findPerson(personId: string) {
    return this.db.person.findUnique({
      where: { id: personId, deactivatedAt: null },
      select: { id: true, name: true, email: true, locale: true, clearedTo: true },
    });
  }

  /** Whether a centre, an organisation or a post of this key exists. */
  async existsGroup(subject: string): Promise<boolean> {
    const [kind, key = ""] = splitOnce(subject, ":");
    if (kind === "centre") return this.#existsCentre(key);
    if (kind === "organisation") return this.#existsOrganisation(key);
    if (kind !== "post") return false;
    const [name, place = ""] = splitOnce(key, "@");
    const role = roles.find((it) => it === name);
    if (role === undefined) return false;
    if (boundTo[role] === "office") return place === "office";
    return boundTo[role] === "centre" ? this.#existsCentre(place) : this.#existsOrganisation(place);
  }

  async #existsCentre(id: string): Promise<boolean> {
    return (await this.db.centre.findUnique({ where: { id }, select: { id: true } })) !== null;
  }

  async #existsOrganisation(id: string): Promise<boolean> {
    const row = await this.db.organisation.findUnique({
      where: { id, isActive: true },
      select: { id: true },
    });
    return row !== null;
  }

  /** Everybody active who is cleared for one of these levels, with the posts held at an instant. */
  async peopleClearedFor(levels: readonly ClassificationLevel[], at: Date, db: Db = this.db) {
    const rows = await db.person.findMany({
      where: { deactivatedAt: null, clearedTo: { in: [...levels] } },
      select: {
        id: true,
        name: true,
        clearedTo: true,
        posts: {
          where: { startsAt: { lte: at }, OR: [{ endsAt: null }, { endsAt: { gt: at } }] },
          select: { role: true, centreId: true, organisationId: true },
        },
      },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: peopleAtMost,
    });
    return rows.map(({ id, name, clearedTo, posts }) => ({
      name,
      actor: {
        id,
        clearedTo: clearedTo as ClassificationLevel,
        posts: posts.map((post): HeldPost => ({
          role: post.role as Role,
          centreId: post.centreId,
          organisationId: post.organisationId,
        })),
      },
    }));
  }

  /** Sets the classification if the paper is still at the version that was decided on. */
  async classify(
    tx: PrismaTransaction,
    paper: { id: string; version: number },
    classification: ClassificationLevel,
  ): Promise<boolean> {
    const { count } = await tx.paper.updateMany({
      where: { id: paper.id, version: paper.version },
      data: { classification, version: { increment: 1 } },
    });
    return count === 1;
  }

  /** The paper's action items take its classification; their ids. */
  /** Commitments are as classified as the paper that they come from. */
  async classifyCommitments(
    tx: PrismaTransaction,
    paperId: string,
    classification: ClassificationLevel,
  ): Promise<string[]> {
    const where = { originPaperId: paperId };
    const rows = await tx.commitment.findMany({ where, select: { id: true } });
    await tx.commitment.updateMany({
      where,
      data: { classification, version: { increment: 1 } },
    });
    return rows.map(({ id }) => id);
  }

  async classifyActions(
    tx: PrismaTransaction,
    paperId: string,
    classification: ClassificationLevel,
  ): Promise<string[]> {
    const rows = await tx.actionItem.findMany({
      where: { originPaperId: paperId },
      select: { id: true, version: true, classification: true },
    });
    await tx.actionItem.updateMany({
      where: { originPaperId: paperId },
      data: { classification, version: { increment: 1 } },
    });
    // Each version is in the item's history: changes that people make meanwhile are merged by it.
    await tx.actionChange.createMany({
      data: rows.map((row) => ({
        ...{ id: randomUUID(), actId: randomUUID(), actionId: row.id, version: row.version + 1 },
        ...{ field: "classification", before: row.classification, after: classification },
      })),
    });
    return rows.map(({ id }) => id);
  }
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
