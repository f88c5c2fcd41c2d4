import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calendarPaths,
  decideCalendar,
  milestones,
  missedMilestones,
  nextMilestone,
  planBackwards,
  type Meeting,
} from "./paper-calendar.ts";
import { dayPlus } from "./time-limit.ts";

// A Wednesday.
const meeting: Meeting = { day: "2027-06-23", hour: "09:00", timeZone: "America/Panama" };
const plan = (path: "usual" | "express", of: Meeting = meeting) =>
  new Map(
    (planBackwards(of, path) ?? []).map(({ milestone, at }) => [milestone, at.toISOString()]),
  );

describe("the calendar of a paper", () => {
  it("asks for submission ten weeks before the meeting and for issue six weeks before", () => {
    expect(plan("usual").get("submitted")).toBe("2027-04-14T23:00:00.000Z");
    expect(plan("usual").get("issued")).toBe("2027-05-12T23:00:00.000Z");
    expect(plan("usual").get("meeting")).toBe("2027-06-23T14:00:00.000Z");
  });

  it("asks for nothing on a Saturday or a Sunday, but on the Friday before", () => {
    const onSunday = { ...meeting, day: "2027-06-27" };
    expect(plan("usual", onSunday).get("submitted")).toBe("2027-04-16T23:00:00.000Z");
  });

  it("has an express path of the last 24 hours", () => {
    expect(plan("express").get("submitted")).toBe("2027-06-22T14:00:00.000Z");
    expect(plan("express").get("issued")).toBe("2027-06-23T13:00:00.000Z");
  });

  it("is refused when it cannot be kept, and says which path is too late", () => {
    const decide = (path: "usual" | "express", now: string, of: Meeting = meeting) =>
      decideCalendar({ meeting: of, path, stage: "draft" }, new Date(now));
    expect(decide("usual", "2027-04-01T00:00:00Z").accepted).toBe(true);
    expect(decide("usual", "2027-05-01T00:00:00Z")).toMatchObject({
      code: "too_late_for_usual_way",
    });
    expect(decide("express", "2027-06-20T00:00:00Z").accepted).toBe(true);
    expect(decide("express", "2027-06-23T00:00:00Z")).toMatchObject({
      code: "too_late_for_express_way",
    });
    expect(decide("express", "2027-07-01T00:00:00Z")).toMatchObject({ code: "meeting_in_past" });
    expect(
      decide("usual", "2027-04-01T00:00:00Z", { ...meeting, timeZone: "No/Where" }),
    ).toMatchObject({ code: "unknown_time_zone" });
  });

  it("names what was missed and what is next, by where the paper stands", () => {
    const planned = planBackwards(meeting, "usual") ?? [];
    const late = new Date("2027-05-04T00:00:00Z");
    expect(missedMilestones(planned, "draft", late)).toEqual([
      "submitted",
      "round_closed",
      "matrix_answered",
    ]);
    expect(missedMilestones(planned, "in_expert_clearance", late)).toEqual([]);
    expect(nextMilestone(planned, "in_expert_clearance")?.milestone).toBe("expert_cleared");
    expect(nextMilestone(planned, "issued")?.milestone).toBe("meeting");
    expect(nextMilestone(planned, "withdrawn")).toBeNull();
  });

  it("keeps its order for every meeting, in every zone", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.constantFrom("00:00", "09:00", "18:30", "23:59"),
        fc.constantFrom("America/Panama", "America/New_York", "Europe/Madrid"),
        fc.constantFrom(...calendarPaths),
        (days, hour, timeZone, path) => {
          const planned = planBackwards({ day: dayPlus("2026-01-01", days), hour, timeZone }, path);
          expect(planned?.map(({ milestone }) => milestone)).toEqual([...milestones]);
          const instants = (planned ?? []).map(({ at }) => at.getTime());
          expect(instants).toEqual([...instants].sort((a, b) => a - b));
        },
      ),
    );
  });
});
