import { describe, expect, it } from "vitest";
import { anActionItem } from "./an-action-item.ts";
import { daysUntil, longDay, relativeDay, shortDay, todayIn, urgencyOf } from "./due-date.ts";

const today = "2026-11-24";

describe("the date of an action item", () => {
  it("is read in the time zone of its centre", () => {
    const lateEvening = new Date("2026-11-25T03:00:00Z");
    expect(todayIn("America/Panama", lateEvening)).toBe("2026-11-24");
    expect(todayIn("UTC", lateEvening)).toBe("2026-11-25");
  });

  it.each([
    ["2026-11-24", "hoy", "today"],
    ["2026-11-25", "mañana", "tomorrow"],
    ["2026-11-21", "hace 3 días", "3 days ago"],
    ["2026-12-06", "dentro de 12 días", "in 12 days"],
    ["2026-12-24", "dentro de 4 semanas", "in 4 weeks"],
    ["2027-01-23", "dentro de 2 meses", "in 2 months"],
    ["2026-09-20", "hace 2 meses", "2 months ago"],
  ])("%s is %s or %s", (day, spanish, english) => {
    expect(relativeDay(day, today, "es")).toBe(spanish);
    expect(relativeDay(day, today, "en")).toBe(english);
  });

  it("names the year only when it is another one", () => {
    expect(shortDay("2026-12-06", today, "es")).toBe("6 dic");
    expect(shortDay("2027-01-06", today, "es")).toBe("6 ene 2027");
    expect(longDay("2026-12-06", "es")).toBe("domingo, 6 de diciembre de 2026");
  });

  it("counts whole days over a change of clocks", () => {
    expect(daysUntil("2026-04-01", "2026-03-01")).toBe(31);
  });

  it.each([
    ["late when it has passed", { dueOn: "2026-11-23" }, "late"],
    ["soon within a week", { dueOn: "2026-12-01" }, "soon"],
    ["later after that", { dueOn: "2026-12-02" }, "later"],
    ["settled once the work is done", { dueOn: "2026-11-01", state: "done" }, "settled"],
    ["no date at all", { dueOn: null }, "none"],
  ] as const)("is %s", (_title, over, urgency) => {
    expect(urgencyOf(anActionItem(over), today)).toBe(urgency);
  });
});
