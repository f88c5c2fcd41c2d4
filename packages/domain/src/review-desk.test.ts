import { describe, expect, it } from "vitest";
import {
  deskItem,
  inDeskOrder,
  type DeskFacts,
  type DeskItem,
  type DeskRequest,
  type DeskRound,
} from "./review-desk.ts";

const now = new Date("2026-11-20T12:00:00Z");
const later = new Date("2026-11-25T23:00:00Z");
const before = new Date("2026-11-19T23:00:00Z");

const round = (over: Partial<DeskRound> = {}): DeskRound => ({
  ...{ id: "round-1", number: 1, state: "open", openRows: 0 },
  silent: [{ subject: "organisation:org-sica", until: later }],
  ...over,
});
const request = (over: Partial<DeskRequest> = {}): DeskRequest => ({
  ...{ organisationId: "org-sica", level: "expert", state: "requested", isConditional: false },
  limitAt: later,
  ...over,
});
const facts = (over: Partial<DeskFacts>): DeskFacts => ({
  ...{ stage: "in_expert_review", rounds: [], requests: [] },
  ...over,
});

describe("what a paper waits for", () => {
  it("is the office, when it was just submitted, and when there is no round", () => {
    expect(deskItem(facts({ stage: "submitted" }), now)).toMatchObject({
      kind: "decide_submission",
      waitingFor: [],
    });
    expect(deskItem(facts({}), now).kind).toBe("next_step");
    expect(deskItem(facts({ rounds: [round({ state: "answered" })] }), now).kind).toBe("next_step");
  });

  it("is whoever has not submitted, until the next of their limits", () => {
    const silent = [
      { subject: "organisation:org-sica", until: later },
      { subject: "organisation:org-oas", until: before },
    ];
    expect(deskItem(facts({ rounds: [round({ silent })] }), now)).toEqual({
      kind: "positions",
      waitingFor: ["organisation:org-sica", "organisation:org-oas"],
      due: before,
      isLate: true,
      roundId: "round-1",
      count: 0,
    });
  });

  it("is the office, once all have submitted or nobody has time any more", () => {
    expect(deskItem(facts({ rounds: [round({ silent: [] })] }), now)).toMatchObject({
      kind: "close_round",
      isLate: false,
    });
    const silent = [{ subject: "organisation:org-sica", until: before }];
    expect(deskItem(facts({ rounds: [round({ silent })] }), now)).toMatchObject({
      kind: "close_round",
      isLate: true,
    });
  });

  it("is the matrix of a closed round, as long as rows are open, and then its finishing", () => {
    const closed = (openRows: number) => round({ state: "closed", silent: [], openRows });
    expect(deskItem(facts({ rounds: [closed(3)] }), now)).toMatchObject({
      ...{ kind: "answer_matrix", count: 3, roundId: "round-1" },
    });
    expect(deskItem(facts({ rounds: [closed(0)] }), now).kind).toBe("finish_matrix");
  });

  it("is each organisation that has not answered at the level that is open", () => {
    const requests = [
      request(),
      request({ organisationId: "org-oas", state: "cleared" }),
      request({ organisationId: "org-oas", level: "policy" }),
    ];
    expect(deskItem(facts({ stage: "in_expert_clearance", requests }), now)).toMatchObject({
      ...{ kind: "expert_answers", due: later, isLate: false },
      waitingFor: ["organisation:org-sica"],
    });
  });

  it("is the head of office, when nobody is waited for any more, with what objects", () => {
    const requests = [request({ state: "objected" }), request({ state: "lapsed" })];
    expect(deskItem(facts({ stage: "in_expert_clearance", requests }), now)).toMatchObject({
      ...{ kind: "leave_expert_level", count: 1, waitingFor: [] },
    });
    const policy = [request({ level: "policy", state: "cleared" })];
    expect(deskItem(facts({ stage: "in_policy_clearance", requests: policy }), now).kind).toBe(
      "leave_policy_level",
    );
    expect(deskItem(facts({ stage: "cleared" }), now).kind).toBe("issue");
  });
});

it("the desk has what is late first, then by the next limit, then what waits longest", () => {
  const item = (name: string, over: Partial<DeskItem>, since = now) => ({
    ...({ name, since, kind: "positions", waitingFor: [], due: null, isLate: false } as const),
    ...{ roundId: null, count: 0 },
    ...over,
  });
  const sorted = inDeskOrder([
    item("younger", {}, later),
    item("older", {}, before),
    item("due", { due: later }),
    item("late", { due: before, isLate: true }),
  ]);
  expect(sorted.map(({ name }) => name)).toEqual(["late", "due", "older", "younger"]);
});
