import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasPassed, instantOf, isTimeZone, limitAt } from "./time-limit.ts";

const at = (day: string, hour: string, timeZone: string) =>
  instantOf({ day, hour, timeZone })?.toISOString() ?? null;

describe("a limit by an exact hour with its zone", () => {
  it("is the same instant for everybody, whatever the zone in which it was set", () => {
    expect(at("2026-12-04", "18:00", "America/Panama")).toBe("2026-12-04T23:00:00.000Z");
    expect(at("2026-12-04", "17:00", "America/Guatemala")).toBe("2026-12-04T23:00:00.000Z");
    expect(at("2026-12-05", "00:00", "Europe/Madrid")).toBe("2026-12-04T23:00:00.000Z");
  });

  it("is the later one where the clocks show the hour twice, and later by the jump where they skip it", () => {
    // New York goes back on 1 November 2026 at 02:00 and forward on 8 March 2026 at 02:00.
    expect(at("2026-11-01", "01:30", "America/New_York")).toBe("2026-11-01T06:30:00.000Z");
    expect(at("2026-03-08", "02:30", "America/New_York")).toBe("2026-03-08T07:30:00.000Z");
  });

  it("is none on a day, at an hour or in a zone that there is not", () => {
    expect(at("2026-02-31", "10:00", "America/Panama")).toBeNull();
    expect(at("2026-12-04", "24:00", "America/Panama")).toBeNull();
    expect(at("2026-12-04", "10:00", "America/Nowhere")).toBeNull();
    expect(at("4 December", "10:00", "America/Panama")).toBeNull();
    expect(limitAt({ day: "", hour: "", timeZone: "" })).toBeNull();
    expect(isTimeZone("+05:00")).toBe(false);
    expect(isTimeZone("America/Panama")).toBe(true);
  });

  it("has passed at its very instant, and not a millisecond before", () => {
    const limit = { at: new Date("2026-12-04T23:00:00.000Z") };
    expect(hasPassed(limit, new Date("2026-12-04T22:59:59.999Z"))).toBe(false);
    expect(hasPassed(limit, new Date("2026-12-04T23:00:00.000Z"))).toBe(true);
  });

  it("reads the same on the clocks of its zone, unless they skip the hour", () => {
    const zones = ["America/Panama", "America/New_York", "Europe/Madrid", "Asia/Kathmandu", "UTC"];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date("2024-01-01"), max: new Date("2034-01-01"), noInvalidDate: true }),
        (timeZone, date) => {
          const day = date.toISOString().slice(0, 10);
          // No zone of these changes its clocks at noon.
          const instant = instantOf({ day, hour: "12:15", timeZone });
          const shown = new Intl.DateTimeFormat("en-CA", {
            timeZone,
            dateStyle: "short",
            timeStyle: "short",
            hourCycle: "h23",
          }).format(instant ?? new Date(0));
          expect(shown).toBe(`${day}, 12:15`);
        },
      ),
    );
  });
});
