import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canBeOwner,
  canCreateAction,
  canEditAction,
  canSeeAction,
  canWorkOnAction,
  decideActionStep,
  isOverdue,
  possibleSteps,
  type ActionItem,
} from "./action-item.ts";
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
  organisationId: null,
  helperIds: [],
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

  describe("that an organisation was given", () => {
    const ofSica = (id: string, role: Role): Actor => ({
      id,
      posts: [{ role, centreId: null, organisationId: "org-sica" }],
      clearedTo: "unclassified",
    });
    const focal = ofSica("focal", "focal_point");
    const minister = ofSica("minister", "policy_counterpart");
    const given = anAction({ organisationId: "org-sica", ownerId: null });

    it("is seen by its people, and by those of no other", () => {
      expect([focal, minister].map((actor) => canSeeAction(actor, given))).toEqual([true, true]);
      expect(canSeeAction(focal, { ...given, organisationId: "org-oas" })).toBe(false);
      expect(canSeeAction(focal, { ...given, classification: "confidential" })).toBe(false);
      expect(canSeeAction(observer, given)).toBe(false);
    });

    it("is worked on by its focal point, who verifies nothing", () => {
      expect(canEditAction(focal, given)).toBe(true);
      expect(canEditAction(minister, given)).toBe(false);
      expect(possibleSteps({ ...given, state: "in_progress" }, focal)).toEqual([
        "block",
        "mark_done",
      ]);
      expect(possibleSteps({ ...given, state: "done" }, focal)).toEqual([]);
    });

    it("is made by the office or its focal point, and owned by its people", () => {
      const place = { centreId: null, organisationId: "org-sica" };
      expect(canCreateAction(head, place)).toBe(true);
      expect(canCreateAction(focal, place)).toBe(true);
      expect(canCreateAction(focal, { ...place, centreId: "centre-gt" })).toBe(false);
      expect(canCreateAction(lead, place)).toBe(false);
      expect(canBeOwner(minister, given, focal)).toBe(true);
      expect(canBeOwner(otherLead, given, focal)).toBe(false);
    });
  });

  it("lets its helpers work on it, and edit nothing", () => {
    const item = anAction({ helperIds: [otherLead.id] });
    expect([canWorkOnAction(otherLead, item), canEditAction(otherLead, item)]).toEqual([
      true,
      false,
    ]);
  });
});
