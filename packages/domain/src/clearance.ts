/**
 * Clearance: each organisation's answer to one frozen version, at the expert and then at the policy
 * level. An answer names the version by its SHA-256 and holds for that text alone. A new version
 * asks again only whom its changes concern, and says which sections those are.
 */
import { can } from "./abilities.ts";
import {
  isClearedFor,
  isOffice,
  type Actor,
  type ClassificationLevel,
  type HeldPost,
} from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import type { PaperFacts } from "./paper.ts";
import type { Role } from "./role-matrix.ts";
import { transitionFor, type ClearanceState } from "./state-machines.ts";
import { hasPassed, type TimeLimit } from "./time-limit.ts";

/** The levels in the order in which they are asked. */
export const clearanceLevels = ["expert", "policy"] as const;
export type ClearanceLevel = (typeof clearanceLevels)[number];

/** Everything by which this module refuses; each has a text in every language. */
export const clearanceRefusals = [
  "not_found",
  "not_allowed",
  "version_superseded",
  "version_changed",
  "stage_closed",
  "already_answered",
  "not_answered",
  "comments_required",
  "reason_required",
  "reservation_with_objection",
  "silence_not_allowed",
  "deadline_not_reached",
  "receipt_missing",
  "not_reminded",
  "already_delegated",
  "not_delegated",
  "delegate_not_of_organisation",
  "own_delegate",
  "person_not_cleared",
] as const;
export type ClearanceRefusal = (typeof clearanceRefusals)[number];

export interface ClearanceRequest {
  readonly organisationId: string;
  readonly level: ClearanceLevel;
  /** SHA-256 of the version that is asked about: what is answered is this text and no other. */
  readonly sha256: string;
  readonly state: ClearanceState;
  readonly limit: TimeLimit;
  /** Whether passing the limit counts as no objection. */
  readonly silence: boolean;
  /** When somebody who may answer first opened the request; null: nobody has. */
  readonly receivedAt: Date | null;
  readonly remindedAt: Date | null;
  /** Who answers in place of those who hold the post. */
  readonly delegateId: string | null;
  /** Of an answer with comments: whether it holds only if they are met. */
  readonly isConditional: boolean;
}

/** The stage of a paper in which a level is open to answers. */
const stageOf = { expert: "in_expert_clearance", policy: "in_policy_clearance" } as const;
const answeringAction = {
  expert: "clearance.answer_expert",
  policy: "clearance.answer_policy",
} as const;
/** The post that answers at a level. */
export const answeringRole = {
  expert: "focal_point",
  policy: "policy_counterpart",
} as const satisfies Record<ClearanceLevel, Role>;

/** Whether silence counts at a level unless the office says otherwise. */
export const silenceByDefault: Readonly<Record<ClearanceLevel, boolean>> = {
  expert: true,
  policy: false,
};

/** Whether the level takes answers now. */
export const isLevelOpen = (paper: Pick<PaperFacts, "stage">, level: ClearanceLevel): boolean =>
  paper.stage === stageOf[level];

/** Whether the actor answers for the organisation at this level, by their post or by delegation. */
export function answersClearance(
  actor: Actor,
  paper: PaperFacts,
  request: Pick<ClearanceRequest, "organisationId" | "level" | "delegateId">,
): boolean {
  const { organisationId, level, delegateId } = request;
  const { classification } = paper;
  if (delegateId === actor.id)
    return isClearedFor(actor.clearedTo, classification) && isOfOrganisation(actor, organisationId);
  return can(actor, answeringAction[level], { organisationId, classification });
}

const isOfOrganisation = ({ posts }: { readonly posts: readonly HeldPost[] }, id: string) =>
  posts.some(({ organisationId }) => organisationId === id);

/**
 * Whether the actor sees the request: the office, and those who may read a frozen version for the
 * organisation. An objection is told to every organisation that is asked at its level at once.
 */
export function canSeeClearance(
  actor: Actor,
  paper: PaperFacts,
  wanted: {
    readonly request: Pick<ClearanceRequest, "organisationId" | "level" | "delegateId" | "state">;
    /** All organisations that are asked at this level. */
    readonly askedIds: readonly string[];
  },
): boolean {
  const { request, askedIds } = wanted;
  const { classification } = paper;
  if (isOffice(actor)) return can(actor, "paper.read_frozen", { classification });
  if (answersClearance(actor, paper, request)) return true;
  const invitedOrganisationIds = request.state === "objected" ? askedIds : [request.organisationId];
  const ofThem = actor.posts.filter(({ organisationId }) => organisationId !== null);
  return can({ ...actor, posts: ofThem }, "paper.read_frozen", {
    invitedOrganisationIds,
    classification,
  });
}

// ── Answering ───────────────────────────────────────────────────────────────

/** The events of the machine by which an organisation answers. */
export const clearanceAnswers = ["clear", "clear_with_comments", "object"] as const;
export type ClearanceAnswer = (typeof clearanceAnswers)[number];

export interface WantedAnswer {
  readonly answer: ClearanceAnswer;
  /** The hash that whoever answers was shown. */
  readonly sha256: string;
  /** Of "clear_with_comments". */
  readonly comments?: string | undefined;
  /** Of "object". */
  readonly reason?: string | undefined;
  /** On record beside a positive answer: printed as a numbered note, outside the hashed body. */
  readonly reservation?: string | undefined;
}

export interface ClearanceAnswered {
  readonly to: ClearanceState;
  readonly isLate: boolean;
}

/** Whether an organisation's answer is taken. After the limit it is late, and is taken all the same. */
export function decideClearanceAnswer(
  request: ClearanceRequest,
  actor: Actor,
  wanted: WantedAnswer,
  { paper, now }: { readonly paper: PaperFacts; readonly now: Date },
): Decision<ClearanceAnswered, ClearanceRefusal> {
  if (!answersClearance(actor, paper, request)) return refuse("not_allowed");
  if (request.state === "lapsed") return refuse("version_superseded");
  if (wanted.sha256 !== request.sha256) return refuse("version_changed");
  if (!isLevelOpen(paper, request.level)) return refuse("stage_closed");
  const transition = transitionFor("clearance", request.state, wanted.answer);
  if (transition === undefined) return refuse("already_answered");
  const { answer, comments, reason, reservation } = wanted;
  if (answer === "clear_with_comments" && !comments?.trim()) return refuse("comments_required");
  if (answer === "object" && !reason?.trim()) return refuse("reason_required");
  if (answer === "object" && reservation?.trim()) return refuse("reservation_with_objection");
  return accept({ to: transition.to as ClearanceState, isLate: hasPassed(request.limit, now) });
}

/** Whether an organisation takes its answer back, to give another; the earlier one is kept. */
export function decideAnswerWithdrawal(
  request: ClearanceRequest,
  actor: Actor,
  { sha256 }: { readonly sha256: string },
  { paper }: { readonly paper: PaperFacts },
): Decision<{ readonly to: ClearanceState }, ClearanceRefusal> {
  if (!answersClearance(actor, paper, request)) return refuse("not_allowed");
  if (request.state === "lapsed") return refuse("version_superseded");
  if (sha256 !== request.sha256) return refuse("version_changed");
  if (!isLevelOpen(paper, request.level)) return refuse("stage_closed");
  const transition = transitionFor("clearance", request.state, "change_answer");
  if (transition === undefined) return refuse("not_answered");
  return accept({ to: transition.to as ClearanceState });
}

/** Whether passing the limit is recorded as no objection: as silence, never as consent in words. */
export function decideSilence(
  request: ClearanceRequest,
  { paper, now }: { readonly paper: PaperFacts; readonly now: Date },
): Decision<{ readonly to: "no_objection" }, ClearanceRefusal> {
  if (request.state === "lapsed") return refuse("version_superseded");
  if (transitionFor("clearance", request.state, "time_limit_passes") === undefined)
    return refuse("already_answered");
  if (!isLevelOpen(paper, request.level)) return refuse("stage_closed");
  if (!request.silence) return refuse("silence_not_allowed");
  if (!hasPassed(request.limit, now)) return refuse("deadline_not_reached");
  // Nobody consents by silence to what they never received.
  if (request.receivedAt === null || hasPassed(request.limit, request.receivedAt))
    return refuse("receipt_missing");
  if (request.remindedAt === null) return refuse("not_reminded");
  return accept({ to: "no_objection" });
}

/** When whoever has not answered is reminded: with a quarter of the time left. */
export function clearanceReminderAt({
  limit,
  askedAt,
}: {
  readonly limit: TimeLimit;
  readonly askedAt: Date;
}): Date {
  const time = limit.at.getTime() - askedAt.getTime();
  return new Date(limit.at.getTime() - Math.max(time, 0) / 4);
}

/** Whether the head of office goes on without an answer. */
export function decideOverride(
  request: ClearanceRequest,
  actor: Actor,
  { reason }: { readonly reason: string },
  { paper, now }: { readonly paper: PaperFacts; readonly now: Date },
): Decision<{ readonly to: "overridden" }, ClearanceRefusal> {
  const { classification } = paper;
  if (!can(actor, "clearance.override", { classification, hasReason: true }))
    return refuse("not_allowed");
  if (request.state === "lapsed") return refuse("version_superseded");
  if (transitionFor("clearance", request.state, "override") === undefined)
    return refuse("already_answered");
  if (!isLevelOpen(paper, request.level)) return refuse("stage_closed");
  if (!hasPassed(request.limit, now)) return refuse("deadline_not_reached");
  return reason.trim() ? accept({ to: "overridden" }) : refuse("reason_required");
}

// ── Delegation ──────────────────────────────────────────────────────────────

export interface Delegate {
  readonly id: string;
  readonly posts: readonly HeldPost[];
  readonly clearedTo: ClassificationLevel;
}

/** Whether somebody else of the organisation answers this request. A delegate delegates no further. */
export function decideDelegation(
  request: ClearanceRequest,
  actor: Actor,
  delegate: Delegate,
  { paper }: { readonly paper: PaperFacts },
): Decision<{ readonly delegateId: string }, ClearanceRefusal> {
  const { organisationId } = request;
  if (!answersClearance(actor, paper, { ...request, delegateId: null }))
    return refuse("not_allowed");
  if (request.state === "lapsed") return refuse("version_superseded");
  if (!isLevelOpen(paper, request.level)) return refuse("stage_closed");
  if (request.state !== "requested") return refuse("already_answered");
  if (request.delegateId === delegate.id) return refuse("already_delegated");
  if (delegate.id === actor.id) return refuse("own_delegate");
  if (!isOfOrganisation(delegate, organisationId)) return refuse("delegate_not_of_organisation");
  if (!isClearedFor(delegate.clearedTo, paper.classification)) return refuse("person_not_cleared");
  return accept({ delegateId: delegate.id });
}

/** Whether a delegation is taken back; by whoever could have given it. */
export function decideDelegationEnd(
  request: ClearanceRequest,
  actor: Actor,
  { paper }: { readonly paper: PaperFacts },
): Decision<null, ClearanceRefusal> {
  if (!answersClearance(actor, paper, { ...request, delegateId: null }))
    return refuse("not_allowed");
  return request.delegateId === null ? refuse("not_delegated") : accept(null);
}

// ── Where a level stands ────────────────────────────────────────────────────

/** The states in which an answer is final, as long as it sets no condition. */
const finalAnswers: ReadonlySet<ClearanceState> = new Set([
  "cleared",
  "cleared_with_comments",
  "no_objection",
  "overridden",
]);

/** Whether a request no longer keeps its level from being complete. */
export function isAnswerFinal({
  state,
  isConditional,
}: Pick<ClearanceRequest, "state" | "isConditional">): boolean {
  return finalAnswers.has(state) && !(state === "cleared_with_comments" && isConditional);
}

export interface LevelStanding {
  readonly asked: number;
  /** Organisations whose answer is not final: not given, an objection, or bound to a condition. */
  readonly waitingFor: readonly string[];
  readonly objections: number;
  readonly withComments: number;
  readonly isComplete: boolean;
}

/** Where a level stands, by the requests that hold: what lapsed counts for nothing. */
export function levelStanding(
  requests: readonly Pick<
    ClearanceRequest,
    "organisationId" | "level" | "state" | "isConditional"
  >[],
  level: ClearanceLevel,
): LevelStanding {
  const held = requests.filter((one) => one.level === level && one.state !== "lapsed");
  const waitingFor = held
    .filter((one) => !isAnswerFinal(one))
    .map(({ organisationId }) => organisationId);
  return {
    asked: held.length,
    waitingFor,
    objections: held.filter(({ state }) => state === "objected").length,
    withComments: held.filter(({ state }) => state === "cleared_with_comments").length,
    // Nobody asked is nobody's clearance.
    isComplete: held.length > 0 && waitingFor.length === 0,
  };
}

// ── A new version ───────────────────────────────────────────────────────────

/** What a new version does to a request. */
export type Renewal =
  | {
      /** The answer holds for the new version too, and is said to have been carried over. */
      readonly kind: "carried";
      readonly organisationId: string;
    }
  | {
      readonly kind: "asked_again";
      readonly organisationId: string;
      /** The changed sections that concern it; empty where it is asked again for its objection alone. */
      readonly sectionIds: readonly string[];
      readonly why: "sections_changed" | "objected" | "not_answered";
    };

/**
 * Whom a new version asks again at a level: whose sections changed, who objected or set a condition,
 * and who has not answered. `concerns` names the sections that concern an organisation; one that is
 * not named is concerned by all of them.
 */
export function renewalsFor(
  requests: readonly ClearanceRequest[],
  level: ClearanceLevel,
  changes: {
    readonly changedSectionIds: readonly string[];
    readonly concerns: ReadonlyMap<string, readonly string[]>;
  },
): Renewal[] {
  return requests
    .filter((one) => one.level === level && one.state !== "lapsed")
    .map((request): Renewal => {
      const { organisationId } = request;
      const concern = changes.concerns.get(organisationId);
      const sectionIds = changes.changedSectionIds.filter(
        (sectionId) => concern === undefined || concern.includes(sectionId),
      );
      const again = (why: "sections_changed" | "objected" | "not_answered"): Renewal => ({
        kind: "asked_again",
        ...{ organisationId, sectionIds, why },
      });
      if (request.state === "requested") return again("not_answered");
      if (!isAnswerFinal(request)) return again("objected");
      if (sectionIds.length > 0) return again("sections_changed");
      return { kind: "carried", organisationId };
    });
}

// ── Reservations ────────────────────────────────────────────────────────────

export interface Reservation {
  readonly organisationId: string;
  readonly level: ClearanceLevel;
  readonly text: string;
  readonly answeredAt: Date;
}

/**
 * The reservations on record as numbered notes: the expert level first, then in the order in which
 * they were given. They stand beside the text; its hash does not change.
 */
export function numberedReservations(
  reservations: readonly Reservation[],
): (Reservation & { readonly number: number })[] {
  return [...reservations]
    .sort(
      (a, b) =>
        clearanceLevels.indexOf(a.level) - clearanceLevels.indexOf(b.level) ||
        a.answeredAt.getTime() - b.answeredAt.getTime() ||
        (a.organisationId < b.organisationId ? -1 : 1),
    )
    .map((reservation, index) => ({ ...reservation, number: index + 1 }));
}
