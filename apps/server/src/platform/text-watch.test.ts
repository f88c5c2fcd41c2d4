import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TextWatch } from "./text-watch.ts";

describe("the watch over texts", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function aWatch(settle: (id: string) => Promise<void> = () => Promise.resolve()) {
    const settled: string[] = [];
    const faults: unknown[] = [];
    const watch = new TextWatch({
      concerned: (id) => Promise.resolve(id.startsWith("lonely") ? [] : [`${id}-en`]),
      settle: async (id) => {
        settled.push(id);
        await settle(id);
      },
      onFault: (error) => faults.push(error),
    });
    return { watch, settled, faults };
  }

  it("works out once for all that is written in a moment", async () => {
    const { watch, settled } = aWatch();
    for (let key = 0; key < 50; key += 1) watch.touched("ports");
    watch.touched("lonely");
    expect(settled).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(settled).toEqual(["ports-en"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(settled).toHaveLength(1);
  });

  it("looks again for what was written while it looked, and goes on after a fault", async () => {
    const { watch, settled, faults } = aWatch((id) => {
      if (settled.length === 1) {
        watch.touched("late");
        return Promise.reject(new Error(`away: ${id}`));
      }
      return Promise.resolve();
    });
    watch.touched("ports");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(settled).toEqual(["ports-en", "late-en"]);
    expect(faults).toHaveLength(1);
  });

  it("ends when it is told to", async () => {
    const { watch, settled } = aWatch();
    watch.touched("ports");
    await watch.stop();
    watch.touched("ports");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(settled).toEqual([]);
  });
});
