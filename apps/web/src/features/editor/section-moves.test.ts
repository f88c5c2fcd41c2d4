import { expect, test } from "vitest";

import { placeAbove, placeBelow, sectionRange, shiftedLevels } from "./section-moves.ts";

// I (0) with text, A (2), B (4) with 3rd level (5), II (7) with text, III (9)
const levels = [1, null, 2, null, 2, 3, null, 1, null, 1];

test("a section is a heading with all beneath it", () => {
  expect(sectionRange(levels, 0)).toEqual({ start: 0, end: 7 });
  expect(sectionRange(levels, 4)).toEqual({ start: 4, end: 7 });
  expect(sectionRange(levels, 9)).toEqual({ start: 9, end: 10 });
});

test("a section moves up before the one that precedes it, and the first stays", () => {
  expect(placeAbove(levels, 7)).toBe(0);
  expect(placeAbove(levels, 4)).toBe(2);
  expect(placeAbove(levels, 0)).toBeNull();
});

test("a section moves down behind the next of its level, or into the next higher one", () => {
  expect(placeBelow(levels, 2)).toBe(7);
  expect(placeBelow(levels, 4)).toBe(9);
  expect(placeBelow(levels, 0)).toBe(9);
  expect(placeBelow(levels, 9)).toBeNull();
});

test("all headings of a section change their level together, between 1 and 4", () => {
  expect(shiftedLevels(levels, 4, 1)).toEqual(
    new Map([
      [4, 3],
      [5, 4],
    ]),
  );
  expect(shiftedLevels(levels, 4, -1)).toEqual(
    new Map([
      [4, 1],
      [5, 2],
    ]),
  );
  expect(shiftedLevels(levels, 0, -1)).toBeNull();
  expect(shiftedLevels([3, 4], 0, 1)).toBeNull();
});
