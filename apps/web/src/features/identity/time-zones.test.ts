import { expect, test } from "vitest";
import { timeZoneGroups } from "./time-zones.ts";

const now = new Date("2026-11-24T12:00:00Z");

test("the region's time zones come first, by the name of the country", () => {
  const { region, others } = timeZoneGroups("es", "America/Panama", { now });
  expect(region[0]).toEqual({ id: "America/Panama", label: "Panamá (UTC−05:00)" });
  expect(region[4]).toEqual({
    id: "America/Santo_Domingo",
    label: "República Dominicana (UTC−04:00)",
  });
  expect(others.some(({ id }) => id === "America/Panama")).toBe(false);
  expect(others.length).toBeGreaterThan(300);
});

test("a time zone that the browser does not list stays the person's own", () => {
  const { others } = timeZoneGroups("en", "UTC", { now, known: ["Africa/Accra", "Asia/Tokyo"] });
  expect(others.map(({ id }) => id)).toEqual(["Africa/Accra", "Asia/Tokyo", "UTC"]);
});
