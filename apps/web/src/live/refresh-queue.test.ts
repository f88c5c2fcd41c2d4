import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRefreshQueue } from "./refresh-queue.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a burst of events refreshes each list once", () => {
  const refreshed: string[][] = [];
  const queue = createRefreshQueue<string[]>((key) => refreshed.push(key));
  for (let i = 0; i < 50; i++) queue.add(["actions"]);
  queue.add(["papers"]);
  vi.advanceTimersByTime(149);
  expect(refreshed).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(refreshed).toEqual([["actions"], ["papers"]]);
  queue.add(["actions"]);
  vi.advanceTimersByTime(150);
  expect(refreshed).toHaveLength(3);
});
