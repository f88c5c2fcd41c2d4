/** What one change of many makes of one of the items: decided on its locked row, asking nothing of the database. */
import { helpersAtMost, type BulkChange } from "@istmo/contracts";
import {
  canBeOwner,
  canEditAction,
  canSeeAction,
  decideActionStep,
  isOverdue,
  officeTimeZone,
  type Actor,
} from "@istmo/domain";
import type { ErrorCode } from "@istmo/contracts";
import { dayIn } from "../../platform/clock.ts";
import type { WrittenAct } from "./action-writer.ts";
import { draftOf } from "./action-changes.service.ts";
import { toActionFacts } from "./actions.queries.ts";
import type { ActionRow } from "./actions.repository.ts";

export interface BulkContext {
  readonly actor: Actor;
  /** The people whom the change names. */
  readonly people: ReadonlyMap<string, Actor>;
  readonly reason: string | undefined;
  readonly now: Date;
}

export type BulkDecision =
  | { readonly verdict: "taken"; readonly act: WrittenAct }
  | { readonly verdict: "unchanged" }
  | { readonly verdict: "refused"; readonly refusal: ErrorCode };

const refused = (refusal: ErrorCode): BulkDecision => ({ verdict: "refused", refusal });

/** A day so many days later, or earlier. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Decides one item; that a hidden one is `not_found` comes first. Watching is no change of an item. */
export function decideInBulk(
  row: ActionRow,
  change: Exclude<BulkChange, { do: "watch" }>,
  context: BulkContext,
): BulkDecision {
  const facts = toActionFacts(row);
  if (!canSeeAction(context.actor, facts)) return refused("not_found");
  if (change.do === "start" || change.do === "cancel") return decideStep(row, change.do, context);
  if (!canEditAction(context.actor, facts)) return refused("not_allowed");
  if (change.do === "shift_due" && row.dueOn === null) return refused("due_missing");
  const draft = draftOf(row, fieldsOf(row, change));
  if (draft.changes.length === 0) return { verdict: "unchanged" };
  const refusal = refusalOf(row, draft.data, context);
  if (refusal !== null) return refused(refusal);
  return { verdict: "taken", act: { ...draft, reason: context.reason } };
}

/** The change as the form of one item would send it. */
function fieldsOf(
  row: ActionRow,
  change: Exclude<BulkChange, { do: "watch" | "start" | "cancel" }>,
): Parameters<typeof draftOf>[1] {
  switch (change.do) {
    case "set_owner":
      return { ownerId: change.ownerId };
    case "set_priority":
      return { priority: change.priority };
    case "set_due":
      return { dueOn: change.dueOn };
    case "shift_due":
      return row.dueOn === null ? {} : { dueOn: shiftDay(row.dueOn, change.days) };
    case "add_helpers":
      // Who owns an item does not help with it.
      return {
        helpers: { add: change.helperIds.filter((one) => one !== row.ownerId), remove: [] },
      };
  }
}

/** Why the changed fields of an item are refused; null where they are not. */
export function refusalOf(
  row: ActionRow,
  data: WrittenAct["data"],
  { actor, people, reason, now }: BulkContext,
): ErrorCode | null {
  const facts = toActionFacts(row);
  if (typeof data.ownerId === "string") {
    const owner = people.get(data.ownerId);
    if (owner === undefined || !canBeOwner(owner, facts, actor)) return "owner_without_access";
  }
  if (Array.isArray(data.helperIds)) {
    if (data.helperIds.length > helpersAtMost) return "too_many_helpers";
    const added = data.helperIds.filter((one) => !row.helperIds.includes(one));
    const isSeen = (one: string) => {
      const person = people.get(one);
      return person !== undefined && canSeeAction(person, facts);
    };
    if (!added.every(isSeen)) return "person_without_access";
  }
  if (data.dueOn === undefined) return null;
  const dueOn = data.dueOn as string | null;
  const today = dayIn(row.centre?.timeZone ?? officeTimeZone, now);
  if (dueOn !== null && dueOn < today) return "due_before_today";
  if (dueOn !== null && row.startOn !== null && dueOn < row.startOn) return "due_before_start";
  const isLate = isOverdue({ state: facts.state, dueOn: row.dueOn }, today);
  return isLate && reason === undefined ? "reason_required" : null;
}

/** The place in the new column is given when all have been decided. */
function decideStep(
  row: ActionRow,
  event: "start" | "cancel",
  { actor, reason }: BulkContext,
): BulkDecision {
  const decision = decideActionStep(toActionFacts(row), actor, { event, reason });
  if (!decision.accepted) return refused(decision.code);
  const { from, to } = decision.event;
  const next = { state: to, blockedReason: null, unblockerId: null, verifierId: null };
  const fields = Object.keys(next) as (keyof typeof next)[];
  const changes = fields
    .filter((field) => next[field] !== row[field])
    .map((field) => ({ field, before: row[field], after: next[field] }));
  return { verdict: "taken", act: { data: next, changes, reason, move: { from, to } } };
}
