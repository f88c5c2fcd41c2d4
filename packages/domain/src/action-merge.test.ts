import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStepFresh, mergeChange, type FieldChange } from "./action-merge.ts";

const fieldNames = ["title.es", "ownerId", "dueOn", "priority", "checklist"];

/** A history without gaps: each version changed one field or more. */
const histories = fc
  .array(fc.uniqueArray(fc.constantFrom(...fieldNames), { minLength: 1 }), { maxLength: 12 })
  .map((acts) => acts.flatMap((fields, at) => fields.map((field) => ({ version: at + 2, field }))));
const lastOf = (changes: readonly FieldChange[]) =>
  Math.max(1, ...changes.map(({ version }) => version));

describe("changes of an action item by several people", () => {
  it("both stand when they are of different fields", () => {
    const since = [{ version: 2, field: "ownerId" }];
    expect(mergeChange({ seen: 1, current: 2, since, fields: ["dueOn"] })).toEqual({
      accepted: true,
      event: { outcome: "applied", merged: true },
    });
  });

  it("are asked about when they are of one field", () => {
    const since = [
      { version: 2, field: "dueOn" },
      { version: 3, field: "dueOn" },
    ];
    expect(mergeChange({ seen: 1, current: 3, since, fields: ["dueOn", "ownerId"] })).toEqual({
      accepted: true,
      event: { outcome: "contested", fields: new Map([["dueOn", 3]]) },
    });
  });

  it("are stale where the history does not tell everything since, or knows of no such version", () => {
    const gap = { seen: 1, current: 3, since: [{ version: 3, field: "ownerId" }] };
    expect(mergeChange({ ...gap, fields: ["dueOn"] })).toMatchObject({ code: "stale_version" });
    expect(isStepFresh(gap)).toBe(false);
    expect(mergeChange({ seen: 9, current: 3, since: [], fields: [] }).accepted).toBe(false);
  });

  it("merge exactly when nobody changed one of their fields since", () => {
    fc.assert(
      fc.property(
        histories,
        fc.nat(),
        fc.uniqueArray(fc.constantFrom(...fieldNames)),
        (history, pick, fields) => {
          const current = lastOf(history);
          const seen = 1 + (pick % current);
          const decision = mergeChange({ seen, current, since: history, fields });
          const later = history.filter(({ version }) => version > seen);
          const isContested = later.some(({ field }) => fields.includes(field));
          expect(decision).toMatchObject({
            accepted: true,
            event: isContested
              ? { outcome: "contested" }
              : { outcome: "applied", merged: later.length > 0 },
          });
        },
      ),
    );
  });

  it("leave a step fresh while only the checklist, helpers and the like have changed", () => {
    const since = [
      { version: 2, field: "checklist" },
      { version: 3, field: "place" },
    ];
    expect(isStepFresh({ seen: 1, current: 3, since })).toBe(true);
    const moved = [...since, { version: 4, field: "state" }];
    expect(isStepFresh({ seen: 1, current: 4, since: moved })).toBe(false);
    expect(isStepFresh({ seen: 4, current: 4, since: moved })).toBe(true);
  });
});
