/**
 * The one policy: whether a person may take an action on a subject. It reads the role matrix and
 * fills in what each letter of a cell asks about the subject. Server and page ask the same function.
 */
import {
  isClearedFor,
  isOffice,
  regionalOfficeId,
  type Actor,
  type ClassificationLevel,
  type HeldPost,
} from "./actor.ts";
import { conditionsFor, type Action as AbilityName, type Condition } from "./role-matrix.ts";

/** What an action is taken on; leave out what does not apply. */
export interface Subject {
  /** Centres that count as "own": a paper's members, or for a lead's decision its lead centre alone. */
  readonly centreIds?: readonly (string | null)[];
  /** Centres, or the regional office, that own or contribute to the section or to any section. */
  readonly sectionOwnerIds?: readonly string[];
  readonly organisationId?: string;
  readonly invitedOrganisationIds?: readonly string[];
  readonly classification?: ClassificationLevel;
  readonly isIssued?: boolean;
  /** The person who owns the item. */
  readonly ownerId?: string | null;
  /** Whether a reason has been given and will be recorded. */
  readonly hasReason?: boolean;
}

/** Whether one letter of a cell holds for a post. */
function holds(condition: Condition, post: HeldPost, actor: Actor, subject: Subject): boolean {
  switch (condition) {
    case "Y":
    case "X":
      return true;
    case "N":
    case "M":
      return false;
    case "C":
      return post.centreId !== null && (subject.centreIds?.includes(post.centreId) ?? false);
    case "S": {
      const own = isOffice({ posts: [post] }) ? regionalOfficeId : post.centreId;
      return own !== null && (subject.sectionOwnerIds?.includes(own) ?? false);
    }
    case "O": {
      const own = isOffice({ posts: [post] }) ? regionalOfficeId : post.organisationId;
      return own !== null && own === subject.organisationId;
    }
    case "I":
      return (
        post.organisationId !== null &&
        (subject.invitedOrganisationIds?.includes(post.organisationId) ?? false)
      );
    case "P":
      return subject.isIssued === true;
    case "D":
      return isClearedFor(actor.clearedTo, subject.classification ?? "unclassified");
    case "V":
      return subject.ownerId !== actor.id;
    case "R":
      return subject.hasReason === true;
  }
}

/**
 * Whether the actor may take the action on the subject. Posts add up; classification is checked
 * for the person whatever the post says.
 */
export function can(actor: Actor, action: AbilityName, subject: Subject = {}): boolean {
  const level = subject.classification;
  if (level !== undefined && !isClearedFor(actor.clearedTo, level)) return false;
  return actor.posts.some((post) =>
    conditionsFor(post.role, action).every((letter) => holds(letter, post, actor, subject)),
  );
}
