/** Commitments: of a centre, of an organisation, and of a classified consultation. */
import {
  canEditAction,
  canSeeAction,
  canSeeCommitment,
  decideCommitmentStep,
  mayProposeCommitment,
  type Actor,
  type ClassificationLevel,
  type Commitment,
} from "@istmo/domain";
import {
  everybody,
  mayIf,
  verdictOf,
  type Cell,
  type RouteDecision,
  type Verdict,
} from "./cells.ts";
import type { World } from "./world.ts";

const bodies = {
  "of a centre": { kind: "centre", id: "centre-gt" },
  "of an organisation": { kind: "organisation", id: "org-oas" },
  classified: { kind: "centre", id: "centre-gt" },
} as const;
type On = keyof typeof bodies;

const levelOf = (on: On): ClassificationLevel =>
  on === "classified" ? "strictly_confidential" : "unclassified";

function factsOf(on: On): Commitment {
  return {
    ...{ id: `spare-${bodies[on].id}-${levelOf(on)}`, state: "proposed", body: bodies[on] },
    ...{ classification: levelOf(on), dueOn: "2030-01-01", hasEvidenceWanted: true },
    ...{ actions: 1, level: null },
  };
}

/** Puts the commitment back as it was, with one item of the centre that carries it. */
async function spare({ app: { client } }: World, { id, body, classification, dueOn }: Commitment) {
  const row = {
    ...{ title: { es: "Un compromiso" }, evidenceWanted: { es: "Una nota" }, state: "proposed" },
    centreId: body.kind === "centre" ? body.id : null,
    organisationId: body.kind === "organisation" ? body.id : null,
    ...{ classification, dueOn, version: 1, createdById: "person-head" },
    ...{ createdAt: new Date(), updatedAt: new Date() },
  };
  await client.commitment.upsert({ where: { id }, create: { id, ...row }, update: row });
  const item = {
    ...{ title: { es: "Una acción" }, centreId: "centre-gt", classification, rank: "a0" },
    ...{ commitmentId: id, createdById: "person-head" },
  };
  const actionId = `of-${id}`;
  await client.actionItem.upsert({
    where: { id: actionId },
    create: { id: actionId, ...item },
    update: item,
  });
}

const onCommitments =
  (
    path: (commitment: Commitment) => string,
    body: unknown,
    decide: (actor: Actor, commitment: Commitment) => Verdict,
  ) =>
  (world: World): Cell[] =>
    (Object.keys(bodies) as On[]).map((on) => {
      const commitment = factsOf(on);
      return {
        on,
        path: `/api/v1/commitments/${path(commitment)}`,
        ...(body === undefined ? {} : { body }),
        before: () => spare(world, commitment),
        decide: (actor) =>
          canSeeCommitment(actor, commitment) ? decide(actor, commitment) : "hidden",
      };
    });

export const commitmentDecisions: Record<string, RouteDecision> = {
  "GET /api/v1/commitments": everybody("/api/v1/commitments"),
  "POST /api/v1/commitments": () =>
    (["of a centre", "of an organisation"] as const).map((on) => ({
      on,
      path: "/api/v1/commitments",
      body: { title: { es: "Otro compromiso" }, body: bodies[on] },
      decide: (actor) => mayIf(mayProposeCommitment(actor, factsOf(on))),
    })),
  "GET /api/v1/commitments/{id}": onCommitments(
    ({ id }) => id,
    undefined,
    () => "may",
  ),
  // Without a reason: who may change the date is told so.
  "POST /api/v1/commitments/{id}/steps": onCommitments(
    ({ id }) => `${id}/steps`,
    { version: 1, event: "change_date", dueOn: "2031-01-01" },
    (actor, commitment) =>
      verdictOf(
        decideCommitmentStep(commitment, actor, { event: "change_date", today: "2026-01-01" }),
      ),
  ),
  "POST /api/v1/commitments/{id}/actions": onCommitments(
    ({ id }) => `${id}/actions`,
    { version: 999_999, actionId: "none" },
    (actor, commitment) => mayIf(mayProposeCommitment(actor, commitment)),
  ),
  "DELETE /api/v1/commitments/{id}/actions/{actionId}": onCommitments(
    ({ id }) => `${id}/actions/of-${id}`,
    undefined,
    (actor, commitment) => {
      if (!mayProposeCommitment(actor, commitment)) return "refused";
      const { id, classification } = commitment;
      const item = {
        ...{ id, ownerId: null, helperIds: [], centreId: "centre-gt", organisationId: null },
        classification,
        state: "open",
      } as const;
      return canSeeAction(actor, item) ? mayIf(canEditAction(actor, item)) : "hidden";
    },
  ),
};
