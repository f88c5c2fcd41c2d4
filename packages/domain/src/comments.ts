/**
 * Who sees and writes comments. There are two tiers: a conversation within a circle (one centre, or
 * one organisation, the regional office being one of them) is for the people of that circle alone;
 * one on the paper is for whoever may read the paper. A focal point makes the organisation's one
 * position out of what was said within.
 */
import { can } from "./abilities.ts";
import { canCreateAction } from "./action-item.ts";
import { isOffice, postKey, regionalOfficeId, type Actor, type HeldPost } from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import { canReadPaper, type EditionRole, type PaperFacts } from "./paper.ts";

/** The circle of everybody who may read the paper. */
export const paperCircle = "paper";

/** The circle of a post: "centre:<id>" or "organisation:<id>"; null for posts that speak in none. */
function circleOf(post: HeldPost): string | null {
  const alone: Actor = { id: "", posts: [post], clearedTo: "unclassified" };
  if (isOffice(alone)) return `organisation:${regionalOfficeId}`;
  const { centreId, organisationId } = post;
  if (centreId !== null && can(alone, "comment.internal", { centreIds: [centreId] }))
    return `centre:${centreId}`;
  if (organisationId !== null && can(alone, "comment.internal", { organisationId }))
    return `organisation:${organisationId}`;
  return null;
}

/** The circles that the actor belongs to by the posts of today: never more than those, whoever asks. */
export function circlesOf(actor: Pick<Actor, "posts">): string[] {
  const circles = actor.posts.map(circleOf).filter((circle) => circle !== null);
  return [...new Set(circles)];
}

/** The organisation of a circle; null where it is a centre's, or the paper's. */
export function organisationOfCircle(circle: string): string | null {
  const prefix = "organisation:";
  return circle.startsWith(prefix) ? circle.slice(prefix.length) : null;
}

const isOfCircle = (actor: Actor, circle: string): boolean =>
  circle === paperCircle || circlesOf(actor).includes(circle);

/** A paper as somebody who comments on it stands to it. */
export interface CommentedPaper {
  readonly paper: PaperFacts;
  /** What the actor may do in its text. */
  readonly role: EditionRole | null;
}

/** A conversation as the rules need it. */
export interface CommentFacts {
  readonly circle: string;
  /** "organisation:<id>" where an organisation speaks by it as one. */
  readonly onBehalfOf: string | null;
  readonly state: "open" | "resolved";
  readonly createdById: string;
  readonly actionId: string | null;
  readonly submittedAsId: string | null;
}

/** Whether the actor may know of a conversation at all: of the circle, and a reader of the paper. */
export function canSeeComments(actor: Actor, paper: PaperFacts, circle: string): boolean {
  return canReadPaper(actor, paper) && isOfCircle(actor, circle);
}

/**
 * Whether the actor may open a conversation in a circle. On the paper and within a centre it asks
 * for the right to comment; within an organisation people talk about whatever they may read.
 */
export function mayOpenComment(
  actor: Actor,
  { paper, role }: CommentedPaper,
  circle: string,
): boolean {
  if (!canSeeComments(actor, paper, circle)) return false;
  return organisationOfCircle(circle) !== null || (role !== null && role !== "reader");
}

/** Whether the actor speaks for an organisation: its focal points, and the office for itself. */
export function speaksFor(actor: Actor, circle: string | null): boolean {
  const organisationId = circle === null ? null : organisationOfCircle(circle);
  return organisationId !== null && can(actor, "comment.submit_for_org", { organisationId });
}

/** Whether the actor may write in a conversation; whose position it is may always answer there. */
export function mayWriteInComment(
  actor: Actor,
  commented: CommentedPaper,
  thread: Pick<CommentFacts, "circle" | "onBehalfOf">,
): boolean {
  if (mayOpenComment(actor, commented, thread.circle)) return true;
  return (
    canSeeComments(actor, commented.paper, thread.circle) && speaksFor(actor, thread.onBehalfOf)
  );
}

/**
 * Whether the actor may call a conversation resolved, or open it again: within a circle whoever
 * writes there; on the paper its editors, who opened it, and who speaks for the organisation.
 */
export function maySettleComment(
  actor: Actor,
  commented: CommentedPaper,
  thread: CommentFacts,
): boolean {
  if (!mayWriteInComment(actor, commented, thread)) return false;
  return (
    thread.circle !== paperCircle ||
    commented.role === "editor" ||
    thread.createdById === actor.id ||
    speaksFor(actor, thread.onBehalfOf)
  );
}

/** What the actor may do with a conversation that they see. */
export interface CommentAbilities {
  readonly reply: boolean;
  readonly resolve: boolean;
  readonly reopen: boolean;
  readonly assign: boolean;
  readonly submit: boolean;
}

/** What the actor may do with a conversation, for showing; each step is decided again. */
export function commentAbilities(
  actor: Actor,
  commented: CommentedPaper,
  thread: CommentFacts,
): CommentAbilities {
  const isOpen = thread.state === "open";
  const maySettle = maySettleComment(actor, commented, thread);
  return {
    reply: isOpen && mayWriteInComment(actor, commented, thread),
    resolve: isOpen && maySettle,
    reopen: !isOpen && maySettle,
    assign: decideAssignment(actor, commented, thread).accepted,
    submit: decidePosition(actor, commented.paper, [thread]).accepted,
  };
}

/** Whether a message is added. */
export function decideReply(
  actor: Actor,
  commented: CommentedPaper,
  thread: CommentFacts,
): Decision<null, "not_allowed" | "comment_is_resolved"> {
  if (!mayWriteInComment(actor, commented, thread)) return refuse("not_allowed");
  return thread.state === "open" ? accept(null) : refuse("comment_is_resolved");
}

/** Whether somebody mends what they wrote; nobody mends what somebody else said. */
export function mayEditMessage(
  actor: Actor,
  commented: CommentedPaper,
  message: { readonly authorId: string; readonly thread: CommentFacts },
): boolean {
  return message.authorId === actor.id && mayWriteInComment(actor, commented, message.thread);
}

/** Whether the conversation is resolved, or opened again; nothing of it is ever deleted. */
export function decideSettlement(
  actor: Actor,
  commented: CommentedPaper,
  { thread, to }: { readonly thread: CommentFacts; readonly to: "open" | "resolved" },
): Decision<null, "not_allowed" | "comment_is_resolved" | "comment_is_open"> {
  if (!maySettleComment(actor, commented, thread)) return refuse("not_allowed");
  if (thread.state !== to) return accept(null);
  return refuse(to === "open" ? "comment_is_open" : "comment_is_resolved");
}

/** Whether a conversation becomes an action item; in which centre is the item's own question. */
export function decideAssignment(
  actor: Actor,
  commented: CommentedPaper,
  thread: CommentFacts,
): Decision<null, "not_allowed" | "already_assigned"> {
  const mayCreate = [null, ...actor.posts.map(({ centreId }) => centreId)].some((centreId) =>
    canCreateAction(actor, { centreId, organisationId: null }),
  );
  if (!mayCreate || !mayWriteInComment(actor, commented, thread)) return refuse("not_allowed");
  return thread.actionId === null ? accept(null) : refuse("already_assigned");
}

/** Whether conversations become their organisation's one position, and whose it is. */
export function decidePosition(
  actor: Actor,
  paper: PaperFacts,
  threads: readonly Pick<CommentFacts, "circle" | "submittedAsId">[],
): Decision<
  { readonly onBehalfOf: string },
  "not_allowed" | "not_of_one_organisation" | "already_submitted"
> {
  const [circle, ...others] = new Set(threads.map((thread) => thread.circle));
  const speaks = circlesOf(actor).some((own) => speaksFor(actor, own));
  if (circle === undefined || !speaks || !canReadPaper(actor, paper)) return refuse("not_allowed");
  if (others.length > 0 || organisationOfCircle(circle) === null)
    return refuse("not_of_one_organisation");
  if (!speaksFor(actor, circle)) return refuse("not_allowed");
  if (threads.some(({ submittedAsId }) => submittedAsId !== null))
    return refuse("already_submitted");
  return accept({ onBehalfOf: circle });
}

/**
 * The post by which somebody speaks, as `postKey` gives it: that of the circle; on the paper, that
 * of one of its centres, of the office, or of their organisation. Null without a post.
 */
export function speakingPost(
  actor: Actor,
  paper: Pick<PaperFacts, "centreIds">,
  circle: string,
): string | null {
  const ofPaper = (post: HeldPost) =>
    post.centreId !== null && paper.centreIds.includes(post.centreId);
  const inOrder: readonly ((post: HeldPost) => boolean)[] = [
    (post) => circleOf(post) === circle,
    ofPaper,
    (post) => isOffice({ posts: [post] }),
    () => true,
  ];
  for (const fits of inOrder) {
    const post = actor.posts.find(fits);
    if (post !== undefined) return postKey(post);
  }
  return null;
}

/** The centre or organisation that a post of `postKey` belongs to; the office is an organisation. */
export function bodyOfPost(key: string | null): {
  readonly centreId: string | null;
  readonly organisationId: string | null;
} {
  const [role, place] = (key ?? "").split("@");
  if (place === undefined || place === "") return { centreId: null, organisationId: null };
  if (place === "office")
    return { centreId: null, organisationId: role === "admin" ? null : regionalOfficeId };
  return role === "centre_lead" || role === "expert"
    ? { centreId: place, organisationId: null }
    : { centreId: null, organisationId: place };
}

/**
 * Whether a message may name a centre or an organisation: one whose people read the paper by their
 * centre or by what was shared with them; within a circle, only that circle itself.
 */
export function mayNameBody(paper: PaperFacts, circle: string, subject: string): boolean {
  if (circle !== paperCircle) return subject === circle;
  if (subject === `organisation:${regionalOfficeId}`) return true;
  const [kind = "", id = ""] = subject.split(":");
  if (kind === "centre" && paper.centreIds.includes(id)) return true;
  return paper.shares.some(
    (share) =>
      share.subject === subject ||
      (share.subject.startsWith("post:") && share.subject.endsWith(`@${id}`)),
  );
}
