import { describe, expect, it } from "vitest";
import { nothingSelected, shownSelection, turn, turnAll } from "./selection.ts";

const order = ["a", "b", "c", "d", "e"];
const at = (isRange = false) => ({ order, isRange });

describe("the rows that are chosen", () => {
  it("are turned one by one, and from the last one to another in either direction", () => {
    const one = turn(nothingSelected, "d", at());
    expect(shownSelection(turn(one, "b", at(true)), order)).toEqual(["b", "c", "d"]);
    expect(shownSelection(turn(one, "e", at(true)), order)).toEqual(["d", "e"]);
    expect(shownSelection(turn(one, "d", at()), order)).toEqual([]);
  });

  it("are let go of as a range too", () => {
    const all = turnAll(nothingSelected, order);
    const without = turn(turn(all, "b", at()), "d", at(true));
    expect(shownSelection(without, order)).toEqual(["a", "e"]);
  });

  it("are all of what is shown, or none, and never what is shown no more", () => {
    const all = turnAll(nothingSelected, order);
    expect(shownSelection(all, ["a", "c"])).toEqual(["a", "c"]);
    expect(shownSelection(turnAll(all, order), order)).toEqual([]);
  });

  it("are one alone where the range has lost its beginning", () => {
    const gone = turn({ ids: new Set(), anchor: "gone" }, "c", at(true));
    expect(shownSelection(gone, order)).toEqual(["c"]);
  });
});
