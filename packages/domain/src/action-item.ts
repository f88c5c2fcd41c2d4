/** How an action item moves from open to verified, and what each step asks for. */
import { accept, refuse, type Decision } from "./decision.ts";
import type { Role } from "./role-matrix.ts";
import { transitionFor, type ActionState } from "./state-machines.ts";

export interface ActionItem {
  readonly id: string;
  readonly state: ActionState;
  readonly ownerId: string | null;
  /** Null for an item of the regional office itself. */
  readonly centreId: string | null;
}

export interface ActionActor {
  readonly id: string;
  /** The roles this person holds today, each with the centre it is bound to, if any. */
  readonly posts: readonly { readonly role: Role; readonly centreId: string | null }[];
}

export interface ActionStep {
  /** An event of the action machine that changes the state: start, block, mark_done, verify … */
  readonly event: string;
  readonly reason?: string;
  readonly evidence?: string;
}

export interface ActionMoved {
  readonly type: "action.moved";
  readonly actionId: string;
  readonly from: ActionState;
  readonly to: ActionState;
  readonly by: string;
}

const asksForReason: ReadonlySet<string> = new Set(["block", "refuse", "reopen", "cancel"]);

/** Whether the actor is one of those a transition names; a lead counts in the item's own centre only. */
function isAmong(who: readonly string[], actor: ActionActor, item: ActionItem): boolean {
  if (who.includes("owner") && item.ownerId === actor.id) return true;
  return actor.posts.some(
    ({ role, centreId }) =>
      who.includes(role) &&
      (role !== "centre_lead" || (centreId !== null && centreId === item.centreId)),
  );
}

/**
 * Decides one step of an action item.
 * Refusals: `step_not_possible`, `not_allowed`, `owner_missing`, `reason_required`,
 * `evidence_required`, `own_item`.
 */
export function decideActionStep(
  item: ActionItem,
  actor: ActionActor,
  step: ActionStep,
): Decision<ActionMoved> {
  const transition = transitionFor("action", item.state, step.event);
  if (transition === undefined || transition.to === "=") return refuse("step_not_possible");
  if (!isAmong(transition.who, actor, item)) return refuse("not_allowed");
  if (step.event === "start" && item.ownerId === null) return refuse("owner_missing");
  if (step.event === "verify" && item.ownerId === actor.id) return refuse("own_item");
  if (asksForReason.has(step.event) && !step.reason?.trim()) return refuse("reason_required");
  if (step.event === "mark_done" && !step.evidence?.trim()) return refuse("evidence_required");
  const to = transition.to as ActionState;
  return accept({ type: "action.moved", actionId: item.id, from: item.state, to, by: actor.id });
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
