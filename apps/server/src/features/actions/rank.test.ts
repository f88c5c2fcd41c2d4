import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankBetween } from "./rank.ts";

describe("the order of cards in a column", () => {
  it("always has room between two cards, wherever people put them", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 200 }), (places) => {
        const column: string[] = [];
        for (const wanted of places) {
          const place = wanted % (column.length + 1);
          column.splice(place, 0, rankBetween(column[place - 1] ?? null, column[place] ?? null));
        }
        expect(column).toEqual([...new Set(column)].sort());
      }),
    );
  });

  it("puts a card after two that tie", () => {
    expect(rankBetween("a1", "a1") > "a1").toBe(true);
  });

  it("seldom ties when two people append at once", () => {
    const appended = Array.from({ length: 20 }, () => rankBetween("a5", null));
    expect(new Set(appended).size).toBeGreaterThan(18);
  });
});
