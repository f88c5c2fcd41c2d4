import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayAfter, dayIn, startOfDay } from "./clock.ts";

const zones = ["America/Panama", "America/Santiago", "Europe/Vienna", "Asia/Kathmandu", "UTC"];

describe("a day", () => {
  it.each([
    ["America/Panama", "2026-11-24", "2026-11-24T05:00:00.000Z"],
    ["America/El_Salvador", "2026-03-01", "2026-03-01T06:00:00.000Z"],
    ["Europe/Vienna", "2026-03-29", "2026-03-28T23:00:00.000Z"],
    ["Europe/Vienna", "2026-03-30", "2026-03-29T22:00:00.000Z"],
    ["UTC", "2024-02-29", "2024-02-29T00:00:00.000Z"],
    // The clocks of Chile skip midnight.
    ["America/Santiago", "2026-09-06", "2026-09-06T04:00:00.000Z"],
  ])("of %s begins on %s at %s", (zone, day, start) => {
    expect(startOfDay(zone, day).toISOString()).toBe(start);
  });

  it("begins at the first instant that the calendar calls by its name", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({
          min: new Date("2000-01-01"),
          max: new Date("2060-01-01"),
          noInvalidDate: true,
        }),
        (zone, at) => {
          const day = dayIn(zone, at);
          const start = startOfDay(zone, day);
          expect(dayIn(zone, start)).toBe(day);
          expect(dayIn(zone, new Date(start.getTime() - 1)) < day).toBe(true);
          expect(start <= at && at < startOfDay(zone, dayAfter(day))).toBe(true);
        },
      ),
    );
  });

  it("is followed by the next one of the calendar", () => {
    expect(["2026-12-31", "2024-02-28"].map(dayAfter)).toEqual(["2027-01-01", "2024-02-29"]);
  });
});
