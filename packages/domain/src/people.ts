/** Who brings people in, gives and takes posts, clears people, and keeps the installation governed. */
import { can } from "./abilities.ts";
import {
  classificationLevels,
  type Actor,
  type ClassificationLevel,
  type HeldPost,
} from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import type { Role } from "./role-matrix.ts";

/** What a post of each role is bound to. */
export const boundTo: Readonly<Record<Role, "office" | "centre" | "organisation">> = {
  admin: "office",
  office_reviewer: "office",
  head: "office",
  centre_lead: "centre",
  expert: "centre",
  focal_point: "organisation",
  policy_counterpart: "organisation",
  observer: "organisation",
};

/** Whether the post names the centre or organisation that its role asks for, and nothing else. */
export function isWellFormed({ role, centreId, organisationId }: HeldPost): boolean {
  const bound = boundTo[role];
  // An expert may belong to an organisation besides the centre.
  const organisationIsRight =
    bound === "organisation"
      ? organisationId !== null
      : bound === "centre" || organisationId === null;
  return organisationIsRight && (bound === "centre") === (centreId !== null);
}

/** The roles into which each role may invite; posts beyond that are given by those who manage posts. */
const invitableBy: Readonly<Record<Role, readonly Role[]>> = {
  admin: [
    "admin",
    "office_reviewer",
    "head",
    "centre_lead",
    "expert",
    "focal_point",
    "policy_counterpart",
    "observer",
  ],
  head: [
    "admin",
    "office_reviewer",
    "head",
    "centre_lead",
    "expert",
    "focal_point",
    "policy_counterpart",
    "observer",
  ],
  office_reviewer: ["centre_lead", "expert", "focal_point", "policy_counterpart", "observer"],
  centre_lead: ["expert"],
  focal_point: ["focal_point", "observer"],
  expert: [],
  policy_counterpart: [],
  observer: [],
};

/** Whether the actor may invite somebody into this post. Nobody invites above their own reach. */
export function mayInviteTo(actor: Actor, post: HeldPost): boolean {
  const subject = {
    centreIds: [post.centreId],
    ...(post.organisationId === null ? {} : { organisationId: post.organisationId }),
  };
  return actor.posts.some(
    (own) =>
      invitableBy[own.role].includes(post.role) &&
      can({ ...actor, posts: [own] }, "people.invite", subject),
  );
}

/** The roles for which the actor may invite somewhere. */
export function rolesToInvite(actor: Actor): Role[] {
  const all = actor.posts.flatMap(({ role }) => invitableBy[role]);
  return [...new Set(all)];
}

/** Whether the actor gives and takes posts, hands them over, and deactivates people. */
export function managesPeople(actor: Actor): boolean {
  return can(actor, "people.posts");
}

/** Whether the actor clears people for classified papers. */
export function clearsPeople(actor: Actor): boolean {
  return can(actor, "person.clear_to_level", { hasReason: true });
}

/** Whether the actor reads the audit log: "content" with titles and values, "metadata" without. */
export function auditAccess(actor: Actor): "content" | "metadata" | null {
  if (can(actor, "audit.read")) return "content";
  return actor.posts.some(({ role }) => role === "admin") ? "metadata" : null;
}

/** A post as somebody holds it: from an instant up to, and not including, another. */
export interface Tenure extends HeldPost {
  readonly id: string;
  readonly personId: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

const isSamePost = (a: HeldPost, b: HeldPost) =>
  a.role === b.role && a.centreId === b.centreId && a.organisationId === b.organisationId;

const meet = (a: Pick<Tenure, "startsAt" | "endsAt">, b: Pick<Tenure, "startsAt" | "endsAt">) =>
  (a.endsAt === null || a.endsAt > b.startsAt) && (b.endsAt === null || b.endsAt > a.startsAt);

type TenureRefusal = "not_allowed" | "post_malformed" | "post_ends_too_soon" | "post_overlaps";

/**
 * Whether a person is given a post. `held` are the person's own tenures, whenever they run.
 * A post must last beyond today: one that ends today would end before it is noticed.
 */
export function decidePost(
  actor: Actor,
  wanted: HeldPost & Pick<Tenure, "startsAt" | "endsAt">,
  context: { readonly held: readonly Tenure[]; readonly endOfToday: Date },
): Decision<HeldPost, TenureRefusal> {
  if (!managesPeople(actor)) return refuse("not_allowed");
  if (!isWellFormed(wanted)) return refuse("post_malformed");
  const { startsAt, endsAt } = wanted;
  if (endsAt !== null && (endsAt <= startsAt || endsAt <= context.endOfToday))
    return refuse("post_ends_too_soon");
  if (context.held.some((post) => isSamePost(post, wanted) && meet(post, wanted)))
    return refuse("post_overlaps");
  return accept(wanted);
}

/**
 * Whether an installation would be left without an administrator from `at` on, were the tenures in
 * `without` to end. `administrators` are the admin tenures of people who are not deactivated.
 */
export function leavesNoAdministrator(
  administrators: readonly Tenure[],
  without: readonly string[],
  at: Date,
): boolean {
  return !administrators.some(
    ({ id, startsAt, endsAt }) => !without.includes(id) && startsAt <= at && endsAt === null,
  );
}

/** Whether a post passes on to a successor. */
export function decideHandover(
  actor: Actor,
  post: Tenure,
  context: {
    readonly successorId: string;
    readonly isSuccessorActive: boolean;
    readonly successorHolds: readonly Tenure[];
    readonly now: Date;
  },
): Decision<
  HeldPost,
  "not_allowed" | "post_has_ended" | "unknown_person" | "own_successor" | "post_overlaps"
> {
  const { successorId, isSuccessorActive, successorHolds, now } = context;
  if (!managesPeople(actor)) return refuse("not_allowed");
  if (post.endsAt !== null && post.endsAt <= now) return refuse("post_has_ended");
  if (successorId === post.personId) return refuse("own_successor");
  if (!isSuccessorActive) return refuse("unknown_person");
  const tenure = { startsAt: now, endsAt: post.endsAt };
  if (successorHolds.some((held) => isSamePost(held, post) && meet(held, tenure)))
    return refuse("post_overlaps");
  return accept(post);
}

/** Whether a person is cleared up to a level, or down to it; a reason is always recorded. */
export function decideClearance(
  actor: Actor,
  wanted: {
    readonly from: ClassificationLevel;
    readonly to: ClassificationLevel;
    readonly reason?: string | undefined;
  },
): Decision<{ readonly narrows: boolean }, "not_allowed" | "reason_required" | "same_clearance"> {
  if (!clearsPeople(actor)) return refuse("not_allowed");
  if (wanted.from === wanted.to) return refuse("same_clearance");
  if (!wanted.reason?.trim()) return refuse("reason_required");
  const narrows =
    classificationLevels.indexOf(wanted.to) < classificationLevels.indexOf(wanted.from);
  return accept({ narrows });
}
