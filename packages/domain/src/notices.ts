/**
 * What concerns a person, and how they want to be told of it. A notice is one row of somebody's
 * inbox: an item and the reason why it is there.
 */
import { canSeeAction, possibleSteps, type ActionItem } from "./action-item.ts";
import { isOffice, type Actor } from "./actor.ts";
import {
  canSeeCommitment,
  possibleCommitmentSteps,
  type Commitment,
  type CommitmentStepName,
} from "./commitment.ts";
import type { CommitmentState } from "./state-machines.ts";

/** Why somebody is told, the strongest first: of one event a person gets one notice, for the strongest. */
export const noticeReasons = [
  "escalated",
  "mentioned",
  "assigned",
  "returned",
  "to_verify",
  "blocked",
  "asked",
  "commitment",
  "overdue",
  "due_soon",
  "watched",
] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** Where somebody is told: in the app alone, besides in the day's digest or at once by mail, or nowhere. */
export const noticeChannels = ["app", "digest", "at_once", "off"] as const;
export type NoticeChannel = (typeof noticeChannels)[number];
export type NoticeChannels = Readonly<Record<NoticeReason, NoticeChannel>>;

/**
 * What holds for whoever has chosen nothing. Rounds and clearances send mails of their own, and what
 * one merely watches fills no mail.
 */
export const usualChannels: NoticeChannels = {
  escalated: "digest",
  mentioned: "digest",
  assigned: "digest",
  returned: "digest",
  to_verify: "digest",
  blocked: "digest",
  asked: "app",
  commitment: "digest",
  overdue: "digest",
  due_soon: "digest",
  watched: "app",
};

/** Somebody, and why they are told. */
export interface Concern {
  readonly personId: string;
  readonly reason: NoticeReason;
}

/** One for each person, for the strongest of their reasons; nobody is told of what they did. */
export function strongest(concerns: readonly Concern[], byId: string | null): Concern[] {
  const best = new Map<string, NoticeReason>();
  for (const { personId, reason } of concerns) {
    const before = best.get(personId);
    if (before === undefined || noticeReasons.indexOf(reason) < noticeReasons.indexOf(before))
      best.set(personId, reason);
  }
  return [...best]
    .filter(([personId]) => personId !== byId)
    .map(([personId, reason]) => ({ personId, reason }));
}

/** What somebody did with an action item. */
export interface ActionHappened {
  readonly byId: string | null;
  /** Who owns it, or helps, by this. */
  readonly newOwnerId?: string | null;
  readonly newHelperIds?: readonly string[];
  /** Whom a comment on it names. */
  readonly mentionedIds?: readonly string[];
  /** The states between which it moved. */
  readonly move?: { readonly from: string; readonly to: string };
  /** Who could unblock it. */
  readonly unblockerId?: string | null;
  /** Whether it is worth a notice to those who only follow it. */
  readonly isTold: boolean;
}

const finished: ReadonlySet<string> = new Set(["done", "verified", "cancelled"]);

/** Who leads an item: its centre's lead, else its organisation's focal point, else the office. */
export function leadsAction(
  actor: Actor,
  { centreId, organisationId }: Pick<ActionItem, "centreId" | "organisationId">,
): boolean {
  if (centreId !== null)
    return actor.posts.some((post) => post.role === "centre_lead" && post.centreId === centreId);
  if (organisationId !== null)
    return actor.posts.some(
      (post) => post.role === "focal_point" && post.organisationId === organisationId,
    );
  return isOffice(actor);
}

/** Whom of these people it concerns, as far as they see the item. */
export function concernsOfAction(
  item: ActionItem & { readonly watcherIds: readonly string[] },
  happened: ActionHappened,
  people: readonly Actor[],
): Concern[] {
  const { byId, newOwnerId, newHelperIds = [], mentionedIds = [], move, unblockerId } = happened;
  const followers = [...item.watcherIds, ...(item.ownerId === null ? [] : [item.ownerId])];
  const isReturned = move !== undefined && finished.has(move.from) && !finished.has(move.to);
  const concerns = people
    .filter((person) => canSeeAction(person, item))
    .flatMap((person): Concern[] => {
      const reasons: readonly (readonly [NoticeReason, boolean])[] = [
        ["mentioned", mentionedIds.includes(person.id)],
        ["assigned", newOwnerId === person.id || newHelperIds.includes(person.id)],
        ["returned", isReturned && item.ownerId === person.id],
        ["to_verify", move?.to === "done" && possibleSteps(item, person).includes("verify")],
        [
          "blocked",
          move?.to === "blocked" && (unblockerId === person.id || leadsAction(person, item)),
        ],
        ["watched", happened.isTold && followers.includes(person.id)],
      ];
      return reasons
        .filter(([, holds]) => holds)
        .map(([reason]) => ({ personId: person.id, reason }));
    });
  return strongest(concerns, byId);
}

/** What a commitment asks for next, by how it got where it is. */
function stepAskedFor(from: string, to: CommitmentState): CommitmentStepName | null {
  if (to === "proposed") return "agree";
  if (to === "evidence_submitted") return "verify";
  // Refused or opened again: there is evidence to be given.
  if (to === "in_progress" && (from === "evidence_submitted" || from === "kept"))
    return "submit_evidence";
  return null;
}

/** Whom of these people a step of a commitment asks for the next one, as far as they see it. */
export function concernsOfCommitment(
  commitment: Commitment,
  happened: { readonly byId: string | null; readonly from: string },
  people: readonly Actor[],
): Concern[] {
  const step = stepAskedFor(happened.from, commitment.state);
  if (step === null) return [];
  const reason: NoticeReason = step === "submit_evidence" ? "returned" : "commitment";
  return strongest(
    people
      .filter((person) => canSeeCommitment(person, commitment))
      .filter((person) => possibleCommitmentSteps(commitment, person).includes(step))
      .map(({ id }) => ({ personId: id, reason })),
    happened.byId,
  );
}
