import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dateAlert,
  digestAt,
  digestDue,
  isQuietHour,
  localTime,
  mailableFrom,
  type MailTimes,
} from "./notice-times.ts";
import { dayPlus } from "./time-limit.ts";

const panama: MailTimes = { timeZone: "America/Panama", digestHour: 7, quiet: null };
const night = { from: "22:00", until: "06:30" };
const at = (moment: string) => new Date(moment);

describe("quiet hours", () => {
  it("hold a mail until they end, over midnight too", () => {
    expect(isQuietHour(night, "22:00")).toBe(true);
    expect(isQuietHour(night, "06:29")).toBe(true);
    expect(isQuietHour(night, "06:30")).toBe(false);
    expect(isQuietHour({ from: "12:00", until: "12:00" }, "12:00")).toBe(false);
    const quiet = { ...panama, quiet: night };
    // 23:10 in Panama, and then 01:10.
    expect(mailableFrom(quiet, at("2026-11-25T04:10:00Z"))).toEqual(at("2026-11-25T11:30:00Z"));
    expect(mailableFrom(quiet, at("2026-11-25T06:10:00Z"))).toEqual(at("2026-11-25T11:30:00Z"));
    expect(mailableFrom(quiet, at("2026-11-25T11:30:00Z"))).toEqual(at("2026-11-25T11:30:00Z"));
  });

  it("end by the clocks of the zone on the night in which those change", () => {
    const vienna = { timeZone: "Europe/Vienna", quiet: { from: "22:00", until: "06:00" } };
    // The clocks go back in the night to 25 October 2026: the night has an hour more.
    expect(mailableFrom(vienna, at("2026-10-24T21:00:00Z"))).toEqual(at("2026-10-25T05:00:00Z"));
    // And forward in the night to 28 March 2027, where 02:30 is no hour.
    const skipped = { ...vienna, quiet: { from: "22:00", until: "02:30" } };
    expect(mailableFrom(skipped, at("2027-03-27T22:00:00Z"))).toEqual(at("2027-03-28T01:30:00Z"));
  });

  it("never let a mail go while they last, nor hold it for more than a day and an hour", () => {
    const hour = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
    const zones = fc.constantFrom("America/Panama", "America/New_York", "Asia/Kolkata");
    // On no day on which the clocks change.
    const moments = fc.integer({ min: Date.UTC(2026, 11, 1), max: Date.UTC(2027, 1, 20) });
    fc.assert(
      fc.property(hour, hour, zones, moments, (from, until, timeZone, moment) => {
        const now = new Date(moment);
        const quiet = { from, until };
        const free = mailableFrom({ timeZone, quiet }, now);
        expect(free >= now).toBe(true);
        expect(free.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(isQuietHour(quiet, localTime(timeZone, free).hour)).toBe(false);
      }),
    );
  });
});

describe("the daily digest", () => {
  it("is due at the person's hour in their zone, once a day", () => {
    expect(digestDue(panama, "2026-11-24", at("2026-11-25T11:59:59Z"))).toBe(null);
    expect(digestDue(panama, "2026-11-24", at("2026-11-25T12:00:00Z"))).toBe("2026-11-25");
    expect(digestDue(panama, "2026-11-25", at("2026-11-25T20:00:00Z"))).toBe(null);
    const guatemala = { ...panama, timeZone: "America/Guatemala" };
    expect(digestDue(guatemala, "2026-11-24", at("2026-11-25T12:00:00Z"))).toBe(null);
  });

  it("is one mail after days in which no server ran", () => {
    expect(digestDue(panama, "2026-11-20", at("2026-11-25T15:00:00Z"))).toBe("2026-11-25");
    expect(digestDue(panama, "2026-11-20", at("2026-11-25T11:00:00Z"))).toBe("2026-11-24");
  });

  it("of an evening waits for the end of the quiet hours, in the next morning", () => {
    const evening = { ...panama, digestHour: 23, quiet: night };
    expect(digestAt(evening, "2026-11-24")).toEqual(at("2026-11-25T11:30:00Z"));
    expect(digestDue(evening, "2026-11-23", at("2026-11-25T11:00:00Z"))).toBe(null);
    expect(digestDue(evening, "2026-11-23", at("2026-11-25T11:30:00Z"))).toBe("2026-11-24");
  });

  it("comes once on the day that has an hour twice, and on the day that lacks its hour", () => {
    const vienna = { timeZone: "Europe/Vienna", digestHour: 2, quiet: null };
    const sent = (from: string, hours: number) => {
      let last: string | null = "2026-01-01";
      const days: string[] = [];
      for (let step = 0; step < hours * 4; step++) {
        const due = digestDue(vienna, last, new Date(Date.parse(from) + step * 900_000));
        if (due !== null) days.push((last = due));
      }
      return days;
    };
    expect(sent("2026-10-24T22:00:00Z", 24)).toEqual(["2026-10-24", "2026-10-25"]);
    expect(sent("2027-03-27T23:00:00Z", 22)).toEqual(["2027-03-27", "2027-03-28"]);
  });

  it("never comes twice for a day and leaves none out, at whatever pace the server looks", () => {
    const times = fc.record({
      timeZone: fc.constantFrom("America/Panama", "America/New_York", "Europe/Vienna"),
      digestHour: fc.integer({ min: 0, max: 23 }),
      quiet: fc.constantFrom(null, night, { from: "06:00", until: "12:00" }),
    });
    const paces = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 50, maxLength: 300 });
    fc.assert(
      fc.property(times, paces, (one, minutes) => {
        let now = Date.UTC(2026, 9, 20, 12);
        let last = localTime(one.timeZone, new Date(now)).day;
        const first = last;
        const days: string[] = [];
        for (const pace of minutes) {
          now += pace * 60_000;
          const due = digestDue(one, last, new Date(now));
          if (due === null) continue;
          expect(due > last).toBe(true);
          days.push((last = due));
        }
        // Looked at least every ten hours: no day is left out.
        days.forEach((day, index) => expect(day).toBe(dayPlus(first, index + 1)));
      }),
      { numRuns: 40 },
    );
  });
});

describe("a due date", () => {
  it("is told when it is three days away, and when it has passed", () => {
    expect(dateAlert("2026-12-05", "2026-12-01")).toBe(null);
    expect(dateAlert("2026-12-04", "2026-12-01")).toBe("due_soon");
    expect(dateAlert("2026-12-01", "2026-12-01")).toBe("due_soon");
    expect(dateAlert("2026-11-30", "2026-12-01")).toBe("overdue");
  });
});
