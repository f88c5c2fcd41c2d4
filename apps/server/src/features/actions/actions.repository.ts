import type { ActionState } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { waitingStates } from "./actions.queries.ts";

export type Db = PrismaClient | PrismaTransaction;

/** Not yet verified, and not cancelled. */
const unfinishedStates: string[] = [...waitingStates, "done"];

export const withZone = { centre: { select: { timeZone: true } } } as const;

export type ActionRow = Prisma.ActionItemGetPayload<{ include: typeof withZone }>;

/** Another item as far as dependencies show it. */
const related = {
  id: true,
  title: true,
  state: true,
  dueOn: true,
  classification: true,
  organisationId: true,
} as const;
export type RelatedRow = Prisma.ActionItemGetPayload<{ select: typeof related }>;

export class ActionsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  find(id: string, db: Db = this.db): Promise<ActionRow | null> {
    return db.actionItem.findUnique({ where: { id }, include: withZone });
  }

  /** Those of these ids whose items a condition lets be seen. */
  async idsAmong(
    ids: readonly string[],
    isVisible: Prisma.ActionItemWhereInput,
    db: Db,
  ): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await db.actionItem.findMany({
      where: { AND: [isVisible, { id: { in: [...ids] } }] },
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** The row, locked until the commit: what is decided on it stays true. */
  async lock(tx: PrismaTransaction, id: string): Promise<ActionRow | null> {
    await tx.$queryRaw`SELECT id FROM "ActionItem" WHERE id = ${id} FOR UPDATE`;
    return this.find(id, tx);
  }

  /** The next occurrence of one that comes again, once it has been made. */
  async after(
    { seriesId, occurrence }: Pick<ActionRow, "seriesId" | "occurrence">,
    db: Db,
  ): Promise<RelatedRow | null> {
    if (seriesId === null || occurrence === null) return null;
    const wanted = { seriesId, occurrence: occurrence + 1 };
    return db.actionItem.findUnique({
      where: { seriesId_occurrence: wanted },
      select: related,
    });
  }

  /** Several rows, locked until the commit, always in one order: two who lock many do not wait for each other. */
  async lockAll(tx: PrismaTransaction, ids: readonly string[]): Promise<ActionRow[]> {
    await tx.$executeRaw`
      SELECT id FROM "ActionItem" WHERE id = ANY(${[...ids]}) ORDER BY id FOR UPDATE`;
    return tx.actionItem.findMany({
      where: { id: { in: [...ids] } },
      include: withZone,
      orderBy: { id: "asc" },
    });
  }

  /** Writes the same into several rows that are locked. */
  async updateAll(
    tx: PrismaTransaction,
    ids: readonly string[],
    data: Prisma.ActionItemUncheckedUpdateManyInput,
  ): Promise<void> {
    const { count } = await tx.actionItem.updateMany({
      where: { id: { in: [...ids] } },
      data: { ...data, version: { increment: 1 } },
    });
    if (count !== ids.length) throw new Error("An item went while it was locked.");
  }

  /** Lets somebody watch several items. */
  async watchAll(tx: PrismaTransaction, ids: readonly string[], personId: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE "ActionItem" SET "watcherIds" = array_append("watcherIds", ${personId})
      WHERE id = ANY(${[...ids]}) AND NOT (${personId} = ANY("watcherIds"))`;
  }

  /** The items that carry a commitment, the next one due first. */
  async ofCommitment(commitmentId: string): Promise<ActionRow[]> {
    return this.db.actionItem.findMany({
      where: { commitmentId },
      include: withZone,
      orderBy: [{ dueOn: "asc" }, { id: "asc" }],
      take: 200,
    });
  }

  async create(
    tx: PrismaTransaction,
    row: Prisma.ActionItemUncheckedCreateInput,
  ): Promise<ActionRow> {
    return tx.actionItem.create({ data: row, include: withZone });
  }

  /** Writes only if the row is still at the version that was decided on; null otherwise. */
  async update(
    tx: PrismaTransaction,
    item: { id: string; version: number },
    data: Prisma.ActionItemUncheckedUpdateManyInput,
  ): Promise<ActionRow | null> {
    const { count } = await tx.actionItem.updateMany({
      where: { id: item.id, version: item.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1 ? this.find(item.id, tx) : null;
  }

  async existsCentre(id: string): Promise<boolean> {
    return (await this.db.centre.count({ where: { id } })) > 0;
  }

  async existsOrganisation(id: string, db: Db): Promise<boolean> {
    return (await db.organisation.count({ where: { id, isActive: true } })) > 0;
  }

  async zoneOf(centreId: string, db: Db): Promise<string | null> {
    const centre = await db.centre.findUnique({
      where: { id: centreId },
      select: { timeZone: true },
    });
    return centre?.timeZone ?? null;
  }

  /** Whether a programme has an output of this id. */
  async existsOutput(
    { programmeId, outputId }: { readonly programmeId: string; readonly outputId: string },
    db: Db,
  ): Promise<boolean> {
    const row = await db.programme.findUnique({
      where: { id: programmeId },
      select: { detail: true },
    });
    const { outcomes } = (row?.detail ?? {}) as {
      outcomes?: { outputs?: { id?: string }[] }[];
    };
    return (outcomes ?? []).some(({ outputs }) => outputs?.some(({ id }) => id === outputId));
  }

  /**
   * What somebody owns in a centre, or in the office, and nobody has verified yet. The rows stay
   * locked until the commit.
   */
  async openOf(
    tx: PrismaTransaction,
    ownerId: string,
    centreId: string | null,
  ): Promise<ActionRow[]> {
    const where = { ownerId, centreId, state: { in: unfinishedStates } };
    await tx.$executeRaw`
      SELECT id FROM "ActionItem" WHERE "ownerId" = ${ownerId} ORDER BY id FOR UPDATE`;
    return tx.actionItem.findMany({ where, include: withZone, orderBy: { id: "asc" } });
  }

  async setWatching(
    tx: PrismaTransaction,
    id: string,
    { personId, isWatching }: { readonly personId: string; readonly isWatching: boolean },
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE "ActionItem"
      SET "watcherIds" = array_remove("watcherIds", ${personId}) ||
        CASE WHEN ${isWatching} THEN ARRAY[${personId}] ELSE ARRAY[]::TEXT[] END
      WHERE id = ${id}`;
  }

  /** A body no longer hears of an item, not even when its pages catch up. */
  async forgetOrganisation(tx: PrismaTransaction, id: string, subject: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE "Event" SET audience = array_remove(audience, ${subject})
      WHERE type LIKE 'action.%' AND payload->>'actionId' = ${id}`;
  }

  // ── Dependencies ──────────────────────────────────────────────────────────

  /** How many unfinished items each of these waits for, of those that a condition lets be seen. */
  async openNeeds(
    ids: readonly string[],
    isVisible: Prisma.ActionItemWhereInput,
    db: Db,
  ): Promise<Map<string, string[]>> {
    if (ids.length === 0) return new Map();
    const rows = await db.actionDependency.findMany({
      where: {
        actionId: { in: [...ids] },
        needs: { AND: [isVisible, { state: { in: waitingStates } }] },
      },
      orderBy: { needsId: "asc" },
    });
    const needs = new Map<string, string[]>();
    for (const { actionId, needsId } of rows)
      needs.set(actionId, [...(needs.get(actionId) ?? []), needsId]);
    return needs;
  }

  /** What an item waits for, and what waits for it. */
  async relatedTo(id: string, db: Db): Promise<{ needs: RelatedRow[]; neededBy: RelatedRow[] }> {
    const needs = await db.actionDependency.findMany({
      where: { actionId: id },
      select: { needs: { select: related } },
      orderBy: { needsId: "asc" },
    });
    const neededBy = await db.actionDependency.findMany({
      where: { needsId: id },
      select: { action: { select: related } },
      orderBy: { actionId: "asc" },
      take: 200,
    });
    return {
      needs: needs.map((one) => one.needs),
      neededBy: neededBy.map((one) => one.action),
    };
  }

  /**
   * All that these items wait for, over however many others. Nobody else adds a dependency until the
   * commit: two halves of a circle would not see each other.
   */
  async lockedNeedsFrom(tx: PrismaTransaction, ids: readonly string[]) {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${dependencyLock})`;
    return tx.$queryRaw<{ actionId: string; needsId: string }[]>`
      WITH RECURSIVE reached AS (
        SELECT "actionId", "needsId" FROM "ActionDependency" WHERE "actionId" = ANY(${[...ids]})
        UNION
        SELECT next."actionId", next."needsId" FROM "ActionDependency" AS next
        JOIN reached ON next."actionId" = reached."needsId")
      SELECT "actionId", "needsId" FROM reached`;
  }

  async addNeed(tx: PrismaTransaction, actionId: string, needsId: string): Promise<void> {
    await tx.actionDependency.create({ data: { actionId, needsId } });
  }

  /** False when there was none. */
  async removeNeed(tx: PrismaTransaction, actionId: string, needsId: string): Promise<boolean> {
    const { count } = await tx.actionDependency.deleteMany({ where: { actionId, needsId } });
    return count > 0;
  }

  // ── Order in a column ─────────────────────────────────────────────────────

  /** Rank of a card in a column; null when it is not there. */
  async rankOf(tx: PrismaTransaction, id: string, state: string): Promise<string | null> {
    const row = await tx.actionItem.findFirst({ where: { id, state }, select: { rank: true } });
    return row?.rank ?? null;
  }

  /** The first rank of a column after another, or its very first; null when there is none. */
  async nextRank(
    tx: PrismaTransaction,
    state: string,
    after: string | null,
  ): Promise<string | null> {
    const row = await tx.actionItem.findFirst({
      where: { state, ...(after === null ? {} : { rank: { gt: after } }) },
      orderBy: [{ rank: "asc" }, { id: "asc" }],
      select: { rank: true },
    });
    return row?.rank ?? null;
  }

  async lastRank(tx: PrismaTransaction, state: ActionState): Promise<string | null> {
    const row = await tx.actionItem.findFirst({
      where: { state },
      orderBy: [{ rank: "desc" }, { id: "desc" }],
      select: { rank: true },
    });
    return row?.rank ?? null;
  }
}

const dependencyLock = 0xac7ed;
