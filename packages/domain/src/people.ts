/** Who brings people in, gives and takes posts, clears people, and keeps the installation governed. */
import { can } from "./abilities.ts";
import {
  classificationLevels,
  isClearedFor,
  isOffice,
  type Actor,
  type ClassificationLevel,
  type HeldPost,
} from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import { conditionsFor, type Role } from "./role-matrix.ts";

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

/**
 * The address as it is kept: lower case, ASCII alone, because letters of other scripts can imitate
 * somebody else's address. Null when it is no such address.
 */
export function plainEmail(email: string): string | null {
  const lower = email.trim().toLowerCase();
  const isPlain =
    lower.length <= 254 &&
    /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(
      lower,
    );
  return isPlain ? lower : null;
}

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

/** Roles into which a post invites, and the one body to which that is limited; null: any. */
export interface InvitationScope {
  readonly roles: readonly Role[];
  readonly centreId: string | null;
  readonly organisationId: string | null;
}

/** `mayInviteTo` as limits that a list can be narrowed by. */
export function invitationScopes(actor: Actor): InvitationScope[] {
  return actor.posts.flatMap((own): InvitationScope[] => {
    const reach = invitableBy[own.role];
    if (reach.length === 0) return [];
    const letters = conditionsFor(own.role, "people.invite");
    if (letters.includes("C"))
      return own.centreId === null
        ? []
        : [{ roles: reach, centreId: own.centreId, organisationId: null }];
    if (letters.includes("O"))
      return own.organisationId === null
        ? []
        : [{ roles: reach, centreId: null, organisationId: own.organisationId }];
    return [{ roles: reach, centreId: null, organisationId: null }];
  });
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

/** Whose entries in the list of people somebody sees: everybody's, or those of some bodies. */
export type PeopleReach =
  | "everybody"
  | { readonly centreIds: readonly string[]; readonly organisationIds: readonly string[] };

/**
 * The people that the actor may look up: all for whoever manages them and for the office, those of
 * the centre for its lead, those of the organisation for its focal points. Null for everybody else.
 */
export function peopleReach(actor: Actor): PeopleReach | null {
  if (managesPeople(actor) || isOffice(actor)) return "everybody";
  const centreIds = actor.posts.flatMap(({ role, centreId }) =>
    role === "centre_lead" && centreId !== null ? [centreId] : [],
  );
  const organisationIds = actor.posts.flatMap(({ role, organisationId }) =>
    role === "focal_point" && organisationId !== null ? [organisationId] : [],
  );
  const isEmpty = centreIds.length === 0 && organisationIds.length === 0;
  return isEmpty ? null : { centreIds, organisationIds };
}

/** What the actor may do with somebody's account and posts. */
export function abilitiesOnPerson(
  actor: Actor,
  person: { readonly id: string; readonly isDeactivated: boolean },
) {
  const manages = managesPeople(actor);
  const isActive = !person.isDeactivated;
  return {
    edit: manages,
    givePost: manages && isActive && person.id !== actor.id,
    deactivate: manages && isActive,
    reactivate: manages && !isActive,
    clear: clearsPeople(actor) && isActive,
    signOut: manages && isActive,
    resetSignIn: manages && isActive,
  };
}

/**
 * Whether the actor decides to which address somebody's links go. Whoever does could sign in as
 * them, so not for people who are cleared for more than the actor is.
 */
export function mayReaddress(
  actor: Actor,
  person: { readonly clearedTo: ClassificationLevel },
): boolean {
  return managesPeople(actor) && isClearedFor(actor.clearedTo, person.clearedTo);
}

/** Whether strangers' requests for an account are decided here: by those who invite anywhere. */
export function decidesAccountRequests(actor: Actor): boolean {
  return can(actor, "people.invite");
}

/** Whether any request for access can be decided by the actor. */
export function decidesAccessRequests(actor: Actor): boolean {
  const shares = actor.posts.some(({ centreId }) =>
    can(actor, "paper.share", { centreIds: [centreId], classification: "unclassified" }),
  );
  return decidesAccountRequests(actor) || shares;
}

/** Whether the actor reads the dates of organisations' memberships, and changes them. */
export function organisationAccess(actor: Actor): "change" | "read" | null {
  if (managesPeople(actor)) return "change";
  return isOffice(actor) ? "read" : null;
}

/** A State or body that belongs to another, in days (YYYY-MM-DD) that both count; null is open. */
export interface MembershipDates {
  readonly from: string | null;
  readonly to: string | null;
}

/** Whether two memberships share a day. */
export function membershipsOverlap(a: MembershipDates, b: MembershipDates): boolean {
  const reaches = (end: string | null, start: string | null) =>
    end === null || start === null || end >= start;
  return reaches(a.to, b.from) && reaches(b.to, a.from);
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

type Period = Pick<Tenure, "startsAt" | "endsAt">;

/** A post that was ended before it began was never held. */
const wasHeld = ({ startsAt, endsAt }: Period) => endsAt === null || endsAt > startsAt;

const meet = (a: Period, b: Period) =>
  wasHeld(a) &&
  wasHeld(b) &&
  (a.endsAt === null || a.endsAt > b.startsAt) &&
  (b.endsAt === null || b.endsAt > a.startsAt);

/** Whether a tenure is still to come, runs, or is over. */
export function tenureState(tenure: Period, now: Date): "planned" | "held" | "ended" {
  const { startsAt, endsAt } = tenure;
  if (!wasHeld(tenure) || (endsAt !== null && endsAt <= now)) return "ended";
  return startsAt > now ? "planned" : "held";
}

type TenureRefusal =
  "not_allowed" | "own_post" | "post_malformed" | "post_ends_too_soon" | "post_overlaps";

/**
 * Whether a person is given a post. `held` are the person's own tenures, whenever they run.
 * A post must last beyond today: one that ends today would end before it is noticed.
 */
export function decidePost(
  actor: Actor,
  wanted: HeldPost & Pick<Tenure, "startsAt" | "endsAt">,
  context: {
    readonly personId: string;
    readonly held: readonly Tenure[];
    readonly endOfToday: Date;
  },
): Decision<HeldPost, TenureRefusal> {
  if (!managesPeople(actor)) return refuse("not_allowed");
  // Else an administrator could make themselves the head of office and clear themselves.
  if (context.personId === actor.id) return refuse("own_post");
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

/** Whether a post ends now. `administrators` as in `leavesNoAdministrator`. */
export function decidePostEnd(
  actor: Actor,
  post: Tenure,
  context: { readonly administrators: readonly Tenure[]; readonly now: Date },
): Decision<{ readonly endsAt: Date }, "not_allowed" | "post_has_ended" | "last_administrator"> {
  const { administrators, now } = context;
  if (!managesPeople(actor)) return refuse("not_allowed");
  if (tenureState(post, now) === "ended") return refuse("post_has_ended");
  if (post.role === "admin" && leavesNoAdministrator(administrators, [post.id], now))
    return refuse("last_administrator");
  return accept({ endsAt: now });
}

/** Whether somebody's account is closed. Posts go on by their dates; nobody can use them. */
export function decideDeactivation(
  actor: Actor,
  person: { readonly id: string; readonly isDeactivated: boolean },
  context: { readonly administrators: readonly Tenure[]; readonly now: Date },
): Decision<
  { readonly personId: string },
  "not_allowed" | "already_deactivated" | "last_administrator"
> {
  const { administrators, now } = context;
  if (!managesPeople(actor)) return refuse("not_allowed");
  if (person.isDeactivated) return refuse("already_deactivated");
  const own = administrators.filter(({ personId }) => personId === person.id).map(({ id }) => id);
  if (own.length > 0 && leavesNoAdministrator(administrators, own, now))
    return refuse("last_administrator");
  return accept({ personId: person.id });
}

/** Whether a post passes on to a successor, and from when to when it is theirs. */
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
  HeldPost & Period,
  | "not_allowed"
  | "own_post"
  | "post_has_ended"
  | "unknown_person"
  | "own_successor"
  | "post_overlaps"
> {
  const { successorId, isSuccessorActive, successorHolds, now } = context;
  if (!managesPeople(actor)) return refuse("not_allowed");
  if (tenureState(post, now) === "ended") return refuse("post_has_ended");
  if (successorId === post.personId) return refuse("own_successor");
  if (successorId === actor.id) return refuse("own_post");
  if (!isSuccessorActive) return refuse("unknown_person");
  const { role, centreId, organisationId, endsAt } = post;
  // A post that is still to come keeps its first day.
  const tenure = { startsAt: post.startsAt > now ? post.startsAt : now, endsAt };
  if (successorHolds.some((held) => isSamePost(held, post) && meet(held, tenure)))
    return refuse("post_overlaps");
  return accept({ role, centreId, organisationId, ...tenure });
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
