import { describe, expect, it } from "vitest";
import { rowAfter } from "./row-steps.ts";

describe("the keys in a long list", () => {
  it("go from row to row, and by ten", () => {
    expect(rowAfter("ArrowDown", 4, 500)).toBe(5);
    expect(rowAfter("ArrowUp", 4, 500)).toBe(3);
    expect(rowAfter("PageDown", 495, 500)).toBe(499);
    expect(rowAfter("PageUp", 4, 500)).toBe(0);
  });

  it("reach both ends, and stay there", () => {
    expect(rowAfter("End", 4, 500)).toBe(499);
    expect(rowAfter("Home", 4, 500)).toBe(0);
    expect(rowAfter("ArrowDown", 499, 500)).toBeNull();
    expect(rowAfter("ArrowUp", 0, 500)).toBeNull();
    expect(rowAfter("Home", 0, 500)).toBeNull();
  });

  it("are left to the page otherwise", () => {
    expect(rowAfter("a", 4, 500)).toBeNull();
    expect(rowAfter("Tab", 4, 500)).toBeNull();
  });
});
