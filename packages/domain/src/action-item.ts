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
  /** That of the paper it came from. */
  readonly classification: ClassificationLevel;
}

export interface ActionStep {
  /** An event of the action machine that changes the state: start, block, mark_done, verify … */
  readonly event: string;
  readonly reason?: string | undefined;
  readonly evidence?: string | undefined;
}

export interface ActionMoved {
  readonly type: "action.moved";
  readonly actionId: string;
  readonly from: ActionState;
  readonly to: ActionState;
  readonly by: string;
}

const asksForReason: ReadonlySet<string> = new Set(["block", "refuse", "reopen", "cancel"]);

/** The office and the centres share one board; an item of a classified paper asks for the clearance. */
export function canSeeAction(actor: Actor, item: Pick<ActionItem, "classification">): boolean {
  return isStaff(actor) && isClearedFor(actor.clearedTo, item.classification);
}

/** Title, owner, priority and dates are changed by the owner, the centre's lead and the office. */
export function canEditAction(actor: Actor, item: ActionItem): boolean {
  if (!canSeeAction(actor, item)) return false;
  return item.ownerId === actor.id || isOffice(actor) || leads(actor, item.centreId);
}

/** Whether the actor may make an item in a centre; null is the regional office. */
export function canCreateAction(actor: Actor, centreId: string | null): boolean {
  return centreId === null
    ? isOffice(actor)
    : can(actor, "action.create", { centreIds: [centreId] });
}

/** Whether the actor may give an item to somebody of another centre. */
export function canAssignAcross(actor: Actor): boolean {
  return can(actor, "action.assign_across");
}

function leads(actor: Actor, centreId: string | null): boolean {
  return (
    centreId !== null &&
    actor.posts.some((post) => post.role === "centre_lead" && post.centreId === centreId)
  );
}

/**
 * Whether the actor is one of those a transition names. A lead counts in the item's own centre
 * only; the head of office may do what a reviewer may; the office leads its own items.
 */
function isAmong(who: readonly string[], actor: Actor, item: ActionItem): boolean {
  if (who.includes("owner") && item.ownerId === actor.id) return true;
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
  const { event, reason, evidence } = step;
  const admitted = admitStep(item, actor, event);
  if (!admitted.accepted) return admitted;
  if (asksForReason.has(event) && !reason?.trim()) return refuse("reason_required");
  if (event === "mark_done" && !evidence?.trim()) return refuse("evidence_required");
  const to = admitted.event;
  return accept({ type: "action.moved", actionId: item.id, from: item.state, to, by: actor.id });
}

/** The steps that the actor could take now, given the reason or evidence that they ask for. */
export function possibleSteps(item: ActionItem, actor: Actor): string[] {
  const events = new Set(stateMachines.action.transitions.map(({ event }) => event));
  return [...events].filter((event) => admitStep(item, actor, event).accepted);
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
