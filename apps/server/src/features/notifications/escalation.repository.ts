/** The rules of centres, and what stands still by them. */
import type { EscalationRule } from "@istmo/domain";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { dayPlus } from "@istmo/domain";
import { toActionFacts, waitingStates } from "../actions/actions.queries.ts";

type Db = PrismaClient | PrismaTransaction;

/** Items that one look at a centre reads; the rest is there for the next day. */
const itemsAtMost = 5000;

export class EscalationRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  /** Centres with the time zone in which their days are counted. */
  centres() {
    return this.db.centre.findMany({ select: { id: true, timeZone: true } });
  }

  async existsCentre(centreId: string): Promise<boolean> {
    return (await this.db.centre.count({ where: { id: centreId } })) > 0;
  }

  rule(centreId: string, db: Db = this.db) {
    return db.escalationRule.findUnique({ where: { centreId } });
  }

  /** False when the rule is no longer at the version that was seen. */
  async set(
    tx: PrismaTransaction,
    { centreId, version }: { readonly centreId: string; readonly version: number },
    data: EscalationRule & { readonly updatedById: string; readonly updatedAt: Date },
  ): Promise<boolean> {
    if (version === 0) {
      const { count } = await tx.escalationRule.createMany({
        data: [{ centreId, ...data }],
        skipDuplicates: true,
      });
      return count === 1;
    }
    const { count } = await tx.escalationRule.updateMany({
      where: { centreId, version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  /**
   * Items of a centre, or with null of none, that have been late for as long as a rule asks and of
   * which the one or the other has not been told yet.
   */
  async late(
    tx: PrismaTransaction,
    centreId: string | null,
    { rule, today }: { readonly rule: EscalationRule; readonly today: string },
  ) {
    // Before every day where it is told to nobody.
    const until = (days: number | null) => (days === null ? "" : dayPlus(today, -days));
    const lead = until(rule.overdueToLead);
    const office = until(rule.overdueToOffice);
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT a.id FROM "ActionItem" a
      WHERE a."centreId" IS NOT DISTINCT FROM ${centreId}
        AND a.state = ANY(${waitingStates})
        AND ((a."dueOn" <= ${lead} AND NOT EXISTS (
                SELECT 1 FROM "Notification" n
                WHERE n."subjectId" = a.id AND n.told = 'escalated:overdue:lead:' || a."dueOn"))
          OR (a."dueOn" <= ${office} AND NOT EXISTS (
                SELECT 1 FROM "Notification" n
                WHERE n."subjectId" = a.id AND n.told = 'escalated:overdue:office:' || a."dueOn")))
      ORDER BY a."dueOn", a.id LIMIT ${itemsAtMost}`;
    return this.#items(tx, { id: { in: rows.map(({ id }) => id) } });
  }

  /** Blocked items of a centre, or with null of none, with the moment since when. */
  async blocked(tx: PrismaTransaction, centreId: string | null) {
    const items = await this.#items(tx, { centreId, state: "blocked" });
    const ids = items.map(({ facts }) => facts.id);
    const since = await tx.actionChange.groupBy({
      by: ["actionId"],
      where: { actionId: { in: ids }, field: "state", after: { equals: "blocked" } },
      _max: { at: true },
    });
    const moments = new Map(since.map(({ actionId, _max }) => [actionId, _max.at]));
    return items.map((item) => ({
      ...item,
      // Of an item without a history, since it was last touched.
      since: moments.get(item.facts.id) ?? item.updatedAt,
    }));
  }

  async #items(tx: PrismaTransaction, where: object) {
    const rows = await tx.actionItem.findMany({
      where,
      orderBy: { id: "asc" },
      take: itemsAtMost,
    });
    return rows.map((row) => ({
      facts: toActionFacts(row),
      dueOn: row.dueOn,
      updatedAt: row.updatedAt,
    }));
  }
}
