/**
 * The way of a paper from the office's review to its end: which step is taken by whom, and what each
 * asks for. How a draft comes to the office is in paper.ts; the machine itself in state-machines.ts.
 */
import { can } from "./abilities.ts";
import type { Actor } from "./actor.ts";
import { levelStanding, type ClearanceLevel, type ClearanceRequest } from "./clearance.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import type { PaperFacts, PaperMoved } from "./paper.ts";
import {
  transitionFor,
  type ClearanceState,
  type PaperStage,
  type RoundState,
} from "./state-machines.ts";

/** Everything by which this module refuses; each has a text in every language. */
export const lifecycleRefusals = [
  "not_allowed",
  "stage_does_not_allow",
  "round_open",
  "note_required",
  "reason_required",
  "matrix_incomplete",
  "editions_not_current",
  "brackets_not_listed",
  "nobody_invited",
  "expert_level_open",
  "policy_level_open",
  "policy_level_required",
  "policy_level_not_asked",
  "brackets_open",
  "hash_mismatch",
  "symbol_missing",
  "correction_required",
  "meaning_changed",
  "successor_not_issued",
] as const;
export type LifecycleRefusal = (typeof lifecycleRefusals)[number];

/** The steps that this module decides: events of the paper's machine. */
export const lifecycleSteps = [
  "send_back",
  "open_expert_clearance",
  "revise",
  "open_policy_clearance",
  "complete_without_policy",
  "complete",
  "issue",
  "issue_corrigendum",
  "supersede",
  "withdraw",
] as const;
export type LifecycleStep = (typeof lifecycleSteps)[number];

/** What the guards read of a paper besides its own facts. */
export interface LifecycleFacts {
  readonly rounds: readonly { readonly state: RoundState; readonly openRows: number }[];
  /** Whether every required edition renders the original as it is. */
  readonly areEditionsCurrent: boolean;
  /** Passages of the version concerned on whose wording nobody has agreed yet. */
  readonly brackets: number;
  /** The levels that the paper's template asks for. */
  readonly levels: readonly ClearanceLevel[];
  readonly requests: readonly Pick<
    ClearanceRequest,
    "organisationId" | "level" | "state" | "isConditional"
  >[];
  /** SHA-256 of the version that was cleared; null before. */
  readonly clearedSha256: string | null;
}

/** A step as somebody wants to take it; leave out what it does not ask for. */
export interface WantedStep {
  readonly step: LifecycleStep;
  /** Why; for a paper that is sent back, the note to its authors. */
  readonly reason?: string | undefined;
  /** Of opening a level: who is asked. */
  readonly organisationIds?: readonly string[] | undefined;
  /** Of opening expert clearance: whether the bracketed passages are sent along as a list. */
  readonly listsBrackets?: boolean | undefined;
  /** Of opening policy clearance: whether the head of office sends brackets up with their options. */
  readonly sendsBracketsUp?: boolean | undefined;
  /** Of issuing: the hash of the version that is issued, and its symbol. */
  readonly sha256?: string | undefined;
  readonly symbol?: string | undefined;
  /** Of a corrigendum: its text, and whether whoever issues it says that no meaning changes. */
  readonly correction?: string | undefined;
  readonly keepsMeaning?: boolean | undefined;
  /** Of superseding: the stage of the successor. */
  readonly successorStage?: PaperStage | undefined;
}

export interface LifecycleMoved extends PaperMoved {
  /** Whether the head of office went on without a complete level, for a reason on record. */
  readonly isOverride: boolean;
}

const isSaid = (text: string | undefined) => text !== undefined && text.trim() !== "";

/** Whether the actor is one of those whom the machine and the matrix of roles name for a step. */
function isTheirs(
  actor: Actor,
  { stage, classification }: PaperFacts,
  step: LifecycleStep,
): boolean {
  const isHead = actor.posts.some(({ role }) => role === "head");
  const subject = { classification, hasReason: true };
  switch (step) {
    case "send_back":
      return can(actor, "paper.return_or_accept", subject);
    case "open_expert_clearance":
      return can(actor, "clearance.open_expert", subject);
    case "revise":
      // From the policy level back is the head of office's alone.
      return stage === "in_policy_clearance"
        ? can(actor, "clearance.open_policy", subject)
        : can(actor, "clearance.open_expert", subject);
    case "open_policy_clearance":
    case "complete_without_policy":
    case "complete":
      return isHead && can(actor, "clearance.open_policy", subject);
    case "issue":
    case "issue_corrigendum":
      return can(actor, "paper.issue", subject);
    case "supersede":
    case "withdraw":
      return can(actor, "paper.withdraw", subject);
  }
}

/** Whether any answer at a level gives a reason to go back by itself. */
function asksForRevision(
  requests: LifecycleFacts["requests"],
  level: ClearanceLevel,
  states: readonly ClearanceState[],
): boolean {
  return requests.some((one) => one.level === level && states.includes(one.state));
}

type Guard = LifecycleRefusal | { readonly isOverride: boolean };
const plain = { isOverride: false } as const;

const guards: Readonly<
  Record<LifecycleStep, (paper: PaperFacts, wanted: WantedStep, facts: LifecycleFacts) => Guard>
> = {
  send_back(_paper, { reason }, { rounds }) {
    if (rounds.some(({ state }) => state === "open" || state === "planned")) return "round_open";
    return isSaid(reason) ? plain : "note_required";
  },
  open_expert_clearance(_paper, { organisationIds, listsBrackets }, facts) {
    const { rounds, brackets, areEditionsCurrent } = facts;
    if (rounds.some(({ state }) => state === "open" || state === "planned")) return "round_open";
    if (rounds.some(({ openRows }) => openRows > 0)) return "matrix_incomplete";
    if (!areEditionsCurrent) return "editions_not_current";
    if (brackets > 0 && listsBrackets !== true) return "brackets_not_listed";
    return (organisationIds ?? []).length > 0 ? plain : "nobody_invited";
  },
  revise({ stage }, { reason }, { requests }) {
    const hasCause =
      stage === "in_policy_clearance"
        ? asksForRevision(requests, "policy", ["objected"])
        : asksForRevision(requests, "expert", ["objected", "cleared_with_comments"]);
    return hasCause || isSaid(reason) ? plain : "reason_required";
  },
  open_policy_clearance(_paper, { reason, organisationIds, sendsBracketsUp }, facts) {
    if (!facts.levels.includes("policy")) return "policy_level_not_asked";
    const { isComplete } = levelStanding(facts.requests, "expert");
    if (!isComplete && !isSaid(reason)) return "expert_level_open";
    if (facts.brackets > 0 && sendsBracketsUp !== true) return "brackets_open";
    if ((organisationIds ?? []).length === 0) return "nobody_invited";
    return { isOverride: !isComplete };
  },
  complete_without_policy(_paper, { reason }, { levels, requests, brackets }) {
    if (levels.includes("policy")) return "policy_level_required";
    const { isComplete } = levelStanding(requests, "expert");
    if (!isComplete && !isSaid(reason)) return "expert_level_open";
    return brackets > 0 ? "brackets_open" : { isOverride: !isComplete };
  },
  complete(_paper, { reason }, { requests, brackets }) {
    const { isComplete } = levelStanding(requests, "policy");
    if (!isComplete && !isSaid(reason)) return "policy_level_open";
    return brackets > 0 ? "brackets_open" : { isOverride: !isComplete };
  },
  issue(_paper, { sha256, symbol }, { clearedSha256, areEditionsCurrent }) {
    if (clearedSha256 === null || sha256 !== clearedSha256) return "hash_mismatch";
    if (!areEditionsCurrent) return "editions_not_current";
    return isSaid(symbol) ? plain : "symbol_missing";
  },
  issue_corrigendum(_paper, { correction, keepsMeaning }) {
    if (!isSaid(correction)) return "correction_required";
    return keepsMeaning === true ? plain : "meaning_changed";
  },
  supersede(_paper, { successorStage }) {
    return successorStage === "issued" ? plain : "successor_not_issued";
  },
  withdraw(_paper, { reason }) {
    return isSaid(reason) ? plain : "reason_required";
  },
};

/** Whether the paper takes a step now. Whether its symbol is free is `decideSymbol`'s question. */
export function decideLifecycleStep(
  paper: PaperFacts,
  actor: Actor,
  wanted: WantedStep,
  facts: LifecycleFacts,
): Decision<LifecycleMoved, LifecycleRefusal> {
  const { step } = wanted;
  if (!isTheirs(actor, paper, step)) return refuse("not_allowed");
  const transition = transitionFor("paper", paper.stage, step);
  if (transition === undefined) return refuse("stage_does_not_allow");
  const guard = guards[step](paper, wanted, facts);
  if (typeof guard === "string") return refuse(guard);
  const to = transition.to === "=" ? paper.stage : (transition.to as PaperStage);
  return accept({ from: paper.stage, to, ...guard });
}

/** The steps that are the actor's to take from where the paper stands, whatever is still missing. */
export function lifecycleStepsFor(actor: Actor, paper: PaperFacts): LifecycleStep[] {
  return lifecycleSteps.filter(
    (step) =>
      isTheirs(actor, paper, step) && transitionFor("paper", paper.stage, step) !== undefined,
  );
}
