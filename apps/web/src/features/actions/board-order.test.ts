import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anActionItem } from "./an-action-item.ts";
import {
  compareRank,
  groupByState,
  isAtPlace,
  placeAtEnd,
  placeBeside,
  placeNextTo,
  provisionalRank,
  rankAt,
} from "./board-order.ts";

const card = (id: string, rank: string) => anActionItem({ id, rank });
const column = [card("a", "a0"), card("b", "a1"), card("c", "a2")];

describe("the order of cards", () => {
  it("compares ranks as plain strings, so that Zz comes before a0", () => {
    const ranks = ["a1", "Zz", "a0V", "a0"].map((rank) => card(rank, rank));
    expect(ranks.sort(compareRank).map(({ rank }) => rank)).toEqual(["Zz", "a0", "a0V", "a1"]);
  });

  it("puts every item in the column of its state, in order", () => {
    const columns = groupByState([
      anActionItem({ id: "late", state: "blocked", rank: "b" }),
      anActionItem({ id: "early", state: "blocked", rank: "a" }),
      anActionItem({ id: "other", state: "open" }),
    ]);
    expect(columns.blocked.map(({ id }) => id)).toEqual(["early", "late"]);
    expect(columns.open).toHaveLength(1);
    expect(columns.verified).toEqual([]);
  });
});

describe("the place of a moved card", () => {
  it("lies between the target and its neighbour", () => {
    expect(placeBeside(column, "x", "b", "before")).toEqual({ afterId: "a", beforeId: "b" });
    expect(placeBeside(column, "x", "b", "after")).toEqual({ afterId: "b", beforeId: "c" });
  });

  it("does not count the moved card as its own neighbour", () => {
    expect(placeBeside(column, "a", "b", "after")).toEqual({ afterId: "b", beforeId: "c" });
    expect(placeAtEnd(column, "c")).toEqual({ afterId: "b", beforeId: null });
  });

  it("goes to the end when the target is gone", () => {
    expect(placeBeside(column, "x", "gone", "before")).toEqual({ afterId: "c", beforeId: null });
    expect(placeAtEnd([], "x")).toEqual({ afterId: null, beforeId: null });
  });

  it("moves one up or down, and stops at the ends", () => {
    expect(placeNextTo(column, "c", "up")).toEqual({ afterId: "a", beforeId: "b" });
    expect(placeNextTo(column, "a", "down")).toEqual({ afterId: "b", beforeId: "c" });
    expect(placeNextTo(column, "a", "up")).toBeUndefined();
    expect(placeNextTo(column, "c", "down")).toBeUndefined();
  });

  it("is known to be the old one when nothing changes", () => {
    expect(isAtPlace(column, "b", { afterId: "a", beforeId: "c" })).toBe(true);
    expect(isAtPlace(column, "b", { afterId: "c", beforeId: null })).toBe(false);
  });
});

describe("a provisional rank", () => {
  const rank = fc
    .string({ unit: fc.constantFrom(..."0123456789ABCYZabcyz"), minLength: 1, maxLength: 6 })
    .filter((text) => !text.endsWith("0"));

  it("lies strictly between its neighbours, however often a card is put in the same gap", () => {
    fc.assert(
      fc.property(rank, rank, fc.array(fc.boolean(), { maxLength: 20 }), (one, two, sides) => {
        fc.pre(one !== two);
        let [low, high] = one < two ? [one, two] : [two, one];
        for (const side of sides) {
          const middle = provisionalRank(low, high);
          expect(low < middle && middle < high).toBe(true);
          if (side) low = middle;
          else high = middle;
        }
      }),
    );
  });

  it("comes before the first card and after the last", () => {
    expect(rankAt(column, { afterId: null, beforeId: "a" }) < "a0").toBe(true);
    expect(rankAt(column, { afterId: "c", beforeId: null }) > "a2").toBe(true);
  });
});
