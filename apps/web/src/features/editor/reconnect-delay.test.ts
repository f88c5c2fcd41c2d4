import { collabClose } from "@istmo/contracts";
import { describe, expect, it } from "vitest";

import { betterLineCode, reconnectDelay } from "./reconnect-delay.ts";

const at = (attempt: number, code: number, chance: number) =>
  reconnectDelay(attempt, { code, random: () => chance });

describe("the wait before connecting again (T8)", () => {
  it("is short for a line that broke, and none for a better line", () => {
    expect([at(0, 1006, 0), at(0, 1006, 1)]).toEqual([100, 500]);
    expect(at(0, betterLineCode, 1)).toBe(0);
  });

  it("spreads people over more than two seconds when the server went away for all", () => {
    expect([at(0, collabClose.shuttingDown, 0), at(0, collabClose.shuttingDown, 1)]).toEqual([
      200, 2_500,
    ]);
  });

  it("grows with the attempts up to a bound, and stays spread over half of it", () => {
    const latest = [1, 2, 3, 4, 5, 50, 5_000].map((attempt) => at(attempt, 1006, 1));
    expect(latest).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000]);
    expect(at(50, 1006, 0)).toBe(4_000);
  });

  it("gives a server that is overloaded some time", () => {
    expect(at(0, collabClose.overloaded, 0)).toBe(2_000);
  });
});
