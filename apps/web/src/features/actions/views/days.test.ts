import fc from "fast-check";
import { expect, test } from "vitest";
import { dayPlus } from "../../../lib/days.ts";
import { daysBetween, monthPlus, weekStart, weeksOfMonth } from "./days.ts";

const day = fc.integer({ min: 0, max: 200 * 365 }).map((days) => dayPlus("1900-01-01", days));

test("a month is shown in whole weeks from Monday to Sunday, each day once and in order", () => {
  fc.assert(
    fc.property(day, (any) => {
      const weeks = weeksOfMonth(any);
      const days = weeks.flat();
      expect(days).toContain(any);
      expect(weeks.every((week) => week.length === 7 && weekStart(week[0] ?? "") === week[0]));
      for (const [index, one] of days.entries())
        if (index > 0) expect(daysBetween(days[index - 1] ?? "", one)).toBe(1);
      const inMonth = days.filter((one) => one.slice(0, 7) === any.slice(0, 7));
      expect(inMonth[0]?.slice(8)).toBe("01");
      expect(dayPlus(inMonth.at(-1) ?? "", 1).slice(8)).toBe("01");
    }),
  );
});

test("a month on from the end of a long month is the end of a short one, not the month after", () => {
  expect(monthPlus("2026-01-31", 1)).toBe("2026-02-28");
  expect(monthPlus("2028-01-31", 1)).toBe("2028-02-29");
  expect(monthPlus("2026-03-31", -1)).toBe("2026-02-28");
  expect(monthPlus("2026-12-15", 1)).toBe("2027-01-15");
});
