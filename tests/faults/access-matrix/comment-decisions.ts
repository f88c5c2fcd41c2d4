/** Comments: on each kind of paper, and within a centre, the office and an organisation. */
import {
  canCreateAction,
  canReadPaper,
  canSeeComments,
  circlesOf,
  decideAssignment,
  decidePosition,
  decideReply,
  decideSettlement,
  editionRoleFor,
  mayEditMessage,
  mayOpenComment,
  speaksFor,
  type Actor,
  type CommentedPaper,
  type CommentFacts,
} from "@istmo/domain";
import { mayIf, verdictOf, type Cell, type RouteDecision, type Verdict } from "./cells.ts";
import { variants, type CommentSubject, type PaperSubject, type World } from "./world.ts";

/** A version that no row has. */
const stale = 999_999;

const commentedBy = (actor: Actor, { facts, sectionOwners }: PaperSubject): CommentedPaper => ({
  paper: facts,
  role: editionRoleFor(actor, facts, sectionOwners),
});

/** As the world opened it. */
const factsOf = ({ circle }: CommentSubject): CommentFacts => ({
  ...{ circle, state: "open", createdById: "person-head" },
  ...{ onBehalfOf: null, actionId: null, submittedAsId: null },
});

const onReadPapers =
  (
    end: string,
    decide: (actor: Actor, paper: PaperSubject) => Verdict,
    body?: unknown,
  ): ((world: World) => Cell[]) =>
  (world) =>
    variants.map((variant) => {
      const paper = world.papers[variant];
      return {
        on: variant,
        path: `/api/v1/papers/${paper.paperId}${end}`,
        ...(body === undefined ? {} : { body }),
        decide: (actor) => (canReadPaper(actor, paper.facts) ? decide(actor, paper) : "hidden"),
      };
    });

interface OnComment {
  readonly end: (comment: CommentSubject) => string;
  readonly body?: (comment: CommentSubject) => unknown;
  readonly decide: (actor: Actor, commented: CommentedPaper, comment: CommentSubject) => Verdict;
}

const onComments =
  ({ end, body, decide }: OnComment): ((world: World) => Cell[]) =>
  (world) =>
    Object.entries(world.comments).map(([on, comment]) => ({
      on,
      path: `/api/v1/comments/${comment.threadId}${end(comment)}`,
      ...(body === undefined ? {} : { body: body(comment) }),
      decide: (actor) =>
        canSeeComments(actor, comment.paper.facts, comment.circle)
          ? decide(actor, commentedBy(actor, comment.paper), comment)
          : "hidden",
    }));

const may = (): Verdict => "may";
const settle = (step: "resolve" | "reopen"): RouteDecision =>
  onComments({
    end: () => `/${step}`,
    body: () => ({ version: stale }),
    decide: (actor, commented, comment) => {
      const to = step === "resolve" ? "resolved" : "open";
      return verdictOf(decideSettlement(actor, commented, { thread: factsOf(comment), to }));
    },
  });

export const commentDecisions: Record<string, RouteDecision> = {
  "GET /api/v1/papers/{id}/comments": onReadPapers("/comments", may),
  "GET /api/v1/papers/{id}/comments/mentionable": onReadPapers(
    "/comments/mentionable?q=a",
    (actor, paper) =>
      mayIf(
        mayOpenComment(actor, commentedBy(actor, paper), "paper") ||
          circlesOf(actor).some((circle) => speaksFor(actor, circle)),
      ),
  ),
  "POST /api/v1/papers/{id}/comments": (world) => [
    ...onReadPapers(
      "/comments",
      (actor, paper) => mayIf(mayOpenComment(actor, commentedBy(actor, paper), "paper")),
      {
        ...{ circle: "paper", target: "text", editionId: world.papers.own.editionId },
        ...{ blockId: "a-block", suggestionId: null, anchor: { start: "AQID", end: "BAUG" } },
        ...{ quote: "unas palabras", body: "Un comentario de @{centre:centre-gt}" },
      },
    )(world)
      .slice(0, 1)
      .map((cell) => ({ ...cell, on: "own, on its text" })),
    ...["paper", "centre:centre-gt", "organisation:org-sica"].flatMap((circle) =>
      onReadPapers(
        "/comments",
        (actor, paper) => mayIf(mayOpenComment(actor, commentedBy(actor, paper), circle)),
        { circle, target: "paper", body: "Un comentario" },
      )(world).map((cell) => ({
        ...cell,
        on: circle === "paper" ? cell.on : `${cell.on}, within ${circle.split(":")[1]}`,
      })),
    ),
  ],
  "POST /api/v1/papers/{id}/comments/read-all": onReadPapers("/comments/read-all", may, {
    upTo: "2026-11-24T12:00:00Z",
  }),
  // Out of a conversation within; to whoever does not see that one, it does not exist.
  "POST /api/v1/papers/{id}/positions": (world) =>
    Object.entries(world.comments).map(([on, comment]) => ({
      on,
      path: `/api/v1/papers/${comment.paper.paperId}/positions`,
      body: { threadIds: [comment.threadId], placeOf: null, body: "Una posición" },
      before: () =>
        world.app.client.commentThread.update({
          where: { id: comment.threadId },
          data: { submittedAsId: null },
        }),
      decide: (actor) => {
        const { facts } = comment.paper;
        if (!canSeeComments(actor, facts, comment.circle)) return "hidden";
        return verdictOf(decidePosition(actor, facts, [factsOf(comment)]));
      },
    })),
  "GET /api/v1/comments/{id}": onComments({ end: () => "", decide: may }),
  "POST /api/v1/comments/{id}/messages": onComments({
    end: () => "/messages",
    body: () => ({ body: "Una respuesta" }),
    decide: (actor, commented, comment) =>
      verdictOf(decideReply(actor, commented, factsOf(comment))),
  }),
  "PATCH /api/v1/comments/{id}/messages/{messageId}": onComments({
    end: ({ messageId }) => `/messages/${messageId}`,
    body: () => ({ version: stale, body: "Corregido" }),
    decide: (actor, commented, comment) =>
      mayIf(
        mayEditMessage(actor, commented, { authorId: "person-head", thread: factsOf(comment) }),
      ),
  }),
  "POST /api/v1/comments/{id}/resolve": settle("resolve"),
  "POST /api/v1/comments/{id}/reopen": settle("reopen"),
  "POST /api/v1/comments/{id}/assign": onComments({
    end: () => "/assign",
    body: () => ({ version: stale, title: "Acción", language: "es", centreId: "centre-gt" }),
    decide: (actor, commented, comment) =>
      canCreateAction(actor, { centreId: "centre-gt", organisationId: null })
        ? verdictOf(decideAssignment(actor, commented, factsOf(comment)))
        : "refused",
  }),
  "POST /api/v1/comments/{id}/read": onComments({
    end: () => "/read",
    body: ({ messageId }) => ({ messageId }),
    decide: may,
  }),
};
