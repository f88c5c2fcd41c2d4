import { expect, test } from "vitest";
import { changedFacts } from "./changed-facts.ts";

test("what changed comes before what stayed", () => {
  const before = { role: "expert", endsAt: null, personId: "p-1" };
  const after = { role: "expert", endsAt: "2026-12-01", personId: "p-1" };
  expect(changedFacts(before, after).map(({ name, isChanged }) => [name, isChanged])).toEqual([
    ["endsAt", true],
    ["role", false],
    ["personId", false],
  ]);
});

test("a fact that one side alone names is a change, and lists are compared as wholes", () => {
  expect(changedFacts(null, { method: "password" })).toEqual([
    { name: "method", before: undefined, after: "password", isChanged: true },
  ]);
  expect(changedFacts({ ids: ["a", "b"] }, { ids: ["a", "b"] })[0]?.isChanged).toBe(false);
  expect(changedFacts(null, null)).toEqual([]);
});
