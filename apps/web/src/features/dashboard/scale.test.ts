import fc from "fast-check";
import { expect, test } from "vitest";
import { dayPlus } from "../../lib/days.ts";
import { placesOf } from "./places.ts";
import { niceTop } from "./scale.ts";

test("a scale holds every value, wastes less than half of itself, and has a whole number in its middle", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (value) => {
      const top = niceTop(value);
      expect(top).toBeGreaterThanOrEqual(value);
      expect(top).toBeLessThanOrEqual(Math.max(2, value * 2));
      expect(Number.isInteger(top / 2)).toBe(true);
    }),
  );
});

test("the lists of the ages of what is late follow each other without a gap", () => {
  const { age } = placesOf("centre-sv", "2026-11-24");
  const ages = (["to7", "to30", "to90", "over90"] as const).map(age);
  expect(ages[0]?.dueTo).toBe("2026-11-23");
  for (const [index, one] of ages.entries()) {
    const older = ages[index + 1];
    if (older === undefined) expect(one).not.toHaveProperty("dueFrom");
    else if ("dueFrom" in one) expect(older.dueTo).toBe(dayPlus(String(one.dueFrom), -1));
  }
});
