import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor } from "./actor.ts";
import { levelStanding, type ClearanceLevel } from "./clearance.ts";
import {
  decideLifecycleStep,
  lifecycleSteps,
  lifecycleStepsFor,
  type LifecycleFacts,
  type LifecycleRefusal,
  type WantedStep,
} from "./paper-lifecycle.ts";
import { decideOnSubmission, decidePaperSubmission, type PaperFacts } from "./paper.ts";
import type { Role } from "./role-matrix.ts";
import { stateMachines, type ClearanceState, type PaperStage } from "./state-machines.ts";

const aPerson = (role: Role, over: { centreId?: string; organisationId?: string } = {}): Actor => ({
  id: role,
  posts: [{ role, centreId: over.centreId ?? null, organisationId: over.organisationId ?? null }],
  clearedTo: "confidential",
});
const reviewer = aPerson("office_reviewer");
const head = aPerson("head");
const lead = aPerson("centre_lead", { centreId: "centre-pa" });
const focal = aPerson("focal_point", { organisationId: "org-sica" });
const admin = aPerson("admin");

const aPaper = (stage: PaperStage, over: Partial<PaperFacts> = {}): PaperFacts => ({
  id: "paper",
  stage,
  leadCentreId: "centre-pa",
  centreIds: ["centre-pa"],
  classification: "confidential",
  shares: [],
  ...over,
});
const hash = "a".repeat(64);
const request = (state: ClearanceState, level: ClearanceLevel = "expert") => ({
  organisationId: "org-sica",
  isConditional: false,
  ...{ level, state },
});
const facts = (over: Partial<LifecycleFacts> = {}): LifecycleFacts => ({
  rounds: [{ state: "answered", openRows: 0 }],
  areEditionsCurrent: true,
  brackets: 0,
  levels: ["expert", "policy"],
  requests: [request("cleared")],
  clearedSha256: hash,
  ...over,
});
const refused = (code: LifecycleRefusal) => ({ accepted: false, code });
const take = (
  stage: PaperStage,
  wanted: WantedStep,
  over: Partial<LifecycleFacts> = {},
  actor: Actor = head,
) => decideLifecycleStep(aPaper(stage), actor, wanted, facts(over));
const moves = (from: PaperStage, to: PaperStage, isOverride = false) => ({
  accepted: true,
  event: { from, to, isOverride },
});

describe("in expert review", () => {
  it("a paper goes back to its authors with a note, once no round is open", () => {
    const wanted = { step: "send_back", reason: "The figures of 2025 are missing" } as const;
    expect(take("in_expert_review", wanted, {}, reviewer)).toEqual(
      moves("in_expert_review", "draft"),
    );
    expect(take("in_expert_review", { step: "send_back" })).toEqual(refused("note_required"));
    const open = { rounds: [{ state: "open", openRows: 0 } as const] };
    expect(take("in_expert_review", wanted, open)).toEqual(refused("round_open"));
    expect(take("in_expert_review", wanted, {}, lead)).toEqual(refused("not_allowed"));
  });

  it("a paper goes to the experts when its rounds are over, its matrix is complete and its editions are current", () => {
    const wanted = { step: "open_expert_clearance", organisationIds: ["org-sica"] } as const;
    const open = (over: Partial<LifecycleFacts> = {}, more: Partial<WantedStep> = {}) =>
      take("in_expert_review", { ...wanted, ...more }, over, reviewer);
    expect(open()).toEqual(moves("in_expert_review", "in_expert_clearance"));
    expect(open({ rounds: [{ state: "open", openRows: 0 }] })).toEqual(refused("round_open"));
    expect(open({ rounds: [{ state: "closed", openRows: 2 }] })).toEqual(
      refused("matrix_incomplete"),
    );
    expect(open({ areEditionsCurrent: false })).toEqual(refused("editions_not_current"));
    expect(open({ brackets: 3 })).toEqual(refused("brackets_not_listed"));
    expect(open({ brackets: 3 }, { listsBrackets: true }).accepted).toBe(true);
    expect(open({}, { organisationIds: [] })).toEqual(refused("nobody_invited"));
    expect(take("draft", wanted)).toEqual(refused("stage_does_not_allow"));
  });
});

describe("in expert clearance", () => {
  it("the policy level opens when the expert level is complete, or the head overrides with a reason", () => {
    const wanted = { step: "open_policy_clearance", organisationIds: ["org-sica"] } as const;
    const open = (over: Partial<LifecycleFacts> = {}, more: Partial<WantedStep> = {}) =>
      take("in_expert_clearance", { ...wanted, ...more }, over);
    expect(open()).toEqual(moves("in_expert_clearance", "in_policy_clearance"));
    for (const state of ["requested", "objected"] as const) {
      const requests = [request("cleared"), { ...request(state), organisationId: "org-oas" }];
      expect(open({ requests })).toEqual(refused("expert_level_open"));
      expect(open({ requests }, { reason: "The meeting is tomorrow" })).toEqual(
        moves("in_expert_clearance", "in_policy_clearance", true),
      );
    }
    expect(open({ levels: ["expert"] })).toEqual(refused("policy_level_not_asked"));
    expect(open({}, { organisationIds: [] })).toEqual(refused("nobody_invited"));
    expect(take("in_expert_clearance", wanted, {}, reviewer)).toEqual(refused("not_allowed"));
  });

  it("no bracket goes up to the policy level unless the head sends it up with its options", () => {
    const wanted = { step: "open_policy_clearance", organisationIds: ["org-sica"] } as const;
    expect(take("in_expert_clearance", wanted, { brackets: 1 })).toEqual(refused("brackets_open"));
    const sent = { ...wanted, sendsBracketsUp: true };
    expect(take("in_expert_clearance", sent, { brackets: 1 }).accepted).toBe(true);
  });

  it("a paper that asks for the expert level only is cleared by it", () => {
    const wanted = { step: "complete_without_policy" } as const;
    const only = { levels: ["expert"] as const };
    expect(take("in_expert_clearance", wanted, only)).toEqual(
      moves("in_expert_clearance", "cleared"),
    );
    expect(take("in_expert_clearance", wanted)).toEqual(refused("policy_level_required"));
    const waiting = { ...only, requests: [request("requested")] };
    expect(take("in_expert_clearance", wanted, waiting)).toEqual(refused("expert_level_open"));
    expect(take("in_expert_clearance", wanted, { ...only, brackets: 1 })).toEqual(
      refused("brackets_open"),
    );
  });

  it("a paper is revised because of an answer, or for a reason on record", () => {
    const revise = (state: ClearanceState, reason?: string) =>
      take("in_expert_clearance", { step: "revise", reason }, { requests: [request(state)] });
    expect(revise("objected").accepted).toBe(true);
    expect(revise("cleared_with_comments").accepted).toBe(true);
    expect(revise("cleared")).toEqual(refused("reason_required"));
    expect(revise("cleared", "New data")).toEqual(moves("in_expert_clearance", "in_expert_review"));
  });
});

describe("in policy clearance", () => {
  it("a paper is cleared when every answer is final and every bracket resolved", () => {
    const complete = (over: Partial<LifecycleFacts>, reason?: string) =>
      take("in_policy_clearance", { step: "complete", reason }, over);
    const done = { requests: [request("cleared", "policy")] };
    expect(complete(done)).toEqual(moves("in_policy_clearance", "cleared"));
    expect(complete({ ...done, brackets: 1 }, "We must")).toEqual(refused("brackets_open"));
    const waiting = { requests: [request("cleared"), request("requested", "policy")] };
    expect(complete(waiting)).toEqual(refused("policy_level_open"));
    expect(complete(waiting, "Agreed by telephone")).toEqual(
      moves("in_policy_clearance", "cleared", true),
    );
  });

  it("going back is the head of office's", () => {
    const wanted = { step: "revise", reason: "The ministers ask for it" } as const;
    expect(take("in_policy_clearance", wanted).accepted).toBe(true);
    expect(take("in_policy_clearance", wanted, {}, reviewer)).toEqual(refused("not_allowed"));
    expect(take("in_policy_clearance", { step: "revise" })).toEqual(refused("reason_required"));
  });
});

describe("a cleared paper", () => {
  it("is issued as it was cleared: one changed byte is another hash", () => {
    const issue = (over: Partial<WantedStep> = {}, more: Partial<LifecycleFacts> = {}) =>
      take("cleared", { step: "issue", sha256: hash, symbol: "RO/JSP/2026/1", ...over }, more);
    expect(issue()).toEqual(moves("cleared", "issued"));
    expect(issue({ sha256: `b${hash.slice(1)}` })).toEqual(refused("hash_mismatch"));
    expect(issue({}, { clearedSha256: null })).toEqual(refused("hash_mismatch"));
    expect(issue({}, { areEditionsCurrent: false })).toEqual(refused("editions_not_current"));
    expect(issue({ symbol: "" })).toEqual(refused("symbol_missing"));
    expect(take("cleared", { step: "issue", sha256: hash, symbol: "x" }, {}, reviewer)).toEqual(
      refused("not_allowed"),
    );
    expect(take("in_policy_clearance", { step: "issue", sha256: hash })).toEqual(
      refused("stage_does_not_allow"),
    );
  });

  it("is corrected, superseded and withdrawn by the head of office", () => {
    const correct = (over: Partial<WantedStep>) =>
      take("issued", { step: "issue_corrigendum", ...over });
    expect(correct({ correction: "For 2024 read 2025", keepsMeaning: true })).toEqual(
      moves("issued", "issued"),
    );
    expect(correct({ keepsMeaning: true })).toEqual(refused("correction_required"));
    expect(correct({ correction: "Delete paragraph 4" })).toEqual(refused("meaning_changed"));
    expect(take("issued", { step: "supersede", successorStage: "issued" })).toEqual(
      moves("issued", "superseded"),
    );
    expect(take("issued", { step: "supersede", successorStage: "cleared" })).toEqual(
      refused("successor_not_issued"),
    );
    expect(take("draft", { step: "withdraw", reason: "Overtaken" })).toEqual(
      moves("draft", "withdrawn"),
    );
    expect(take("issued", { step: "withdraw" })).toEqual(refused("reason_required"));
    expect(take("superseded", { step: "withdraw", reason: "x" })).toEqual(
      refused("stage_does_not_allow"),
    );
  });
});

it("each person is offered the steps that are theirs, from where the paper stands", () => {
  const offered = (actor: Actor, stage: PaperStage) => lifecycleStepsFor(actor, aPaper(stage));
  expect(offered(reviewer, "in_expert_review")).toEqual(["send_back", "open_expert_clearance"]);
  expect(offered(head, "in_expert_clearance")).toEqual([
    "revise",
    "open_policy_clearance",
    "complete_without_policy",
    "withdraw",
  ]);
  expect(offered(reviewer, "in_expert_clearance")).toEqual(["revise"]);
  for (const actor of [lead, focal, admin])
    for (const stage of stateMachines.paper.states) expect(offered(actor, stage)).toEqual([]);
  const secret = aPaper("cleared", { classification: "strictly_confidential" });
  expect(lifecycleStepsFor(head, secret)).toEqual([]);
});

describe("whatever is asked of a paper, in whatever order", () => {
  const people = { reviewer, head, lead, focal, admin };
  const anEvent = fc.record({
    step: fc.constantFrom(
      ...lifecycleSteps,
      "submit" as const,
      "return" as const,
      "accept_for_review" as const,
    ),
    who: fc.constantFrom(...Object.keys(people)) as fc.Arbitrary<keyof typeof people>,
    text: fc.constantFrom("", "A reason"),
    isYes: fc.boolean(),
    isRightHash: fc.boolean(),
    organisationIds: fc.constantFrom([], ["org-sica"]),
    expert: fc.constantFrom("requested" as const, "cleared" as const, "objected" as const),
    policy: fc.constantFrom("requested" as const, "cleared" as const),
    brackets: fc.integer({ min: 0, max: 1 }),
    openRows: fc.integer({ min: 0, max: 1 }),
    round: fc.constantFrom("open" as const, "closed" as const, "answered" as const),
    levels: fc.constantFrom(["expert"] as const, ["expert", "policy"] as const),
    successorStage: fc.constantFrom("issued" as const, "draft" as const),
  });
  type PaperEvent = typeof anEvent extends fc.Arbitrary<infer Value> ? Value : never;

  const factsOf = (event: PaperEvent): LifecycleFacts => ({
    rounds: [{ state: event.round, openRows: event.openRows }],
    areEditionsCurrent: event.isYes,
    brackets: event.brackets,
    levels: event.levels,
    requests: [request(event.expert), request(event.policy, "policy")],
    clearedSha256: hash,
  });

  function next(stage: PaperStage, event: PaperEvent): PaperStage {
    const paper = aPaper(stage);
    const actor = people[event.who];
    const { step, text, isYes } = event;
    if (step === "submit") {
      const made = decidePaperSubmission(paper, actor, []);
      return made.accepted ? made.event.to : stage;
    }
    if (step === "return" || step === "accept_for_review") {
      const made = decideOnSubmission(paper, actor, { event: step, note: text });
      return made.accepted ? made.event.to : stage;
    }
    const wanted = {
      step,
      reason: text,
      organisationIds: event.organisationIds,
      listsBrackets: isYes,
      sendsBracketsUp: isYes,
      sha256: event.isRightHash ? hash : "b",
      symbol: text,
      correction: text,
      keepsMeaning: isYes,
      successorStage: event.successorStage,
    };
    const made = decideLifecycleStep(paper, actor, wanted, factsOf(event));
    return made.accepted ? made.event.to : stage;
  }

  it("no sequence reaches a forbidden state", () => {
    const reached = new Set<PaperStage>();
    fc.assert(
      fc.property(
        fc.constantFrom(...stateMachines.paper.states),
        fc.array(anEvent, { maxLength: 30 }),
        (start, events) => {
          let stage: PaperStage = start;
          for (const event of events) {
            const was = stage;
            stage = next(stage, event);
            reached.add(stage);
            if (stage === was) continue;
            const { requests } = factsOf(event);
            const isSaid = event.text !== "";
            // Nothing leaves an end.
            expect(["superseded", "withdrawn"]).not.toContain(was);
            if (stage === "in_expert_clearance") {
              expect([event.openRows, event.round === "open", event.isYes]).toEqual([
                0,
                false,
                true,
              ]);
            }
            if (stage === "in_policy_clearance") {
              expect(event.who).toBe("head");
              expect(levelStanding(requests, "expert").isComplete || isSaid).toBe(true);
              expect(event.brackets === 0 || event.isYes).toBe(true);
            }
            if (stage === "cleared") {
              expect(event.who).toBe("head");
              expect(event.brackets).toBe(0);
              const level = was === "in_policy_clearance" ? "policy" : "expert";
              expect(levelStanding(requests, level).isComplete || isSaid).toBe(true);
              if (level === "expert") expect(event.levels).toEqual(["expert"]);
            }
            if (stage === "issued") {
              expect([was, event.who, event.isRightHash]).toEqual(["cleared", "head", true]);
            }
            if (stage === "withdrawn") expect([event.who, isSaid]).toEqual(["head", true]);
            if (stage === "superseded") expect(was).toBe("issued");
          }
        },
      ),
      { numRuns: 600 },
    );
    expect([...reached].sort()).toEqual([...stateMachines.paper.states].sort());
  });
});
