// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "./problem.ts";
import { sendThrough, waitingWrites } from "./waiting-writes.ts";

const offline = () => Promise.reject(new ApiProblem({ code: "offline" }));

describe("a write without a line", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("waits ten minutes, and is sent once more with the key of its first try when the line is back", async () => {
    const keys: string[] = [];
    let isAway = true;
    const answer = sendThrough((key) => {
      keys.push(key);
      return isAway ? offline() : Promise.resolve("done");
    });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(waitingWrites.current()).toBe(1);
    const tries = keys.length;
    isAway = false;
    window.dispatchEvent(new Event("online"));
    await expect(answer).resolves.toBe("done");
    expect(keys).toHaveLength(tries + 1);
    expect(new Set(keys).size).toBe(1);
    expect(waitingWrites.current()).toBe(0);
  });

  it("asks before the page is left while it waits, and no longer", async () => {
    let isAway = true;
    const leave = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    const answer = sendThrough(() => (isAway ? offline() : Promise.resolve(null)));
    await vi.advanceTimersByTimeAsync(1);
    expect(leave()).toBe(false);
    isAway = false;
    await vi.advanceTimersByTimeAsync(30_000);
    await answer;
    expect(leave()).toBe(true);
  });

  it("that is refused says so at once", async () => {
    const refused = new ApiProblem({ code: "not_allowed" });
    await expect(sendThrough(() => Promise.reject(refused))).rejects.toBe(refused);
    expect(waitingWrites.current()).toBe(0);
  });
});
