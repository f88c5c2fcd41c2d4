/** When what is late or blocked is told to the lead of the centre, and then to the office. */
import { canSeeAction, type ActionItem } from "./action-item.ts";
import { isOffice, isStaff, type Actor } from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import { leadsAction } from "./notices.ts";

/** Days after which somebody is told; null: never. */
export interface EscalationRule {
  readonly overdueToLead: number | null;
  readonly overdueToOffice: number | null;
  readonly blockedToLead: number | null;
  readonly blockedToOffice: number | null;
}

export const escalationAtMost = 90;

/** What holds for a centre whose lead has set nothing. The lead hears of a block at once besides. */
export const usualEscalation: EscalationRule = {
  overdueToLead: 3,
  overdueToOffice: 10,
  blockedToLead: 5,
  blockedToOffice: 10,
};

export const escalationCauses = ["overdue", "blocked"] as const;
export type EscalationCause = (typeof escalationCauses)[number];
export type EscalationTarget = "lead" | "office";
export interface Escalation {
  readonly cause: EscalationCause;
  readonly to: EscalationTarget;
}

/** How long an item has been late, and blocked, in whole days; 0 where it is not. */
export interface Standstill {
  readonly overdueDays: number;
  readonly blockedDays: number;
}

/** Everything that the rule has told by now. Of an item without a lead the office is told by its own days. */
export function escalationsOf(
  rule: EscalationRule,
  { overdueDays, blockedDays }: Standstill,
): Escalation[] {
  const reached = (after: number | null, days: number) => after !== null && days >= after;
  const all: readonly (readonly [Escalation, boolean])[] = [
    [{ cause: "overdue", to: "lead" }, reached(rule.overdueToLead, overdueDays)],
    [{ cause: "overdue", to: "office" }, reached(rule.overdueToOffice, overdueDays)],
    [{ cause: "blocked", to: "lead" }, reached(rule.blockedToLead, blockedDays)],
    [{ cause: "blocked", to: "office" }, reached(rule.blockedToOffice, blockedDays)],
  ];
  return all.filter(([, isReached]) => isReached).map(([escalation]) => escalation);
}

/** Whether an item's escalation is told to this person: never to its owner, who knows. */
export function hearsEscalation(actor: Actor, item: ActionItem, to: EscalationTarget): boolean {
  if (!canSeeAction(actor, item) || item.ownerId === actor.id) return false;
  return to === "lead" ? leadsAction(actor, item) : isOffice(actor);
}

/** The rules of a centre are read by the office and the centres. */
export const seesEscalationRule = (actor: Actor): boolean => isStaff(actor);

/** They are set by the centre's lead and by the head of office. */
export function maySetEscalation(actor: Actor, centreId: string): boolean {
  return actor.posts.some(
    (post) => post.role === "head" || (post.role === "centre_lead" && post.centreId === centreId),
  );
}

/** Decides a new rule: the office hears no earlier than the lead. */
export function decideEscalationRule(
  actor: Actor,
  centreId: string,
  rule: EscalationRule,
): Decision<EscalationRule, "not_found" | "not_allowed" | "escalation_out_of_order"> {
  if (!seesEscalationRule(actor)) return refuse("not_found");
  if (!maySetEscalation(actor, centreId)) return refuse("not_allowed");
  const isOrdered = (lead: number | null, office: number | null) =>
    lead === null || office === null || lead <= office;
  return isOrdered(rule.overdueToLead, rule.overdueToOffice) &&
    isOrdered(rule.blockedToLead, rule.blockedToOffice)
    ? accept(rule)
    : refuse("escalation_out_of_order");
}
