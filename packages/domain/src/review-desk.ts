/**
 * The office's desk: what each paper on its way waits for, for whom, and until when. It is read off
 * the paper's stage, its rounds and its requests; nobody enters it.
 */
import { levelStanding, type ClearanceLevel, type ClearanceRequest } from "./clearance.ts";
import type { ClearanceState, PaperStage, RoundState } from "./state-machines.ts";
import { hasPassed } from "./time-limit.ts";

/** What a paper waits for. */
export const deskKinds = [
  /** The office accepts the draft or returns it. */
  "decide_submission",
  /** Participants submit their positions. */
  "positions",
  /** The office closes a round whose time has run out, or in which all have submitted. */
  "close_round",
  /** The office answers the rows of a matrix that are open. */
  "answer_matrix",
  /** All rows are answered: the office finishes the matrix. */
  "finish_matrix",
  /** The office opens a round, or the expert level. */
  "next_step",
  /** Organisations answer at the expert level. */
  "expert_answers",
  /** The head of office opens the policy level, or completes. */
  "leave_expert_level",
  /** Counterparts answer at the policy level. */
  "policy_answers",
  /** The head of office completes the clearance. */
  "leave_policy_level",
  /** The head of office issues what was cleared. */
  "issue",
] as const;
export type DeskKind = (typeof deskKinds)[number];

/** The stages in which a paper is on the office's desk. */
export const deskStages = [
  "submitted",
  "in_expert_review",
  "in_expert_clearance",
  "in_policy_clearance",
  "cleared",
] as const satisfies readonly PaperStage[];
export type DeskStage = (typeof deskStages)[number];

export interface DeskRound {
  readonly id: string;
  readonly number: number;
  readonly state: RoundState;
  /** Until when each of those has time that has not submitted. */
  readonly silent: readonly { readonly subject: string; readonly until: Date }[];
  /** Rows of its matrix that are not dealt with. */
  readonly openRows: number;
}

/** A request of clearance, as far as the desk goes. */
export interface DeskRequest {
  readonly organisationId: string;
  readonly level: ClearanceLevel;
  readonly state: ClearanceState;
  readonly isConditional: ClearanceRequest["isConditional"];
  readonly limitAt: Date;
}

export interface DeskFacts {
  readonly stage: DeskStage;
  readonly rounds: readonly DeskRound[];
  readonly requests: readonly DeskRequest[];
}

export interface DeskItem {
  readonly kind: DeskKind;
  /** The subjects that it waits for; empty: the office itself. */
  readonly waitingFor: readonly string[];
  /** The next limit of those; null where there is none. */
  readonly due: Date | null;
  readonly isLate: boolean;
  readonly roundId: string | null;
  /** Of a matrix: the rows that are open; of a level: answers that object. */
  readonly count: number;
}

const earliest = (dates: readonly Date[]): Date | null =>
  dates.length === 0 ? null : new Date(Math.min(...dates.map((date) => date.getTime())));

/** What the paper waits for now. */
export function deskItem(facts: DeskFacts, now: Date): DeskItem {
  const ours = (kind: DeskKind, over: Partial<DeskItem> = {}): DeskItem => ({
    ...{ kind, waitingFor: [], due: null, isLate: false, roundId: null, count: 0 },
    ...over,
  });
  switch (facts.stage) {
    case "submitted":
      return ours("decide_submission");
    case "in_expert_review":
      return inReview(facts.rounds, now, ours);
    case "in_expert_clearance":
      return atLevel("expert", facts.requests, now, ours);
    case "in_policy_clearance":
      return atLevel("policy", facts.requests, now, ours);
    case "cleared":
      return ours("issue");
  }
}

type Ours = (kind: DeskKind, over?: Partial<DeskItem>) => DeskItem;

function inReview(rounds: readonly DeskRound[], now: Date, ours: Ours): DeskItem {
  const open = rounds.find(({ state }) => state === "open");
  if (open !== undefined) {
    const { id: roundId, silent } = open;
    const due = earliest(silent.map(({ until }) => until));
    const isRunOut = silent.every(({ until }) => hasPassed({ at: until }, now));
    if (isRunOut) return ours("close_round", { roundId, due, isLate: silent.length > 0 });
    return ours("positions", {
      ...{ roundId, due, waitingFor: silent.map(({ subject }) => subject) },
      isLate: due !== null && hasPassed({ at: due }, now),
    });
  }
  const unanswered = rounds.find(({ state }) => state === "closed");
  if (unanswered === undefined) return ours("next_step");
  const { id: roundId, openRows: count } = unanswered;
  return ours(count > 0 ? "answer_matrix" : "finish_matrix", { roundId, count });
}

function atLevel(
  level: ClearanceLevel,
  requests: readonly DeskRequest[],
  now: Date,
  ours: Ours,
): DeskItem {
  const { isComplete, objections } = levelStanding(requests, level);
  const silent = requests.filter((one) => one.level === level && one.state === "requested");
  // An objection or a condition is the office's to work on, once nobody is waited for.
  if (isComplete || silent.length === 0)
    return ours(level === "expert" ? "leave_expert_level" : "leave_policy_level", {
      count: objections,
    });
  const due = earliest(silent.map(({ limitAt }) => limitAt));
  return ours(level === "expert" ? "expert_answers" : "policy_answers", {
    ...{ due, count: objections },
    waitingFor: silent.map(({ organisationId }) => `organisation:${organisationId}`),
    isLate: due !== null && hasPassed({ at: due }, now),
  });
}

/** Late first, then by the next limit, then what waits for the office itself, oldest first. */
export function inDeskOrder<Item extends DeskItem & { readonly since: Date }>(
  items: readonly Item[],
): Item[] {
  const dueOf = ({ due }: Item) => due?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return [...items].sort(
    (a, b) =>
      Number(b.isLate) - Number(a.isLate) ||
      dueOf(a) - dueOf(b) ||
      a.since.getTime() - b.since.getTime(),
  );
}
