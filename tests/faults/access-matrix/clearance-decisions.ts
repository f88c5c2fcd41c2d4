/** Clearance: SICA is asked on a paper of one's centre, of another, and above one's clearance. */
import {
  answersClearance,
  can,
  canReadPaper,
  canSeeClearance,
  decideAnswerWithdrawal,
  decideClearanceAnswer,
  decideDelegation,
  decideDelegationEnd,
  decideLifecycleStep,
  decideOverride,
  type Actor,
} from "@istmo/domain";
import {
  everybody,
  mayIf,
  verdictOf,
  type Cell,
  type RouteDecision,
  type Verdict,
} from "./cells.ts";
import { variants, type ClearanceSubject, type PaperSubject, type World } from "./world.ts";

/** A version that no row has: who may act is told that the row is stale, and nothing changes. */
const stale = 999_999;
const now = new Date();
const reason = "Una razón";

const seesRequest = (actor: Actor, { paper, request }: ClearanceSubject): boolean =>
  canSeeClearance(actor, paper.facts, { request, askedIds: [request.organisationId] });

interface OnRequest {
  readonly end: string;
  readonly body?: (subject: ClearanceSubject) => unknown;
  /** For those who see the request. */
  readonly decide: (actor: Actor, subject: ClearanceSubject) => Verdict;
}

const onRequests =
  ({ end, body, decide }: OnRequest): ((world: World) => Cell[]) =>
  (world) =>
    Object.entries(world.clearances).map(([on, subject]) => ({
      on,
      path: `/api/v1/clearance-requests/${subject.requestId}${end}`,
      ...(body === undefined ? {} : { body: body(subject) }),
      decide: (actor) => (seesRequest(actor, subject) ? decide(actor, subject) : "hidden"),
    }));

/** For those who see the paper, or something of its clearance. */
const onPapers =
  (
    end: string,
    decide: (actor: Actor, paper: PaperSubject) => Verdict,
    body?: unknown,
  ): ((world: World) => Cell[]) =>
  (world) =>
    variants.map((variant) => {
      const paper = world.papers[variant];
      const asked = Object.values(world.clearances).filter((one) => one.paper === paper);
      return {
        on: variant,
        path: `/api/v1/papers/${paper.paperId}${end}`,
        ...(body === undefined ? {} : { body }),
        decide: (actor) =>
          canReadPaper(actor, paper.facts) || asked.some((one) => seesRequest(actor, one))
            ? decide(actor, paper)
            : "hidden",
      };
    });

const may = (): Verdict => "may";
const rounds = { rounds: [], areEditionsCurrent: true, brackets: 0, levels: [], requests: [] };
const delegate = {
  id: "person-focal-oas",
  clearedTo: "confidential" as const,
  posts: [{ role: "focal_point" as const, centreId: null, organisationId: "org-oas" }],
};

export const clearanceDecisions: Readonly<Record<string, RouteDecision>> = {
  "GET /api/v1/papers/{id}/clearance": onPapers("/clearance", may),
  "POST /api/v1/papers/{id}/steps": onPapers(
    "/steps",
    (actor, { facts }) =>
      verdictOf(
        decideLifecycleStep(
          facts,
          actor,
          { step: "withdraw", reason },
          { ...rounds, clearedSha256: null },
        ),
      ),
    { step: "withdraw", version: stale, reason },
  ),
  "POST /api/v1/papers/{id}/meeting": onPapers(
    "/meeting",
    (actor, { facts: { leadCentreId, classification } }) =>
      mayIf(
        can(actor, "paper.return_or_accept", { classification }) ||
          can(actor, "paper.submit", { centreIds: [leadCentreId], classification }),
      ),
    {
      ...{ day: "2098-12-01", hour: "09:00", timeZone: "America/Panama" },
      ...{ path: "usual", version: stale },
    },
  ),
  // Nothing is sealed in this world: who may read a record is told so.
  "GET /api/v1/papers/{id}/record": onPapers("/record", (actor, { facts }) =>
    can(actor, "paper.read_draft", facts) ? "hidden" : "refused",
  ),
  // Nor was anything issued by a step: the papers of the demonstration are older.
  "GET /api/v1/papers/{id}/issued": onPapers("/issued", () => "hidden"),
  "GET /api/v1/clearance-requests": everybody("/api/v1/clearance-requests"),
  "GET /api/v1/clearance-requests/{id}": onRequests({ end: "", decide: may }),
  // The versions of this world have no text.
  "GET /api/v1/clearance-requests/{id}/text": onRequests({ end: "/text", decide: () => "hidden" }),
  "POST /api/v1/clearance-requests/{id}/receipt": onRequests({
    end: "/receipt",
    body: () => ({}),
    decide: (actor, { paper, request }) => mayIf(answersClearance(actor, paper.facts, request)),
  }),
  "POST /api/v1/clearance-requests/{id}/answer": onRequests({
    end: "/answer",
    body: ({ request: { sha256 } }) => ({ version: stale, answer: "clear", sha256 }),
    decide: (actor, { paper, request }) =>
      verdictOf(
        decideClearanceAnswer(
          request,
          actor,
          { answer: "clear", sha256: request.sha256 },
          { paper: paper.facts, now },
        ),
      ),
  }),
  "POST /api/v1/clearance-requests/{id}/withdraw": onRequests({
    end: "/withdraw",
    body: ({ request: { sha256 } }) => ({ version: stale, sha256 }),
    decide: (actor, { paper, request }) =>
      verdictOf(decideAnswerWithdrawal(request, actor, request, { paper: paper.facts })),
  }),
  "POST /api/v1/clearance-requests/{id}/delegate": onRequests({
    end: "/delegate",
    body: () => ({ version: stale, delegateId: delegate.id }),
    decide: (actor, { paper, request }) =>
      verdictOf(decideDelegation(request, actor, delegate, { paper: paper.facts })),
  }),
  "POST /api/v1/clearance-requests/{id}/end-delegation": onRequests({
    end: "/end-delegation",
    body: () => ({ version: stale }),
    decide: (actor, { paper, request }) =>
      verdictOf(decideDelegationEnd(request, actor, { paper: paper.facts })),
  }),
  "POST /api/v1/clearance-requests/{id}/override": onRequests({
    end: "/override",
    body: () => ({ version: stale, reason }),
    decide: (actor, { paper, request }) =>
      verdictOf(decideOverride(request, actor, { reason }, { paper: paper.facts, now })),
  }),
  "POST /api/v1/clearance-links/open": { open: "with a link from a mail" },
  "POST /api/v1/clearance-links/code": { open: "with a link from a mail" },
  "POST /api/v1/clearance-links/answer": { open: "with a link from a mail, and its code" },
};
