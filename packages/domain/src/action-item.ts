/** How an action item moves from open to verified, and what each step asks for. */
import { can } from "./abilities.ts";
import { isClearedFor, isOffice, isStaff, type Actor, type ClassificationLevel } from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import { stateMachines, transitionFor, type ActionState } from "./state-machines.ts";

export interface ActionItem {
  readonly id: string;
  readonly state: ActionState;
  readonly ownerId: string | null;
  /** Null for an item of the regional office itself. */
  readonly centreId: string | null;
  /** The body that it has been given to, whose people see it. */
  readonly organisationId: string | null;
  /** Who works on it beside the owner. */
  readonly helperIds: readonly string[];
  /** That of the paper it came from. */
  readonly classification: ClassificationLevel;
}

export interface ActionStep {
  /** An event of the action machine that changes the state: start, block, mark_done, verify … */
  readonly event: string;
  readonly reason?: string | undefined;
  readonly evidence?: string | undefined;
  /** Whether links or documents are given, or were since the item was last refused or reopened. */
  readonly hasEvidence?: boolean | undefined;
}

export interface ActionMoved {
  readonly type: "action.moved";
  readonly actionId: string;
  readonly from: ActionState;
  readonly to: ActionState;
  readonly by: string;
}

const asksForReason: ReadonlySet<string> = new Set(["block", "refuse", "reopen", "cancel"]);

/** Whether the actor holds a post of the item's organisation. */
function isOfOrganisation(actor: Actor, { organisationId }: Pick<ActionItem, "organisationId">) {
  return (
    organisationId !== null && actor.posts.some((post) => post.organisationId === organisationId)
  );
}

/** Whether the actor is the focal point by whom the item's organisation speaks. */
function speaksForIts(actor: Actor, { organisationId }: Pick<ActionItem, "organisationId">) {
  return (
    organisationId !== null &&
    actor.posts.some(
      (post) => post.role === "focal_point" && post.organisationId === organisationId,
    )
  );
}

/**
 * The office and the centres share one board; an organisation's people see what it has been given.
 * An item of a classified paper asks for the clearance.
 */
export function canSeeAction(
  actor: Actor,
  item: Pick<ActionItem, "classification" | "organisationId">,
): boolean {
  if (!isClearedFor(actor.clearedTo, item.classification)) return false;
  return isStaff(actor) || isOfOrganisation(actor, item);
}

/**
 * Title, owner, priority and dates are changed by the owner, the centre's lead, the organisation's
 * focal point and the office.
 */
export function canEditAction(actor: Actor, item: ActionItem): boolean {
  if (!canSeeAction(actor, item)) return false;
  return (
    item.ownerId === actor.id ||
    isOffice(actor) ||
    leads(actor, item.centreId) ||
    speaksForIts(actor, item)
  );
}

/** Helpers tick the checklist and add evidence, as do all who may edit the item. */
export function canWorkOnAction(actor: Actor, item: ActionItem): boolean {
  return (
    canEditAction(actor, item) || (item.helperIds.includes(actor.id) && canSeeAction(actor, item))
  );
}

/** Evidence is given while the item is worked on or waits for who verifies it. */
export function mayGiveEvidence(actor: Actor, item: ActionItem): boolean {
  return canWorkOnAction(actor, item) && item.state !== "verified" && item.state !== "cancelled";
}

/** Where an item is made: a centre, or with null the office or the organisation alone. */
export interface ActionPlace {
  readonly centreId: string | null;
  readonly organisationId: string | null;
}

/**
 * Whether the actor may make an item there. The office may give one to an organisation; a focal
 * point makes those of its own, and puts none on a centre.
 */
export function canCreateAction(actor: Actor, { centreId, organisationId }: ActionPlace): boolean {
  if (isOffice(actor)) return true;
  if (organisationId !== null)
    return centreId === null && can(actor, "action.create", { organisationId });
  return centreId !== null && can(actor, "action.create", { centreIds: [centreId] });
}

/** Whether the actor may give an item to somebody of another centre, or to an organisation. */
export function canAssignAcross(actor: Actor): boolean {
  return can(actor, "action.assign_across");
}

/** Whether somebody can be given the item by the actor: it is within their reach and of their own. */
export function canBeOwner(
  owner: Actor,
  item: ActionPlace & Pick<ActionItem, "classification">,
  by: Actor,
): boolean {
  if (!canSeeAction(owner, item)) return false;
  return (
    isOfOrganisation(owner, item) ||
    (isStaff(owner) && owner.posts.some(({ centreId }) => centreId === item.centreId)) ||
    canAssignAcross(by)
  );
}

function leads(actor: Actor, centreId: string | null): boolean {
  return (
    centreId !== null &&
    actor.posts.some((post) => post.role === "centre_lead" && post.centreId === centreId)
  );
}

/**
 * Whether the actor is one of those a transition names. A lead counts in the item's own centre
 * only, a focal point as the owner of what its organisation was given; the head of office may do
 * what a reviewer may; the office leads its own items.
 */
function isAmong(who: readonly string[], actor: Actor, item: ActionItem): boolean {
  if (who.includes("owner") && (item.ownerId === actor.id || speaksForIts(actor, item)))
    return true;
  if (who.includes("office_reviewer") && isOffice(actor)) return true;
  if (who.includes("head") && actor.posts.some(({ role }) => role === "head")) return true;
  if (!who.includes("centre_lead")) return false;
  return leads(actor, item.centreId) || (item.centreId === null && isOffice(actor));
}

type StepNotAdmitted =
  "not_found" | "step_not_possible" | "not_allowed" | "owner_missing" | "own_item";

/** Who may take the step, and whether the state allows it; what the person must add comes after. */
function admitStep(
  item: ActionItem,
  actor: Actor,
  event: string,
): Decision<ActionState, StepNotAdmitted> {
  if (!canSeeAction(actor, item)) return refuse("not_found");
  const transition = transitionFor("action", item.state, event);
  if (transition === undefined || transition.to === "=") return refuse("step_not_possible");
  if (!isAmong(transition.who, actor, item)) return refuse("not_allowed");
  if (event === "start" && item.ownerId === null) return refuse("owner_missing");
  if (event === "verify" && item.ownerId === actor.id) return refuse("own_item");
  return accept(transition.to as ActionState);
}

/** Decides one step of an action item. */
export function decideActionStep(
  item: ActionItem,
  actor: Actor,
  step: ActionStep,
): Decision<ActionMoved, StepNotAdmitted | "reason_required" | "evidence_required"> {
  const { event, reason, evidence, hasEvidence = false } = step;
  const admitted = admitStep(item, actor, event);
  if (!admitted.accepted) return admitted;
  if (asksForReason.has(event) && !reason?.trim()) return refuse("reason_required");
  if (event === "mark_done" && !evidence?.trim() && !hasEvidence)
    return refuse("evidence_required");
  const to = admitted.event;
  return accept({ type: "action.moved", actionId: item.id, from: item.state, to, by: actor.id });
}

/** The events of the machine that leave each state, in its order. */
const eventsFrom: ReadonlyMap<string, readonly string[]> = new Map(
  stateMachines.action.states.map((state) => [
    state,
    [...new Set(stateMachines.action.transitions.map(({ event }) => event))].filter(
      (event) => transitionFor("action", state, event) !== undefined,
    ),
  ]),
);

/** The steps that the actor could take now, given the reason or evidence that they ask for. */
export function possibleSteps(item: ActionItem, actor: Actor): string[] {
  const events = eventsFrom.get(item.state) ?? [];
  return events.filter((event) => admitStep(item, actor, event).accepted);
}

/** Whether an item is late on a day; both dates as YYYY-MM-DD in the centre's time zone. Never stored. */
export function isOverdue(
  item: { readonly state: ActionState; readonly dueOn: string | null },
  today: string,
): boolean {
  const isWaiting =
    item.state === "open" || item.state === "in_progress" || item.state === "blocked";
  return isWaiting && item.dueOn !== null && item.dueOn < today;
}
