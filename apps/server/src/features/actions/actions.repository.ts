import type { Actor } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";
import { overdueActions, visibleActions, waitingStates } from "./actions.queries.ts";

type Db = PrismaClient | PrismaTransaction;

/** Not yet verified, and not cancelled. */
const unfinishedStates: string[] = [...waitingStates, "done"];

const withZone = { centre: { select: { timeZone: true } } } as const;

export type ActionRow = Prisma.ActionItemGetPayload<{ include: typeof withZone }>;

export interface ActionsFilter {
  readonly state?: string | undefined;
  readonly centre?: string | undefined;
  readonly owner?: string | undefined;
  readonly paper?: string | undefined;
  readonly overdue?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export class ActionsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  async list(actor: Actor, filter: ActionsFilter, now: Date): Promise<ActionRow[]> {
    const { state, centre, owner, paper, overdue, limit, cursor } = filter;
    const conditions: Prisma.ActionItemWhereInput[] = [visibleActions(actor)];
    if (state !== undefined) conditions.push({ state });
    if (centre !== undefined) conditions.push({ centreId: centre });
    if (owner !== undefined) conditions.push({ ownerId: owner });
    if (paper !== undefined) conditions.push({ originPaperId: paper });
    if (overdue === true) conditions.push(await overdueActions(this.db, now));
    return this.db.actionItem.findMany({
      where: { AND: conditions },
      include: withZone,
      orderBy: [{ rank: "asc" }, { id: "asc" }],
      ...pageAfter(cursor, limit),
    });
  }

  find(id: string, db: Db = this.db): Promise<ActionRow | null> {
    return db.actionItem.findUnique({ where: { id }, include: withZone });
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

  async lastRank(tx: PrismaTransaction, state: string): Promise<string | null> {
    const row = await tx.actionItem.findFirst({
      where: { state },
      orderBy: [{ rank: "desc" }, { id: "desc" }],
      select: { rank: true },
    });
    return row?.rank ?? null;
  }
}
