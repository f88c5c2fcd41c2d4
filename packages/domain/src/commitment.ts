/**
 * Commitments: what an organisation or a centre has promised, by when, and which evidence will
 * count. One is kept when somebody outside the body that promised has seen the evidence.
 */
import { can } from "./abilities.ts";
import {
  isClearedFor,
  isOffice,
  isStaff,
  postKey,
  regionalOfficeId,
  type Actor,
  type ClassificationLevel,
} from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import { stateMachines, transitionFor, type CommitmentState } from "./state-machines.ts";

/** Who promised: a centre, or an organisation, the regional office being one. */
export interface ResponsibleBody {
  readonly kind: "centre" | "organisation";
  readonly id: string;
}

export interface Commitment {
  readonly id: string;
  readonly state: CommitmentState;
  readonly body: ResponsibleBody;
  readonly classification: ClassificationLevel;
  /** YYYY-MM-DD; null until the body has named one. */
  readonly dueOn: string | null;
  /** Whether it says which evidence will count. */
  readonly hasEvidenceWanted: boolean;
  /** Action items that carry it and are not cancelled. */
  readonly actions: number;
  /** The level of the consultation at which it was made; null of one from a paper. */
  readonly level: string | null;
}

/** The events by which people move a commitment, and by which they change its date. */
export const commitmentSteps = [
  "agree",
  "start",
  "submit_evidence",
  "verify",
  "refuse",
  "reopen",
  "release",
  "change_date",
] as const;
export type CommitmentStepName = (typeof commitmentSteps)[number];

export interface CommitmentStep {
  readonly event: CommitmentStepName;
  /** Of refuse, reopen and change_date. */
  readonly reason?: string | undefined;
  /** Of submit_evidence: whether words, a link or a document were given. */
  readonly hasEvidence?: boolean | undefined;
  /** Of release: what the consultation decided, and at which level. */
  readonly decision?: { readonly text: string; readonly level: string } | undefined;
  /** Of change_date, YYYY-MM-DD. */
  readonly dueOn?: string | undefined;
  /** The day of the decision at the responsible body, YYYY-MM-DD. */
  readonly today: string;
}

export interface CommitmentMoved {
  readonly from: CommitmentState;
  readonly to: CommitmentState;
  /** Whether a date that had been agreed to has moved to a later day. */
  readonly slips: boolean;
}

export const commitmentRefusals = [
  "not_found",
  "not_allowed",
  "step_not_possible",
  "own_commitment",
  "evidence_not_defined",
  "action_missing",
  "evidence_required",
  "reason_required",
  "decision_required",
  "date_required",
  "due_before_today",
] as const;
export type CommitmentRefusal = (typeof commitmentRefusals)[number];

const asksForReason: ReadonlySet<string> = new Set(["refuse", "reopen", "change_date"]);
const levels: readonly string[] = ["expert", "policy"];

/** Those who may be told of a commitment of this body, besides everybody of the office and centres. */
export function postsOfBody({ kind, id }: ResponsibleBody): string[] {
  if (kind === "centre" || id === regionalOfficeId) return [];
  return (["focal_point", "policy_counterpart"] as const).map(
    (role) => `post:${postKey({ role, centreId: null, organisationId: id })}`,
  );
}

/** Whether the person works for the body: no member of it verifies what it promised. */
export function isOfBody({ posts }: Pick<Actor, "posts">, { kind, id }: ResponsibleBody): boolean {
  if (kind === "organisation" && id === regionalOfficeId && isOffice({ posts })) return true;
  return posts.some((post) => (kind === "centre" ? post.centreId : post.organisationId) === id);
}

/** The office and the centres, and who speaks for the organisation that promised. */
export function canSeeCommitment(
  actor: Actor,
  { body, classification }: Pick<Commitment, "body" | "classification">,
): boolean {
  if (!isClearedFor(actor.clearedTo, classification)) return false;
  return isStaff(actor) || speaksFor(actor, body);
}

/** Whether the actor's post speaks for the body: the same who may agree to what it promises. */
function speaksFor(actor: Actor, { kind, id }: ResponsibleBody): boolean {
  return can(
    actor,
    "commitment.agree",
    kind === "centre" ? { centreIds: [id] } : { organisationId: id },
  );
}

/** Whether the actor may put a promise of this body forward: the office for anybody. */
export function mayProposeCommitment(
  actor: Actor,
  wanted: Pick<Commitment, "body" | "classification">,
): boolean {
  if (!isClearedFor(actor.clearedTo, wanted.classification)) return false;
  return isOffice(actor) || speaksFor(actor, wanted.body);
}

/** Whether a step is the body's own, as the machine names its posts. */
function isAmongBody(who: readonly string[], actor: Actor, body: ResponsibleBody): boolean {
  if (!speaksFor(actor, body)) return false;
  if (body.id === regionalOfficeId) return isOffice(actor);
  return actor.posts.some(
    ({ role, centreId, organisationId }) =>
      who.includes(role) && (body.kind === "centre" ? centreId : organisationId) === body.id,
  );
}

/** Who may take the step, and whether the state allows it; what the person must add comes after. */
function admit(
  commitment: Commitment,
  actor: Actor,
  event: CommitmentStepName,
): Decision<CommitmentState, CommitmentRefusal> {
  const { body, state } = commitment;
  if (!canSeeCommitment(actor, commitment)) return refuse("not_found");
  if (event === "change_date") {
    if (!isOpenCommitment(state)) return refuse("step_not_possible");
    return mayProposeCommitment(actor, commitment) ? accept(state) : refuse("not_allowed");
  }
  const transition = transitionFor("commitment", state, event);
  if (transition === undefined) return refuse("step_not_possible");
  const to = transition.to as CommitmentState;
  switch (event) {
    case "verify":
    case "refuse":
      if (!can(actor, "commitment.verify")) return refuse("not_allowed");
      return isOfBody(actor, body) ? refuse("own_commitment") : accept(to);
    case "reopen":
      return actor.posts.some(({ role }) => role === "head") ? accept(to) : refuse("not_allowed");
    // A consultation decides; the office records what it decided.
    case "release":
      return isOffice(actor) ? accept(to) : refuse("not_allowed");
    default:
      if (!isAmongBody(transition.who, actor, body)) return refuse("not_allowed");
      if (event === "start" && commitment.actions === 0) return refuse("action_missing");
      return accept(to);
  }
}

/** Decides one step of a commitment. */
export function decideCommitmentStep(
  commitment: Commitment,
  actor: Actor,
  step: CommitmentStep,
): Decision<CommitmentMoved, CommitmentRefusal> {
  const { event, reason, decision, dueOn, today } = step;
  const admitted = admit(commitment, actor, event);
  if (!admitted.accepted) return admitted;
  if (asksForReason.has(event) && !reason?.trim()) return refuse("reason_required");
  if (event === "agree" && (commitment.dueOn === null || !commitment.hasEvidenceWanted))
    return refuse("evidence_not_defined");
  if (event === "submit_evidence" && step.hasEvidence !== true) return refuse("evidence_required");
  if (event === "release") {
    if (!decision?.text.trim()) return refuse("decision_required");
    // What was promised at one level is not let go at a lower one.
    if (levels.indexOf(decision.level) < levels.indexOf(commitment.level ?? "expert"))
      return refuse("decision_required");
  }
  if (event === "change_date") {
    if (dueOn === undefined) return refuse("date_required");
    if (dueOn < today) return refuse("due_before_today");
  }
  const before = commitment.dueOn;
  const slips =
    event === "change_date" &&
    commitment.state !== "proposed" &&
    before !== null &&
    (dueOn ?? "") > before;
  return accept({ from: commitment.state, to: admitted.event, slips });
}

/** The steps that the actor could take now, given what they ask for. */
export function possibleCommitmentSteps(
  commitment: Commitment,
  actor: Actor,
): CommitmentStepName[] {
  return commitmentSteps.filter((event) => admit(commitment, actor, event).accepted);
}

/** Whether action items of it may be linked and unlinked by the actor. */
export function mayCarryCommitment(actor: Actor, commitment: Commitment): boolean {
  return (
    canSeeCommitment(actor, commitment) &&
    isOpenCommitment(commitment.state) &&
    mayProposeCommitment(actor, commitment)
  );
}

/** Neither kept nor released. */
export function isOpenCommitment(state: CommitmentState): boolean {
  const finals: readonly string[] = stateMachines.commitment.finalStates;
  return !finals.includes(state);
}

/** Whether it is put on the agenda of the next consultation of its series. */
export function flowsToNext({ state }: Pick<Commitment, "state">): boolean {
  return isOpenCommitment(state);
}

/** How late a commitment is, in the columns of the ledger. */
export const commitmentAges = [
  "not_due",
  "late_to_30",
  "late_to_90",
  "late_to_180",
  "late_over_180",
] as const;
export type CommitmentAge = (typeof commitmentAges)[number];

/** Days by which an open promise is late on a day; 0 where it is not, and of one merely proposed. */
export function daysLate(
  { state, dueOn }: Pick<Commitment, "state" | "dueOn">,
  today: string,
): number {
  if (state === "proposed" || !isOpenCommitment(state) || dueOn === null) return 0;
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(dueOn)) / 86_400_000));
}

/** The column of the ledger for so many days. */
export function ageOf(late: number): CommitmentAge {
  if (late <= 0) return "not_due";
  if (late <= 30) return "late_to_30";
  if (late <= 90) return "late_to_90";
  return late <= 180 ? "late_to_180" : "late_over_180";
}
