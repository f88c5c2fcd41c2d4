import { describe, expect, it } from "vitest";
import { conditionsFor, roleMatrix, roles } from "./role-matrix.ts";
import {
  reachableStates,
  stateMachines,
  transitionFor,
  type StateMachine,
} from "./state-machines.ts";

describe("the state machines", () => {
  it.each(Object.entries<StateMachine>(stateMachines))(
    "every state of %s can be reached",
    (_name, machine) => {
      expect([...reachableStates(machine)].sort()).toEqual([...machine.states].sort());
    },
  );

  it("a draft is submitted by the lead of the lead centre, and only from draft", () => {
    expect(transitionFor("paper", "draft", "submit")).toMatchObject({
      to: "submitted",
      who: ["centre_lead"],
    });
    expect(transitionFor("paper", "issued", "submit")).toBeUndefined();
  });

  it("a done action item is verified, never skipped to from open", () => {
    expect(transitionFor("action", "done", "verify")?.to).toBe("verified");
    expect(transitionFor("action", "open", "verify")).toBeUndefined();
  });

  it("the due date of an action item can change in any state", () => {
    expect(transitionFor("action", "blocked", "change_due")?.to).toBe("=");
  });
});

describe("the role matrix", () => {
  it("has a decision for each of 8 roles and 46 actions", () => {
    expect(roles).toHaveLength(8);
    expect(Object.keys(roleMatrix)).toHaveLength(46);
    for (const row of Object.values(roleMatrix)) expect(Object.keys(row)).toEqual([...roles]);
  });

  it("lets an administrator read titles but no draft", () => {
    expect(conditionsFor("admin", "paper.read_draft")).toEqual(["M"]);
  });

  it("never lets the office submit a paper to itself", () => {
    expect(conditionsFor("office_reviewer", "paper.submit")).toEqual(["N"]);
  });
});
