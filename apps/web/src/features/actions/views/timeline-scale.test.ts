import { expect, test } from "vitest";
import { barOf, scaleAround } from "./timeline-scale.ts";

test("a bar ends with the day on which the item is due, and begins where the picture does at the earliest", () => {
  const scale = scaleAround("2026-11-25", "weeks");
  expect(scale.from).toBe("2026-10-26");
  const bar = barOf({ startOn: "2026-11-02", dueOn: "2026-11-03" }, scale);
  expect(bar).toEqual({ left: 7 * 12, width: 2 * 12, isPoint: false });
  const early = barOf({ startOn: "2025-01-01", dueOn: "2026-10-26" }, scale);
  expect(early).toMatchObject({ left: 0, width: 12 });
  expect(barOf({ startOn: null, dueOn: "2026-11-02" }, scale)?.isPoint).toBe(true);
  expect(barOf({ startOn: null, dueOn: null }, scale)).toBeNull();
});

test("months are marked by their first days", () => {
  const { marks } = scaleAround("2026-11-25", "months");
  expect(marks.slice(0, 3)).toEqual(["2026-08-01", "2026-09-01", "2026-10-01"]);
  expect(marks).toHaveLength(15);
});
