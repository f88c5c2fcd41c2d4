import { describe, expect, it } from "vitest";
import { AppError } from "./app-error.ts";
import { Throttle } from "./throttle.ts";

function aThrottle() {
  let time = 0;
  const clock = { now: () => new Date(time) };
  return {
    throttle: new Throttle(clock, { attempts: 2, within: 60_000 }),
    wait: (ms: number) => (time += ms),
  };
}

describe("a throttle", () => {
  it("lets a few through, says when to come again, and opens by itself", () => {
    const { throttle, wait } = aThrottle();
    throttle.take("a");
    throttle.take("a");
    wait(15_000);
    const refusal = new AppError("rate_limited", { retryAfter: 45 });
    expect(() => throttle.take("a")).toThrow(refusal);
    throttle.take("b");
    wait(45_000);
    throttle.take("a");
  });

  it("does not count what succeeded", () => {
    const { throttle } = aThrottle();
    for (let times = 0; times < 10; times++) {
      throttle.take("a");
      throttle.giveBack("a");
    }
    expect(throttle.isOpen("a")).toBe(true);
  });

  it("lets nothing through once exhausted, until its window ends", () => {
    const { throttle, wait } = aThrottle();
    throttle.exhaust("a");
    expect(throttle.isOpen("a")).toBe(false);
    wait(60_000);
    expect(throttle.isOpen("a")).toBe(true);
  });

  it("keeps its memory within bounds", () => {
    const { throttle } = aThrottle();
    throttle.exhaust("first");
    for (let key = 0; key < 20_000; key++) throttle.take(String(key));
    expect(throttle.isOpen("first")).toBe(true);
  });
});
