import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { possibleSteps, type ActionItem } from "./action-item.ts";
import { contestedUndo, decideUndo, isUndoable, type KeptChange } from "./action-undo.ts";
import type { Actor } from "./actor.ts";
import type { Role } from "./role-matrix.ts";
import { stateMachines } from "./state-machines.ts";

const aPerson = (id: string, role: Role, centreId: string | null): Actor => ({
  id,
  posts: [{ role, centreId, organisationId: null }],
  clearedTo: "confidential",
});
const owner = aPerson("expert", "expert", "centre-gt");
const helper = aPerson("helper", "expert", "centre-gt");
const lead = aPerson("lead", "centre_lead", "centre-gt");
const otherLead = aPerson("lead-pa", "centre_lead", "centre-pa");
const reviewer = aPerson("reviewer", "office_reviewer", null);
const head = aPerson("head", "head", null);
const observer = aPerson("observer", "observer", null);
const everybody = [owner, helper, lead, otherLead, reviewer, head, observer];

const anAction = (over: Partial<ActionItem> = {}): ActionItem => ({
  ...{ id: "act", state: "open", ownerId: "expert", centreId: "centre-gt", organisationId: null },
  ...{ helperIds: ["helper"], classification: "unclassified" },
  ...over,
});
const aChange = (over: Partial<KeptChange> = {}): KeptChange => ({
  ...{ version: 2, field: "priority", before: "normal", after: "high" },
  ...over,
});
const aMove = (before: string, after: string) => [aChange({ field: "state", before, after })];

describe("taking back an act of an action item", () => {
  it("is hindered by a newer change of one of its fields, the newest of each, and by no other", () => {
    const act = [aChange(), aChange({ field: "dueOn", before: null, after: "2026-12-01" })];
    const since = [
      aChange({ version: 3, field: "ownerId" }),
      aChange({ version: 4 }),
      aChange({ version: 5 }),
    ];
    expect(contestedUndo(act, since)).toEqual([since[2]]);
    expect(contestedUndo(act, since.slice(0, 1))).toEqual([]);
  });

  it("is hindered by no other line of the checklist, and by a card's new place only when it put it there", () => {
    const tick = (id: string, version: number) =>
      aChange({
        ...{ version, field: "checklist" },
        before: { id, done: false },
        after: { id, done: true },
      });
    expect(contestedUndo([tick("one", 2)], [tick("two", 3)])).toEqual([]);
    expect(contestedUndo([tick("one", 2)], [tick("one", 3)])).toHaveLength(1);
    const place = aChange({ field: "place", before: "a0", after: "a1" });
    const moved = aChange({ version: 3, field: "place", before: "a1", after: "a2" });
    expect(contestedUndo([...aMove("open", "in_progress"), place], [moved])).toEqual([]);
    expect(contestedUndo([place], [moved])).toEqual([moved]);
  });

  it("leaves how it came to be, and evidence that was given", () => {
    expect(isUndoable([aChange({ field: "created" })])).toBe(false);
    expect(isUndoable([aChange({ field: "evidenceGiven" })])).toBe(false);
    expect(isUndoable([aChange({ field: "recurrence" })])).toBe(false);
    const done = [...aMove("in_progress", "done"), aChange({ field: "evidenceGiven" })];
    expect(isUndoable(done)).toBe(true);
    expect(decideUndo(anAction(), owner, [aChange({ field: "commitment" })])).toMatchObject({
      code: "not_undoable",
    });
  });

  it("of a verification is for who could reopen the item, which its centre's lead could not", () => {
    const item = anAction({ state: "verified" });
    const act = aMove("done", "verified");
    expect(decideUndo(item, lead, act)).toMatchObject({ code: "not_allowed" });
    expect(decideUndo(item, owner, act)).toMatchObject({ code: "not_allowed" });
    expect(decideUndo(item, head, act)).toEqual({
      accepted: true,
      event: { move: { from: "verified", to: "done" } },
    });
  });

  it("never brings back what somebody may not see, and tells them nothing", () => {
    expect(decideUndo(anAction(), observer, [aChange()])).toMatchObject({ code: "not_found" });
  });

  it("of a tick is for helpers too, that of a date for those who may change dates", () => {
    const tick = aChange({ field: "checklist", before: null, after: { id: "one" } });
    expect(decideUndo(anAction(), helper, [tick]).accepted).toBe(true);
    expect(decideUndo(anAction(), helper, [aChange()])).toMatchObject({ code: "not_allowed" });
    expect(decideUndo(anAction(), owner, [aChange()])).toMatchObject({ event: { move: null } });
  });

  it("lets who marked it as done think better of it, and who cancelled it only with the office", () => {
    expect(decideUndo(anAction({ state: "done" }), owner, aMove("open", "done")).accepted).toBe(
      true,
    );
    const cancelled = anAction({ state: "cancelled" });
    expect(decideUndo(cancelled, lead, aMove("open", "cancelled")).accepted).toBe(false);
    expect(decideUndo(cancelled, reviewer, aMove("open", "cancelled")).accepted).toBe(true);
  });

  it("makes nothing verified, cancelled or reopened that a step could not, whoever asks", () => {
    const states = fc.constantFrom(...stateMachines.action.states);
    fc.assert(
      fc.property(states, states, fc.constantFrom(...everybody), (state, before, actor) => {
        const item = anAction({ state });
        if (!decideUndo(item, actor, aMove(before, state)).accepted) return;
        const could = (from: typeof state, event: string) =>
          possibleSteps({ ...item, state: from }, actor).includes(event);
        if (state === "verified" || state === "cancelled")
          expect(could(state, "reopen")).toBe(true);
        else if (before === "verified") expect(could("done", "verify")).toBe(true);
        else if (before === "cancelled") expect(could("open", "cancel")).toBe(true);
        else expect(possibleSteps({ ...item, state: "open" }, actor).length).toBeGreaterThan(0);
      }),
    );
  });
});
