import { describe, expect, it } from "vitest";
import { anActionItem } from "./an-action-item.ts";
import { changedFields, changesBetween } from "./changed-actions.ts";

const before = anActionItem({ id: "a", version: 3 });
const moved = anActionItem({ id: "a", version: 4, state: "done" });

describe("a change under one's eyes", () => {
  it("is noticed when a colleague moves, changes or adds an item", () => {
    const added = anActionItem({ id: "b" });
    const kinds = changesBetween([before], [moved, added], new Map()).map(({ kind }) => kind);
    expect(kinds).toEqual(["moved", "added"]);
    const late = { ...before, version: 4, dueOn: "2026-12-01" };
    expect(changesBetween([before], [late], new Map())).toMatchObject([{ kind: "changed" }]);
  });

  it("is no surprise when this page made it", () => {
    expect(changesBetween([before], [moved], new Map([["a", 4]]))).toEqual([]);
  });

  it("says nothing of a card that only changed its place in the column", () => {
    const reordered = { ...before, version: 4, rank: "z" };
    expect(changesBetween([before], [reordered], new Map())).toEqual([]);
  });

  it("names the fields that differ", () => {
    expect(changedFields(before, { ...moved, owner: null })).toEqual(["state", "owner"]);
  });
});
