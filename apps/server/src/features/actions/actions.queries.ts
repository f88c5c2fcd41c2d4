/** Action items for other features. */
import {
  canSeeAction,
  canWorkOnAction,
  classificationLevels,
  isStaff,
  officeTimeZone,
  possibleSteps,
  stateMachines,
  type Actor,
  type ActionItem as ActionFacts,
  type ActionState,
  type ClassificationLevel,
} from "@istmo/domain";
import type { Language, TypedText, WaitingItem } from "@istmo/contracts";
import { Prisma, type PrismaClient, type PrismaTransaction } from "@istmo/prisma/client";
import { audience, levelsOf } from "../../platform/audience.ts";
import { dayIn } from "../../platform/clock.ts";
import { namesOf } from "../identity/identity.queries.ts";

type Db = PrismaClient | PrismaTransaction;

/** The states in which an item can be late. */
export const waitingStates = stateMachines.action.states.filter(
  (state) => state === "open" || state === "in_progress" || state === "blocked",
);

/** `canSeeAction` of the domain as a condition on rows. */
export function visibleActions(actor: Actor): Prisma.ActionItemWhereInput {
  const levels = levelsOf(actor);
  const isCleared: Prisma.ActionItemWhereInput =
    levels.length === classificationLevels.length ? {} : { classification: { in: levels } };
  if (isStaff(actor)) return isCleared;
  const own = actor.posts.flatMap(({ organisationId }) => organisationId ?? []);
  return own.length > 0 ? { ...isCleared, organisationId: { in: own } } : { id: { in: [] } };
}

/** The same condition for statements written out, on the table under a name: `item` unless told. */
export function visibleActionsSql(actor: Actor, table: Prisma.Sql = Prisma.sql`item`): Prisma.Sql {
  const levels = levelsOf(actor);
  const isCleared =
    levels.length === classificationLevels.length
      ? Prisma.sql`true`
      : levels.length > 0
        ? Prisma.sql`${table}.classification IN (${Prisma.join(levels)})`
        : Prisma.sql`false`;
  if (isStaff(actor)) return isCleared;
  const own = actor.posts.flatMap(({ organisationId }) => organisationId ?? []);
  return own.length > 0
    ? Prisma.sql`${isCleared} AND ${table}."organisationId" IN (${Prisma.join(own)})`
    : Prisma.sql`false`;
}

interface ActionRow {
  id: string;
  state: string;
  ownerId: string | null;
  centreId: string | null;
  organisationId: string | null;
  helperIds: readonly string[];
  classification: string;
}

/** An item's row as the rules of the domain read it. */
export function toActionFacts(row: ActionRow): ActionFacts {
  return {
    id: row.id,
    state: row.state as ActionState,
    ownerId: row.ownerId,
    centreId: row.centreId,
    organisationId: row.organisationId,
    helperIds: row.helperIds,
    classification: row.classification as ClassificationLevel,
  };
}

export const organisationSubject = (organisationId: string) => `organisation:${organisationId}`;

/** Who hears of an item: the office, the centres and its organisation, if cleared for it. */
export function hearersOf({ organisationId }: { organisationId: string | null }): string[] {
  return [
    audience.staff,
    ...(organisationId === null ? [] : [organisationSubject(organisationId)]),
  ];
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

/** Items that wait for the person; the database finds candidates, `waitingKind` decides. */
export async function actionsWaitingFor(
  db: Db,
  actor: Actor,
  now: Date,
): Promise<Omit<WaitingItem, "paperId" | "roundId" | "commitmentId">[]> {
  const soon = new Date(now.getTime() + daysAhead * 86_400_000).toISOString().slice(0, 10);
  const overdue = await overdueActions(db, now);
  const led = actor.posts.flatMap(({ role, centreId }) =>
    role === "centre_lead" && centreId !== null ? [centreId] : [],
  );
  const rows = await db.actionItem.findMany({
    where: {
      AND: [
        visibleActions(actor),
        {
          OR: [
            { ownerId: actor.id, state: { in: ["open", "in_progress"] }, dueOn: { lte: soon } },
            { ownerId: actor.id, state: "blocked" },
            { state: "done" },
            { centreId: { in: led }, OR: [{ state: "blocked" }, overdue] },
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
  const owners = await namesOf(
    db,
    rows.map(({ ownerId }) => ownerId),
  );
  return rows.flatMap((row): Omit<WaitingItem, "paperId" | "roundId" | "commitmentId">[] => {
    const kind = waitingKind(row, actor);
    if (kind === null) return [];
    const isMine = row.ownerId === actor.id;
    return [
      {
        kind,
        actionId: row.id,
        title: row.title as TypedText,
        since: row.dueOn ?? row.updatedAt.toISOString(),
        isLate: lateIds.has(row.id),
        owner: (!isMine && row.ownerId !== null && owners.get(row.ownerId)) || null,
        note: row.state === "done" ? row.evidence : row.blockedReason,
      },
    ];
  });
}

/** Why a candidate waits for the actor; null when it does not. */
function waitingKind(row: ActionRow, actor: Actor): WaitingItem["kind"] | null {
  if (row.state === "done")
    return possibleSteps(toActionFacts(row), actor).includes("verify") ? "action_to_verify" : null;
  if (row.ownerId !== actor.id) return "action_of_my_centre";
  return row.state === "blocked" ? "action_blocked" : "action_due";
}

/** Titles of those of these items that the actor may see and that are not above the given levels. */
export async function actionTitles(
  db: Db,
  actor: Actor,
  wanted: {
    readonly ids: readonly string[];
    readonly levels: readonly ClassificationLevel[];
    readonly language: Language;
  },
): Promise<Map<string, string>> {
  if (wanted.ids.length === 0) return new Map();
  const rows = await db.actionItem.findMany({
    where: {
      AND: [
        visibleActions(actor),
        { id: { in: [...wanted.ids] }, classification: { in: [...wanted.levels] } },
      ],
    },
    select: { id: true, title: true },
  });
  return new Map(
    rows.map(({ id, title }) => {
      const texts = title as TypedText;
      return [id, texts[wanted.language] ?? texts.es ?? texts.en ?? ""];
    }),
  );
}

/** Unfinished items with a date that the person owns or helps with, of those that they may see now. */
export async function actionsInCalendar(db: Db, actor: Actor) {
  const rows = await db.actionItem.findMany({
    where: {
      AND: [
        visibleActions(actor),
        {
          state: { in: waitingStates },
          dueOn: { not: null },
          OR: [{ ownerId: actor.id }, { helperIds: { has: actor.id } }],
        },
      ],
    },
    orderBy: [{ dueOn: "asc" }, { id: "asc" }],
    take: 2000,
    select: {
      ...{ id: true, title: true, dueOn: true, classification: true },
      ...{ updatedAt: true, version: true },
    },
  });
  return rows.map(({ title, dueOn, classification, ...row }) => ({
    ...row,
    title: title as TypedText,
    dueOn: dueOn ?? "",
    isClassified: classification !== "unclassified",
  }));
}

/** What the actor may do with the documents of an item; null where the actor may not see it. */
export async function actionDocumentAccess(
  db: Db,
  actor: Actor,
  id: string,
): Promise<{ readonly mayAdd: boolean; readonly classification: ClassificationLevel } | null> {
  const row = await db.actionItem.findUnique({ where: { id } });
  if (row === null) return null;
  const facts = toActionFacts(row);
  if (!canSeeAction(actor, facts)) return null;
  return { mayAdd: canWorkOnAction(actor, facts), classification: facts.classification };
}

/** Who hears of an item; null where the actor may not see it. */
export async function whoHearsOfAction(
  db: Db,
  actor: Actor,
  id: string,
): Promise<{ readonly audience: string[]; readonly classification: string } | null> {
  const row = await db.actionItem.findFirst({
    where: { AND: [visibleActions(actor), { id }] },
    select: { organisationId: true, classification: true },
  });
  return row && { audience: hearersOf(row), classification: row.classification };
}
