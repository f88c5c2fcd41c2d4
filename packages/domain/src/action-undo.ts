/**
 * Taking back one act of an action item's history: what it changed becomes what it was, unless
 * somebody has changed the same since.
 */
import {
  canEditAction,
  canSeeAction,
  canWorkOnAction,
  possibleSteps,
  type ActionItem,
} from "./action-item.ts";
import type { Actor } from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import type { ActionState } from "./state-machines.ts";

/** One field of an act, as the history keeps it. */
export interface KeptChange {
  readonly version: number;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What an act can be taken back of; the rest is there for good, or is ended by an act of its own. */
const undoable: ReadonlySet<string> = new Set([
  ...["title.es", "title.en", "description", "organisationId", "ownerId", "priority"],
  ...["startOn", "dueOn", "dateSlips", "output", "helperIds", "place", "checklist", "waitsFor"],
  ...["state", "blockedReason", "unblockerId", "evidence", "verifierId"],
]);

/** What an act leaves behind when it is taken back: evidence that was given stays. */
const remains: ReadonlySet<string> = new Set(["evidenceGiven"]);

/** Fields that come with others and alone hinder nobody. */
const beside: ReadonlySet<string> = new Set(["place", "dateSlips", ...remains]);

/** What a change is about: lines of a checklist and dependencies stand each for itself. */
export function subjectOf({ field, before, after }: Omit<KeptChange, "version">): string {
  const value = after ?? before;
  if (field === "waitsFor") return `waitsFor ${String(value)}`;
  if (field !== "checklist") return field;
  const { id } = (value ?? {}) as { readonly id?: unknown };
  return `checklist ${String(id)}`;
}

/** Whether an act is of a kind that can be taken back, whoever asks. */
export function isUndoable(act: readonly KeptChange[]): boolean {
  const own = act.filter(({ field }) => !remains.has(field));
  return own.length > 0 && own.every(({ field }) => undoable.has(field));
}

/**
 * Of what was changed after an act, that which stands in the way of taking it back: the newest change
 * of each of its fields.
 */
export function contestedUndo<Change extends KeptChange>(
  act: readonly KeptChange[],
  since: readonly Change[],
): readonly Change[] {
  const isOnlyBeside = act.every(({ field }) => beside.has(field));
  const subjects = new Set(
    act.filter(({ field }) => isOnlyBeside || !beside.has(field)).map((one) => subjectOf(one)),
  );
  const newest = new Map<string, Change>();
  for (const change of since) {
    const subject = subjectOf(change);
    const known = newest.get(subject);
    const isNewer = known === undefined || change.version > known.version;
    if (subjects.has(subject) && isNewer) newest.set(subject, change);
  }
  return [...newest.values()];
}

/**
 * Whether the actor may bring the item from one state back to the one before: who could take a step
 * that leads there now, or could have taken the one that led away. What was verified only comes back
 * by somebody who may reopen it, and nothing becomes verified by somebody who may not verify it.
 */
function mayMoveBack(item: ActionItem, actor: Actor, to: ActionState): boolean {
  const could = (state: ActionState, event: string) =>
    possibleSteps({ ...item, state }, actor).includes(event);
  if (item.state === "verified" || item.state === "cancelled") return could(item.state, "reopen");
  if (to === "verified") return could("done", "verify");
  if (to === "cancelled") return could("in_progress", "cancel");
  if (item.state === "done") return could("done", "refuse") || could("in_progress", "mark_done");
  if (to === "done") return could("done", "refuse");
  return could("open", "block");
}

/**
 * Decides whether the actor may take an act back; that nothing of it has changed since is asked of
 * `contestedUndo` first.
 */
export function decideUndo(
  item: ActionItem,
  actor: Actor,
  act: readonly KeptChange[],
): Decision<
  { readonly move: { readonly from: ActionState; readonly to: ActionState } | null },
  "not_found" | "not_allowed" | "not_undoable"
> {
  if (!canSeeAction(actor, item)) return refuse("not_found");
  if (!isUndoable(act)) return refuse("not_undoable");
  const moved = act.find(({ field }) => field === "state");
  const to = (moved?.before ?? item.state) as ActionState;
  if (moved !== undefined) {
    if (!mayMoveBack(item, actor, to)) return refuse("not_allowed");
    return accept({ move: { from: item.state, to } });
  }
  const isOfChecklist = act.every(({ field }) => field === "checklist");
  const may = isOfChecklist ? canWorkOnAction(actor, item) : canEditAction(actor, item);
  return may ? accept({ move: null }) : refuse("not_allowed");
}
