/** Commitments for other features. */
import type { TypedText, WaitingItem } from "@istmo/contracts";
import {
  canSeeCommitment,
  daysLate,
  isStaff,
  mayCarryCommitment,
  officeTimeZone,
  possibleCommitmentSteps,
  stateMachines,
  type Actor,
  type ClassificationLevel,
  type Commitment as CommitmentFacts,
  type CommitmentState,
} from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { levelsOf } from "../../platform/audience.ts";
import { dayIn } from "../../platform/clock.ts";

type Db = PrismaClient | PrismaTransaction;

/** Neither kept nor released. */
export const openStates: string[] = stateMachines.commitment.states.filter(
  (state) => !(stateMachines.commitment.finalStates as readonly string[]).includes(state),
);
/** Those of them that have promised something already. */
const owedStates = openStates.filter((state) => state !== "proposed");

/** What is read with each commitment, so that the rules can decide on it. */
export const withActions = {
  actions: { where: { state: { not: "cancelled" } }, select: { id: true, state: true } },
} as const;

export type CommitmentRow = Prisma.CommitmentGetPayload<{ include: typeof withActions }>;

/** A row as the rules of the domain read it. */
export function toCommitmentFacts(
  row: CommitmentRow,
  level: string | null = null,
): CommitmentFacts {
  return {
    id: row.id,
    state: row.state as CommitmentState,
    body: bodyOf(row),
    classification: row.classification as ClassificationLevel,
    dueOn: row.dueOn,
    hasEvidenceWanted: row.evidenceWanted !== null,
    actions: row.actions.length,
    level,
  };
}

export function bodyOf({
  centreId,
  organisationId,
}: Pick<CommitmentRow, "centreId" | "organisationId">) {
  return centreId === null
    ? ({ kind: "organisation", id: organisationId ?? "" } as const)
    : ({ kind: "centre", id: centreId } as const);
}

/** `canSeeCommitment` of the domain as a condition on rows. */
export function visibleCommitments(actor: Actor): Prisma.CommitmentWhereInput {
  const classification = { in: levelsOf(actor) };
  if (isStaff(actor)) return { classification };
  const spokenFor = actor.posts.flatMap(({ role, organisationId }) =>
    (role === "focal_point" || role === "policy_counterpart") && organisationId !== null
      ? [organisationId]
      : [],
  );
  return { classification, organisationId: { in: spokenFor } };
}

/**
 * What is open of a series and flows to the next consultation of it, the longest due first, of that
 * which the actor may see.
 */
export async function openCommitmentsOfSeries(
  db: Db,
  actor: Actor,
  seriesId: string,
): Promise<CommitmentRow[]> {
  return db.commitment.findMany({
    where: { AND: [visibleCommitments(actor), { seriesId, state: { in: openStates } }] },
    include: withActions,
    orderBy: [{ dueOn: { sort: "asc", nulls: "last" } }, { id: "asc" }],
  });
}

/**
 * Whether an open commitment that asks for action items would be left without any if this one were
 * taken away. The commitment stays locked until the commit, so that two cannot be taken at once.
 */
export async function wouldLeaveBare(
  tx: PrismaTransaction,
  action: { readonly id: string; readonly commitmentId: string | null },
  /** Others that are taken away with it. */
  others: ReadonlySet<string> = new Set(),
): Promise<boolean> {
  const { commitmentId } = action;
  if (commitmentId === null) return false;
  await tx.$executeRaw`SELECT id FROM "Commitment" WHERE id = ${commitmentId} FOR UPDATE`;
  const row = await tx.commitment.findUnique({
    where: { id: commitmentId },
    include: withActions,
  });
  if (row === null || !["agreed", "in_progress", "evidence_submitted"].includes(row.state))
    return false;
  return row.actions.every(({ id }) => id === action.id || others.has(id));
}

/** What the actor may do with the documents of a commitment; null where the actor may not see it. */
export async function commitmentDocumentAccess(
  db: Db,
  actor: Actor,
  id: string,
): Promise<{ readonly mayAdd: boolean; readonly classification: ClassificationLevel } | null> {
  const row = await db.commitment.findUnique({ where: { id }, include: withActions });
  if (row === null) return null;
  const facts = toCommitmentFacts(row);
  if (!canSeeCommitment(actor, facts)) return null;
  return {
    mayAdd: possibleCommitmentSteps(facts, actor).includes("submit_evidence"),
    classification: facts.classification,
  };
}

const daysAhead = 30;

/** Commitments that wait for the person: to be agreed to, for evidence, or to be verified. */
export async function commitmentsWaitingFor(
  db: Db,
  actor: Actor,
  now: Date,
): Promise<Pick<WaitingItem, "kind" | "commitmentId" | "title" | "since" | "isLate">[]> {
  const today = dayIn(officeTimeZone, now);
  const soon = dayIn(officeTimeZone, new Date(now.getTime() + daysAhead * 86_400_000));
  const rows = await db.commitment.findMany({
    where: {
      AND: [
        visibleCommitments(actor),
        {
          OR: [
            { state: { in: ["proposed", "evidence_submitted"] } },
            { state: { in: owedStates }, dueOn: { lte: soon } },
          ],
        },
      ],
    },
    include: withActions,
    orderBy: [{ dueOn: "asc" }, { id: "asc" }],
    take: 300,
  });
  return rows.flatMap((row) => {
    const facts = toCommitmentFacts(row);
    const steps = possibleCommitmentSteps(facts, actor);
    const kind = steps.includes("agree")
      ? "commitment_to_agree"
      : steps.includes("verify")
        ? "commitment_to_verify"
        : steps.includes("submit_evidence") && mayCarryCommitment(actor, facts)
          ? "commitment_evidence_due"
          : null;
    if (kind === null) return [];
    const isDue = kind === "commitment_evidence_due";
    return [
      {
        kind,
        commitmentId: row.id,
        title: row.title as TypedText,
        since: isDue && row.dueOn !== null ? row.dueOn : row.updatedAt.toISOString(),
        isLate: daysLate(facts, today) > 0,
      },
    ];
  });
}
