import type { ActionStepName } from "@istmo/contracts";
import { decideActionStep, roles, stateMachines, type ActionState } from "@istmo/domain";
import { describe, expect, it } from "vitest";
import {
  actionStates,
  boardStates,
  decideMove,
  needOf,
  stateAfter,
  stepBetween,
} from "./action-steps.ts";
import { anActionItem } from "./an-action-item.ts";

const steps = [
  ...new Set(stateMachines.action.transitions.filter(({ to }) => to !== "=").map((t) => t.event)),
] as ActionStepName[];
const pairs = actionStates.flatMap((from) => actionStates.map((to) => [from, to] as const));

describe("dropping a card on a column", () => {
  it.each(pairs)("from %s to %s means the one step of the machine, or none", (from, to) => {
    const leading = steps.filter((step) => stateAfter(from, step) === to);
    expect(leading.length).toBeLessThanOrEqual(1);
    expect(stepBetween(from, to)).toBe(leading[0]);
  });

  it.each(steps)("asks for what the domain asks for before %s", (step) => {
    const from = actionStates.find((state) => stateAfter(state, step) !== undefined);
    const everyRole = roles.map((role) => ({
      role,
      centreId: "centre-pa",
      organisationId: null,
    }));
    const decision = decideActionStep(
      {
        id: "act",
        state: from as ActionState,
        ownerId: "somebody",
        centreId: "centre-pa",
        organisationId: null,
        helperIds: [],
        classification: "unclassified",
      },
      { id: "me", posts: everyRole, clearedTo: "unclassified" },
      { event: step },
    );
    const expected = { reason: "reason_required", evidence: "evidence_required", nothing: null };
    expect(decision.accepted ? null : decision.code).toBe(expected[needOf(step)]);
  });

  it("is the allowed step when the person may take it", () => {
    const item = anActionItem({ state: "open", steps: ["start"] });
    expect(decideMove(item, "in_progress", "me")).toEqual({ kind: "step", step: "start" });
  });

  it("in its own column is no step at all", () => {
    expect(decideMove(anActionItem({ state: "done" }), "done", "me")).toEqual({ kind: "stay" });
  });

  it.each([
    ["no step leads there", anActionItem({ state: "open" }), "verified", "no_such_step"],
    [
      "nobody owns it yet",
      anActionItem({ state: "open", owner: null }),
      "in_progress",
      "owner_missing",
    ],
    [
      "it would verify one's own work",
      anActionItem({ state: "done", owner: { id: "me", name: "Yo" } }),
      "verified",
      "own_item",
    ],
    ["others may take the step", anActionItem({ state: "blocked" }), "in_progress", "not_allowed"],
  ] as const)("is refused with a reason when %s", (_title, item, to, why) => {
    expect(decideMove(item, to, "me")).toMatchObject({ kind: "refused", why });
  });
});

describe("the columns of the board", () => {
  it("are the states of the machine in its order, without the cancelled items", () => {
    expect(boardStates).toEqual(["open", "in_progress", "blocked", "done", "verified"]);
  });
});
