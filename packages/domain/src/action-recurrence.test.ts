import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isOnPattern,
  movedAlong,
  nextOccurrence,
  nextOpenOccurrence,
  type Recurrence,
} from "./action-recurrence.ts";

const weekly = fc.record({
  unit: fc.constant("week" as const),
  every: fc.integer({ min: 1, max: 52 }),
  weekday: fc.integer({ min: 1, max: 7 }),
});
const monthly = fc.record({
  unit: fc.constant("month" as const),
  every: fc.integer({ min: 1, max: 24 }),
  monthDay: fc.integer({ min: 1, max: 31 }),
});
const rules: fc.Arbitrary<Recurrence> = fc.oneof(weekly, monthly);
const days = fc
  .integer({ min: 0, max: 36_500 })
  .map((count) => new Date(Date.UTC(2000, 0, 1 + count)).toISOString().slice(0, 10));
const apart = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const monthsApart = (from: string, to: string) =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7));

describe("an action item that comes again", () => {
  it.each([
    ["every Friday", { unit: "week", every: 1, weekday: 5 }, "2026-11-27", "2026-12-04"],
    ["every third Monday", { unit: "week", every: 3, weekday: 1 }, "2026-11-23", "2026-12-14"],
    ["on the 15th", { unit: "month", every: 1, monthDay: 15 }, "2026-12-15", "2027-01-15"],
    [
      "every quarter on the last",
      { unit: "month", every: 3, monthDay: 31 },
      "2026-11-30",
      "2027-02-28",
    ],
    [
      "on the 31st after a short month",
      { unit: "month", every: 1, monthDay: 31 },
      "2027-02-28",
      "2027-03-31",
    ],
    [
      "on the last of a leap February",
      { unit: "month", every: 1, monthDay: 30 },
      "2028-01-30",
      "2028-02-29",
    ],
    [
      "on a Friday from a Tuesday",
      { unit: "week", every: 2, weekday: 5 },
      "2026-11-24",
      "2026-11-27",
    ],
    [
      "on the 5th from the 24th",
      { unit: "month", every: 6, monthDay: 5 },
      "2026-11-24",
      "2026-12-05",
    ],
  ] as const)("comes %s", (_what, rule, day, next) => {
    expect(nextOccurrence(rule, day)).toBe(next);
  });

  it("comes later than before, on its pattern, whatever the pattern and the day", () => {
    fc.assert(
      fc.property(rules, days, (rule, day) => {
        const next = nextOccurrence(rule, day);
        expect(next > day).toBe(true);
        expect(isOnPattern(rule, next)).toBe(true);
      }),
    );
  });

  it("leaves out exactly as many weeks or months as it was told to", () => {
    fc.assert(
      fc.property(rules, days, (rule, day) => {
        const first = nextOccurrence(rule, day);
        const second = nextOccurrence(rule, first);
        if (rule.unit === "week") expect(apart(first, second)).toBe(rule.every * 7);
        else expect(monthsApart(first, second)).toBe(rule.every);
      }),
    );
  });

  it("comes no more than a week or a month after a day that is off the pattern", () => {
    fc.assert(
      fc.property(rules, days, (rule, day) => {
        fc.pre(!isOnPattern(rule, day));
        expect(apart(day, nextOccurrence(rule, day))).toBeLessThanOrEqual(
          rule.unit === "week" ? 6 : 31,
        );
      }),
    );
  });

  it("never comes on a day that has passed, and leaves its pattern for none", () => {
    fc.assert(
      fc.property(rules, days, fc.integer({ min: 0, max: 800 }), (rule, after, late) => {
        const today = movedAlong(after, { from: "2026-01-01", to: "2026-01-01" });
        const now = new Date(Date.parse(today) + late * 86_400_000).toISOString().slice(0, 10);
        const next = nextOpenOccurrence(rule, { after, today: now });
        expect(next >= now && next > after).toBe(true);
        let day = nextOccurrence(rule, after);
        while (day < next) day = nextOccurrence(rule, day);
        expect(day).toBe(next);
      }),
    );
  });

  it("keeps the time that there is between its start and its date", () => {
    const moved = movedAlong("2026-11-20", { from: "2026-11-27", to: "2026-12-04" });
    expect(moved).toBe("2026-11-27");
    fc.assert(
      fc.property(days, days, days, (start, from, to) => {
        const next = movedAlong(start, { from, to });
        expect(apart(next, to)).toBe(apart(start, from));
      }),
    );
  });
});
