/** Review rounds: an open one on a paper of one's centre, of another, and above one's clearance. */
import {
  canReadComment,
  canReadPaper,
  canSeeRound,
  decideContest,
  decideExport,
  decideExtension,
  decideInvitation,
  decideMatrixFinish,
  decideRemoval,
  decideReopening,
  decideRoundCancelling,
  decideRoundClosing,
  decideRoundComment,
  decideRoundOpening,
  decideRoundSubmission,
  decideRowAnswer,
  decideRowClosing,
  decideRowDraft,
  decideRowWithdrawal,
  decideSettlingOfRow,
  decidesSubmissions,
  mayRespond,
  type Actor,
  type MatrixContext,
  type MatrixRow,
} from "@istmo/domain";
import {
  everybody,
  mayIf,
  verdictOf,
  type Cell,
  type RouteDecision,
  type Verdict,
} from "./cells.ts";
import { roundGuatemala, roundSica, variants, type RoundSubject, type World } from "./world.ts";

/** A version that no row has: who may act is told that the row is stale, and nothing changes. */
const stale = 999_999;
const inTime = { day: "2098-12-01", hour: "18:00", timeZone: "America/Panama" };
const limit = { at: new Date("2098-12-01T23:00:00Z"), timeZone: "America/Panama" };
const now = new Date();
const subject = roundSica;
const reason = "Una razón";

interface OnRound {
  readonly end: string;
  readonly body?: unknown;
  /** For those who see the round. */
  readonly decide: (actor: Actor, round: RoundSubject) => Verdict;
}

interface OnRow {
  readonly end: string;
  readonly body?: unknown;
  /** For those who read the row. */
  readonly decide: (
    actor: Actor,
    row: MatrixRow,
    context: MatrixContext,
  ) => Parameters<typeof verdictOf>[0];
}

const onRounds =
  ({ end, body, decide }: OnRound): ((world: World) => Cell[]) =>
  (world) =>
    Object.entries(world.rounds).map(([on, round]) => ({
      on,
      path: `/api/v1/rounds/${round.facts.id}${end}`,
      ...(body === undefined ? {} : { body }),
      decide: (actor) =>
        canSeeRound(actor, round.paper.facts, round.facts) ? decide(actor, round) : "hidden",
    }));

/** A draft of SICA: to everybody else it does not exist. */
const onDraft =
  (end: string, body: unknown): ((world: World) => Cell[]) =>
  (world) =>
    Object.entries(world.rounds).map(([on, { paper, facts, commentId }]) => ({
      on,
      path: `/api/v1/round-comments/${commentId}${end}`,
      body,
      decide: (actor) =>
        canReadComment(actor, { paper: paper.facts, round: facts }, { subject, isSubmitted: false })
          ? verdictOf(
              decideRoundComment(paper.facts, actor, { round: facts, subject, blockId: null }),
            )
          : "hidden",
    }));

/** A row that Guatemala has submitted, in an open round: the office and Guatemala read it. */
const onRow =
  ({ end, body, decide }: OnRow): ((world: World) => Cell[]) =>
  (world) =>
    Object.entries(world.rounds).map(([on, { paper, facts, rowId }]) => ({
      on,
      path: `/api/v1/matrix-rows/${rowId}${end}`,
      ...(body === undefined ? {} : { body }),
      decide: (actor) => {
        const ofGuatemala = { subject: roundGuatemala, isSubmitted: true };
        if (!canReadComment(actor, { paper: paper.facts, round: facts }, ofGuatemala))
          return "hidden";
        const context = { paper: paper.facts, round: facts.state, laterRoundClosed: false };
        return verdictOf(decide(actor, submittedRow, context));
      },
    }));
const submittedRow: MatrixRow = {
  ...{ subject: roundGuatemala, state: "submitted", disposition: null, reason: "" },
  ...{ wasContested: false, sectionOwnerId: null, version: 1 },
};
const decided = { disposition: "noted", reason } as const;

const may = (): Verdict => "may";

export const roundDecisions: Readonly<Record<string, RouteDecision>> = {
  "GET /api/v1/desk": () => [
    {
      on: "",
      path: "/api/v1/desk",
      decide: (actor) => mayIf(decidesSubmissions(actor)),
    },
  ],
  "GET /api/v1/rounds": everybody("/api/v1/rounds"),
  "GET /api/v1/papers/{id}/rounds": (world) =>
    variants.map((variant) => {
      const { facts, paperId } = world.papers[variant];
      const rounds = Object.values(world.rounds).filter(({ paper }) => paper.paperId === paperId);
      return {
        on: variant,
        path: `/api/v1/papers/${paperId}/rounds`,
        decide: (actor) =>
          canReadPaper(actor, facts) ||
          rounds.some((round) => canSeeRound(actor, facts, round.facts))
            ? "may"
            : "hidden",
      };
    }),
  "POST /api/v1/papers/{id}/rounds": (world) =>
    variants.map((variant) => {
      const { facts, paperId } = world.papers[variant];
      const wanted = { scope: "whole", subjects: [subject] } as const;
      return {
        on: variant,
        path: `/api/v1/papers/${paperId}/rounds`,
        body: { ...wanted, limit: inTime, questions: "¿Qué falta?" },
        decide: (actor) =>
          canReadPaper(actor, facts)
            ? verdictOf(
                decideRoundOpening(
                  facts,
                  actor,
                  { ...wanted, limit, changedBlockIds: [] },
                  { now, versionOf: paperId, otherRounds: [], people: [] },
                ),
              )
            : "hidden",
      };
    }),
  "GET /api/v1/rounds/{id}": onRounds({ end: "", decide: may }),
  // The rounds of the world have no text: who may read one is told so.
  "GET /api/v1/rounds/{id}/text": onRounds({ end: "/text", decide: () => "hidden" }),
  "GET /api/v1/rounds/{id}/comments": onRounds({ end: "/comments", decide: may }),
  "POST /api/v1/rounds/{id}/comments": onRounds({
    end: "/comments",
    body: { subject, observation: "Una observación", blockId: null, quote: "" },
    decide: (actor, { paper, facts }) =>
      verdictOf(decideRoundComment(paper.facts, actor, { round: facts, subject, blockId: null })),
  }),
  "PATCH /api/v1/round-comments/{id}": onDraft("", {
    ...{ version: stale, observation: "Otra", proposedText: null, kind: "editorial" },
  }),
  "POST /api/v1/round-comments/{id}/drop": onDraft("/drop", { version: stale }),
  // It has drafts: a word that there are none is refused, and nothing is submitted.
  "POST /api/v1/rounds/{id}/submit": onRounds({
    end: "/submit",
    body: { subject, hasNoComments: true },
    decide: (actor, { paper, facts }) =>
      verdictOf(
        decideRoundSubmission(
          paper.facts,
          actor,
          { round: facts, subject, comments: 1, hasNoComments: true },
          now,
        ),
      ),
  }),
  "POST /api/v1/rounds/{id}/extend": onRounds({
    end: "/extend",
    body: { version: stale, limit: inTime, reason, subject: null },
    decide: (actor, { paper, facts }) =>
      verdictOf(
        decideExtension(
          paper.facts,
          actor,
          { round: facts, until: limit.at, reason, subject: null },
          now,
        ),
      ),
  }),
  "POST /api/v1/rounds/{id}/invite": onRounds({
    end: "/invite",
    body: { version: stale, subject: "organisation:org-caricom" },
    decide: (actor, { paper, facts }) =>
      verdictOf(
        decideInvitation(paper.facts, actor, {
          ...{ round: facts, subject: "organisation:org-caricom", people: [] },
        }),
      ),
  }),
  "POST /api/v1/rounds/{id}/remove": onRounds({
    end: "/remove",
    body: { version: stale, subject, reason },
    decide: (actor, { paper, facts }) =>
      verdictOf(decideRemoval(paper.facts, actor, { round: facts, subject, reason })),
  }),
  "POST /api/v1/rounds/{id}/reopen": onRounds({
    end: "/reopen",
    body: { version: stale, subject },
    decide: (actor, { paper, facts }) =>
      verdictOf(decideReopening(paper.facts, actor, { round: facts, subject })),
  }),
  "POST /api/v1/rounds/{id}/close": onRounds({
    end: "/close",
    body: { version: stale, summary: "Un resumen", reason },
    decide: (actor, { paper, facts }) =>
      verdictOf(
        decideRoundClosing(
          paper.facts,
          actor,
          { round: facts, summary: "Un resumen", reason },
          now,
        ),
      ),
  }),
  "GET /api/v1/rounds/{id}/matrix": onRounds({ end: "/matrix", decide: may }),
  "POST /api/v1/rounds/{id}/finish-matrix": onRounds({
    end: "/finish-matrix",
    body: { version: stale },
    decide: (actor, { paper, facts }) =>
      verdictOf(decideMatrixFinish(paper.facts, actor, { round: facts, openRows: 0 })),
  }),
  "POST /api/v1/rounds/{id}/matrix/export": onRounds({
    end: "/matrix/export",
    body: { format: "docx", language: "es", reason },
    decide: (actor, { paper }) => verdictOf(decideExport(paper.facts, actor, { reason })),
  }),
  // JSON is no file: who may send one is told so.
  "POST /api/v1/rounds/{id}/matrix/import": onRounds({
    end: "/matrix/import",
    body: {},
    decide: (actor, { paper }) =>
      mayIf(
        [null, ...paper.sectionOwners].some((sectionOwnerId) =>
          mayRespond(actor, paper.facts, { sectionOwnerId }),
        ),
      ),
  }),
  "GET /api/v1/matrix-rows/{id}": onRow({ end: "", decide: () => ({ accepted: true }) }),
  "POST /api/v1/matrix-rows/{id}/draft": onRow({
    end: "/draft",
    body: { version: stale, response: "Una respuesta", responsible: null },
    decide: (actor, row, context) => decideRowDraft(row, actor, { version: stale }, context),
  }),
  "POST /api/v1/matrix-rows/{id}/answer": onRow({
    end: "/answer",
    body: { version: stale, ...decided, response: "Una respuesta", responsible: null },
    decide: (actor, row, context) =>
      decideRowAnswer(row, actor, { version: stale, ...decided }, context),
  }),
  "POST /api/v1/matrix-rows/{id}/contest": onRow({
    end: "/contest",
    body: { version: stale, text: reason },
    decide: (actor, row, context) =>
      decideContest(row, actor, { version: stale, text: reason }, context),
  }),
  "POST /api/v1/matrix-rows/{id}/settle": onRow({
    end: "/settle",
    body: { version: stale, ...decided },
    decide: (actor, row, context) =>
      decideSettlingOfRow(row, actor, { version: stale, ...decided }, context),
  }),
  "POST /api/v1/matrix-rows/{id}/close": onRow({
    end: "/close",
    body: { version: stale, changeNote: reason },
    decide: (actor, row, context) =>
      decideRowClosing(row, actor, { version: stale, isChanged: true }, context),
  }),
  "POST /api/v1/matrix-rows/{id}/withdraw": onRow({
    end: "/withdraw",
    body: { version: stale },
    decide: (actor, row, context) => decideRowWithdrawal(row, actor, { version: stale }, context),
  }),
  "POST /api/v1/rounds/{id}/cancel": onRounds({
    end: "/cancel",
    body: { version: stale, reason },
    decide: (actor, { paper, facts }) =>
      verdictOf(decideRoundCancelling(paper.facts, actor, { round: facts, reason })),
  }),
};
