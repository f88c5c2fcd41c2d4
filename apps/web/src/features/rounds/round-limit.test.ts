import { describe, expect, it } from "vitest";
import { limitHere, localHourOf, remaining, zoneName } from "./round-limit.ts";

const t = ((key: string) => key) as never;

describe("a time limit in words", () => {
  it("names the zone in words where there are some, and by IANA's name where there are none", () => {
    expect(zoneName(t, "America/Panama")).toBe("rounds.zone.America/Panama");
    expect(zoneName(t, "Asia/Tokyo")).toBe("Asia/Tokyo");
  });

  it("tells the hour of this device only where it is another one", () => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const at = "2026-11-30T23:00:00.000Z";
    expect(limitHere({ at, timeZone: here }, "es")).toBeNull();
    expect(limitHere({ at, timeZone: "Pacific/Kiritimati" }, "es")).not.toBeNull();
  });

  it("says in days, then in hours, then in minutes how long there is", () => {
    const now = Date.parse("2026-11-30T23:00:00.000Z");
    expect(remaining("2026-12-14T23:00:00.000Z", "en", now)).toBe("in 14 days");
    expect(remaining("2026-12-01T20:30:00.000Z", "en", now)).toBe("in 21 hours");
    expect(remaining("2026-11-30T22:30:00.000Z", "en", now)).toBe("30 minutes ago");
  });

  it("gives the fields the day and hour of the round's own zone", () => {
    expect(localHourOf("2026-11-30T23:00:00.000Z", "America/Panama")).toEqual({
      day: "2026-11-30",
      hour: "18:00",
    });
    expect(localHourOf("2026-12-01T04:30:00.000Z", "America/Panama")).toEqual({
      day: "2026-11-30",
      hour: "23:30",
    });
  });
});
