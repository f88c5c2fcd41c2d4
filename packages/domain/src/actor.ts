/** Who acts: a person with the posts of today. Rights come from posts, never from the person. */
import type { Role } from "./role-matrix.ts";

export const classificationLevels = [
  "unclassified",
  "confidential",
  "strictly_confidential",
] as const;
/** The UN's three levels, lowest first (ST/SGB/2007/6). */
export type ClassificationLevel = (typeof classificationLevels)[number];

export interface HeldPost {
  readonly role: Role;
  /** Set for centre leads and experts. */
  readonly centreId: string | null;
  /** Set for focal points, policy counterparts and observers. */
  readonly organisationId: string | null;
}

/**
 * A post whoever holds it: "centre_lead@centre-gt", "focal_point@org-sica", "head@office". What is
 * given to a post passes on with it.
 */
export function postKey({ role, centreId, organisationId }: HeldPost): string {
  return `${role}@${centreId ?? organisationId ?? "office"}`;
}

/** Everything that an actor is: the names under which something can be given to somebody. */
export function subjectsOf(actor: Pick<Actor, "id" | "posts">): string[] {
  return [
    ...new Set([
      `person:${actor.id}`,
      ...actor.posts.flatMap((post) => [
        `post:${postKey(post)}`,
        ...(post.centreId === null ? [] : [`centre:${post.centreId}`]),
        ...(post.organisationId === null ? [] : [`organisation:${post.organisationId}`]),
      ]),
    ]),
  ];
}

export interface Actor {
  readonly id: string;
  readonly posts: readonly HeldPost[];
  /** The highest level this person is cleared for; never follows from a post. */
  readonly clearedTo: ClassificationLevel;
}

/** Id under which the regional office owns sections, as in the seed. */
export const regionalOfficeId = "org-unodc-regional";

/** Time zone of the regional office, which counts for items without a centre. */
export const officeTimeZone = "America/Panama";

/** Whether a person cleared to one level may read matter of another. */
export function isClearedFor(clearedTo: string, level: string): boolean {
  const levels: readonly string[] = classificationLevels;
  return levels.includes(level) && levels.indexOf(clearedTo) >= levels.indexOf(level);
}

/** Whether the person works in the regional office. */
export function isOffice(actor: Pick<Actor, "posts">): boolean {
  return actor.posts.some(({ role }) => role === "office_reviewer" || role === "head");
}

/** Whether the person works in the office or in a centre: those who share the board of action items. */
export function isStaff(actor: Pick<Actor, "posts">): boolean {
  return isOffice(actor) || actor.posts.some((post) => post.centreId !== null);
}
