import { describe, expect, it } from "vitest";
import {
  countFilters,
  matches,
  queryFor,
  readActionFilters,
  withFilters,
} from "./action-filters.ts";
import { anActionItem } from "./an-action-item.ts";

describe("the filters of the actions", () => {
  it("ask for my own items by my id", () => {
    expect(queryFor({ owner: "me" }, "lead.pa")).toMatchObject({ owner: "lead.pa" });
  });

  it("ask for one state in the list, and for every column on the board", () => {
    expect(queryFor({ view: "list", state: "done" }, "me")).toMatchObject({ state: "done" });
    expect(queryFor({ view: "board", state: "done" }, "me")).not.toHaveProperty("state");
    expect(countFilters({ view: "board", state: "done", overdue: true })).toBe(1);
  });

  it("let an item go that was moved out of the state that is looked at", () => {
    const item = anActionItem({ state: "done" });
    expect(matches(item, { state: "open" })).toBe(false);
    expect(matches(item, { centre: "centre-pa", owner: "expert1.pa" })).toBe(true);
    expect(matches(item, { overdue: true })).toBe(false);
  });

  it("are read from an address that may hold anything", () => {
    expect(readActionFilters({ view: "list", overdue: true, state: "done", owner: "me" })).toEqual({
      view: "list",
      overdue: true,
      state: "done",
      owner: "me",
    });
    expect(readActionFilters({ view: "x", state: "lost", centre: 3, overdue: "no" })).toEqual({});
  });

  it("leave the address when they are taken away", () => {
    expect(withFilters({ centre: "centre-pa", overdue: true }, { overdue: false })).toEqual({
      centre: "centre-pa",
    });
    expect(withFilters({ owner: "me" }, { owner: undefined })).toEqual({});
  });
});
