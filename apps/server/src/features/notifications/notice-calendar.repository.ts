/** Due dates that people of a time zone have not been told of. */
import { dayPlus, soonDays } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { toActionFacts, waitingStates } from "../actions/actions.queries.ts";
import { openStates, toCommitmentFacts, withActions } from "../commitments/commitments.queries.ts";

/** Where the next look goes on. */
export interface DuePlace {
  readonly actionId: string;
  readonly personId: string;
}
export const dueAtOnce = 1000;

/**
 * Items whose date has come near or passed on a day, each with its owner and helpers who live in
 * the zone and have not been told.
 */
export async function dueActions(
  tx: PrismaTransaction,
  { timeZone, today }: { readonly timeZone: string; readonly today: string },
  after: DuePlace,
) {
  const soon = dayPlus(today, soonDays);
  const pairs = await tx.$queryRaw<DuePlace[]>`
    SELECT mine.id AS "actionId", p.id AS "personId"
    FROM (
      SELECT id, "dueOn", "ownerId" AS who FROM "ActionItem"
        WHERE state = ANY(${waitingStates}) AND "dueOn" <= ${soon} AND "ownerId" IS NOT NULL
      UNION
      SELECT id, "dueOn", unnest("helperIds") FROM "ActionItem"
        WHERE state = ANY(${waitingStates}) AND "dueOn" <= ${soon}
    ) mine
    JOIN "Person" p
      ON p.id = mine.who AND p."timeZone" = ${timeZone} AND p."deactivatedAt" IS NULL
    WHERE (mine.id, p.id) > (${after.actionId}, ${after.personId})
      AND NOT EXISTS (
        SELECT 1 FROM "Notification" n
        WHERE n."personId" = p.id AND n."subjectKind" = 'action' AND n."subjectId" = mine.id
          AND n.told = CASE WHEN mine."dueOn" < ${today} THEN 'overdue:' ELSE 'due_soon:' END
            || mine."dueOn")
    ORDER BY mine.id, p.id LIMIT ${dueAtOnce}`;
  const rows = await tx.actionItem.findMany({
    where: { id: { in: [...new Set(pairs.map(({ actionId }) => actionId))] } },
  });
  const items = new Map(rows.map((row) => [row.id, row]));
  return pairs.flatMap((place) => {
    const row = items.get(place.actionId);
    return row?.dueOn == null ? [] : [{ place, facts: toActionFacts(row), dueOn: row.dueOn }];
  });
}

/** Open promises that are due until a day. */
export async function dueCommitments(tx: PrismaTransaction, until: string) {
  const rows = await tx.commitment.findMany({
    where: { state: { in: openStates, not: "proposed" }, dueOn: { lte: until } },
    include: withActions,
    orderBy: { id: "asc" },
    take: 2000,
  });
  return rows.map((row) => toCommitmentFacts(row));
}
