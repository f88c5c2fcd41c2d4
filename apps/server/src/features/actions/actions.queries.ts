/** Action items for other features. */
import {
  isStaff,
  possibleSteps,
  stateMachines,
  type Actor,
  type ActionItem as ActionFacts,
  type ActionState,
  type ClassificationLevel,
} from "@istmo/domain";
import type { TypedText, WaitingItem } from "@istmo/contracts";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { levelsOf } from "../../platform/audience.ts";
import { dayIn } from "../../platform/clock.ts";

type Db = PrismaClient | PrismaTransaction;

/** The zone of items without a centre: that of the regional office. */
export const officeTimeZone = "America/Panama";

/** The states in which an item can be late. */
export const waitingStates = stateMachines.action.states.filter(
  (state) => state === "open" || state === "in_progress" || state === "blocked",
);

/** `canSeeAction` of the domain as a condition on rows. */
export function visibleActions(actor: Actor): Prisma.ActionItemWhereInput {
  return isStaff(actor) ? { classification: { in: levelsOf(actor) } } : { id: { in: [] } };
}

interface ActionRow {
  id: string;
  state: string;
  ownerId: string | null;
  centreId: string | null;
  classification: string;
}

/** An item's row as the rules of the domain read it. */
export function toActionFacts(row: ActionRow): ActionFacts {
  return {
    id: row.id,
    state: row.state as ActionState,
    ownerId: row.ownerId,
    centreId: row.centreId,
    classification: row.classification as ClassificationLevel,
  };
}

/** What is late today, each centre by its own calendar. */
export async function overdueActions(db: Db, now: Date): Promise<Prisma.ActionItemWhereInput> {
  const centres = await db.centre.findMany({ select: { id: true, timeZone: true } });
  return {
    state: { in: waitingStates },
    OR: [
      ...centres.map(({ id, timeZone }) => ({ centreId: id, dueOn: { lt: dayIn(timeZone, now) } })),
      { centreId: null, dueOn: { lt: dayIn(officeTimeZone, now) } },
    ],
  };
}

/** Open and overdue items of each centre, of those that the actor may see. */
export async function countActionsByCentre(db: Db, actor: Actor, now: Date) {
  const isVisible = visibleActions(actor);
  const overdue = await overdueActions(db, now);
  const count = async (where: Prisma.ActionItemWhereInput) => {
    const rows = await db.actionItem.groupBy({
      by: ["centreId"],
      where: { AND: [isVisible, where] },
      _count: { id: true },
    });
    return new Map(rows.map(({ centreId, _count }) => [centreId, _count.id]));
  };
  return {
    open: await count({ state: { in: waitingStates } }),
    overdue: await count(overdue),
  };
}

const daysAhead = 14;

/** Items that wait for the person: due, blocked, or done by somebody else and to be verified. */
export async function actionsWaitingFor(
  db: Db,
  actor: Actor,
  now: Date,
): Promise<Omit<WaitingItem, "paperId">[]> {
  const soon = new Date(now.getTime() + daysAhead * 86_400_000).toISOString().slice(0, 10);
  const overdue = await overdueActions(db, now);
  const rows = await db.actionItem.findMany({
    where: {
      AND: [
        visibleActions(actor),
        {
          OR: [
            { ownerId: actor.id, state: { in: ["open", "in_progress"] }, dueOn: { lte: soon } },
            { ownerId: actor.id, state: "blocked" },
            { state: "done" },
          ],
        },
      ],
    },
    orderBy: [{ dueOn: "asc" }, { id: "asc" }],
    take: 300,
  });
  const late = await db.actionItem.findMany({
    where: { AND: [overdue, { id: { in: rows.map(({ id }) => id) } }] },
    select: { id: true },
  });
  const lateIds = new Set(late.map(({ id }) => id));
  return rows.flatMap((row): Omit<WaitingItem, "paperId">[] => {
    const common = {
      actionId: row.id,
      title: row.title as TypedText,
      since: row.dueOn ?? row.updatedAt.toISOString(),
      isLate: lateIds.has(row.id),
    };
    if (row.state === "done") {
      if (!possibleSteps(toActionFacts(row), actor).includes("verify")) return [];
      return [{ ...common, kind: "action_to_verify", note: row.evidence }];
    }
    if (row.state === "blocked")
      return [{ ...common, kind: "action_blocked", note: row.blockedReason }];
    return [{ ...common, kind: "action_due", note: null }];
  });
}
