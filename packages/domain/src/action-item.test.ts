import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideActionStep, isOverdue, possibleSteps, type ActionItem } from "./action-item.ts";
import type { Actor } from "./actor.ts";
import type { Role } from "./role-matrix.ts";
import { stateMachines } from "./state-machines.ts";

const aPerson = (id: string, role: Role, centreId: string | null): Actor => ({
  id,
  posts: [{ role, centreId, organisationId: null }],
  clearedTo: "confidential",
});
const owner = aPerson("expert", "expert", "centre-gt");
const lead = aPerson("lead", "centre_lead", "centre-gt");
const otherLead = aPerson("lead-pa", "centre_lead", "centre-pa");
const head = aPerson("head", "head", null);
const observer = aPerson("observer", "observer", null);
const anAction = (over: Partial<ActionItem> = {}): ActionItem => ({
  id: "act",
  state: "open",
  ownerId: "expert",
  centreId: "centre-gt",
  classification: "unclassified",
  ...over,
});

describe("an action item", () => {
  it("is started by its owner", () => {
    expect(decideActionStep(anAction(), owner, { event: "start" })).toEqual({
      accepted: true,
      event: {
        type: "action.moved",
        actionId: "act",
        from: "open",
        to: "in_progress",
        by: "expert",
      },
    });
  });

  it.each([
    [
      "the lead of another centre moves it",
      anAction(),
      otherLead,
      { event: "start" },
      "not_allowed",
    ],
    ["nobody owns it", anAction({ ownerId: null }), lead, { event: "start" }, "owner_missing"],
    ["it is blocked without a reason", anAction(), owner, { event: "block" }, "reason_required"],
    ["the reason is blank", anAction(), owner, { event: "block", reason: " " }, "reason_required"],
    ["it is done without evidence", anAction(), owner, { event: "mark_done" }, "evidence_required"],
    ["an open one is verified", anAction(), lead, { event: "verify" }, "step_not_possible"],
    [
      "somebody outside the office and the centres asks",
      anAction(),
      observer,
      { event: "start" },
      "not_found",
    ],
    [
      "it is classified above the person's clearance",
      anAction({ classification: "strictly_confidential" }),
      owner,
      { event: "start" },
      "not_found",
    ],
    [
      "its owner verifies it",
      anAction({ state: "done", ownerId: "lead" }),
      lead,
      { event: "verify" },
      "own_item",
    ],
  ])("is refused when %s", (_why, item, actor, step, code) => {
    expect(decideActionStep(item, actor, step)).toEqual({ accepted: false, code });
  });

  it("never leaves its machine, whatever is asked of it", () => {
    const { states, transitions } = stateMachines.action;
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.constantFrom(...transitions.map((transition) => transition.event), "nonsense"),
        fc.constantFrom(owner, lead, otherLead),
        fc.string(),
        (state, event, actor, text) => {
          const step = { event, reason: text, evidence: text };
          const decision = decideActionStep(anAction({ state }), actor, step);
          if (decision.accepted) expect(states).toContain(decision.event.to);
        },
      ),
    );
  });

  it("offers each person the steps that are theirs", () => {
    expect(possibleSteps(anAction(), owner)).toEqual(["start", "block", "mark_done"]);
    expect(possibleSteps(anAction(), otherLead)).toEqual([]);
    expect(possibleSteps(anAction({ state: "done" }), head)).toEqual(["verify", "refuse"]);
  });

  it("is overdue from the day after its date, until it is done", () => {
    const due = { state: "open", dueOn: "2026-11-24" } as const;
    expect(isOverdue(due, "2026-11-24")).toBe(false);
    expect(isOverdue(due, "2026-11-25")).toBe(true);
    expect(isOverdue({ ...due, state: "done" }, "2026-11-25")).toBe(false);
  });
});
