import { expect, test } from "vitest";
import { formatAgo, formatDay } from "./dates.ts";

test("a day is never shifted by a time zone", () => {
  const year = new Date().getFullYear();
  expect(formatDay(`${year}-03-01`, "es")).toBe("1 mar");
  expect(formatDay(`${year - 1}-12-31`, "en")).toBe(`31 Dec ${year - 1}`);
});

test("what is recent is told as time passed, what is older as a day", () => {
  const now = new Date("2026-11-24T12:00:00Z").getTime();
  expect(formatAgo("2026-11-24T11:55:00Z", "es", now)).toBe("hace 5 min");
  expect(formatAgo("2026-11-23T11:00:00Z", "en", now)).toBe("yesterday");
  expect(formatAgo("2025-11-01T12:00:00Z", "en", now)).toBe("1 Nov 2025");
});
