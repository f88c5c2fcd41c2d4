/** Unagreed wording: who says for a centre or an organisation which alternative it prefers. */
import { can } from "./abilities.ts";
import { isOffice, regionalOfficeId, subjectsOf, type Actor } from "./actor.ts";
import { canReadPaper, type PaperFacts } from "./paper.ts";

/** The names an alternative is called by, in the order in which they stand: the first has none. */
export const alternativeNames = ["", "bis", "ter", "quater", "quinquies", "sexies"] as const;

/**
 * The centres and organisations for which the actor may say what they prefer in this paper: a lead
 * for the centre, a focal point for the organisation, the office for itself.
 */
export function subjectsToPreferFor(actor: Actor, paper: PaperFacts): string[] {
  if (!canReadPaper(actor, paper)) return [];
  const subjects = actor.posts.flatMap((post): string[] => {
    if (post.role === "centre_lead" && post.centreId !== null) return [`centre:${post.centreId}`];
    const organisationId = isOffice({ posts: [post] }) ? regionalOfficeId : post.organisationId;
    if (organisationId === null) return [];
    const { classification } = paper;
    return can(actor, "comment.submit_for_org", { organisationId, classification })
      ? [`organisation:${organisationId}`]
      : [];
  });
  return [...new Set(subjects)];
}

/** Whether the actor sees what a centre or organisation prefers: its own people, and the office. */
export function canSeePreference(actor: Pick<Actor, "id" | "posts">, subject: string): boolean {
  return isOffice(actor) || subjectsOf(actor).includes(subject);
}
