import { describe, expect, test } from "vitest";
import { anActionItem } from "../an-action-item.ts";
import { dayParts } from "./day-parts.ts";

const me = { id: "me", name: "Yo" };
const other = { id: "other", name: "Otra" };
const looking = { meId: "me", todayFor: () => "2026-11-25" };
const aWaiting = (over: Parameters<typeof anActionItem>[0]) =>
  anActionItem({ owner: me, state: "in_progress", isOverdue: false, ...over });

describe("a person's day", () => {
  test.each([
    ["what has passed", { dueOn: "2026-11-24", isOverdue: true }, "late"],
    ["what is due today", { dueOn: "2026-11-25" }, "today"],
    ["what is due until Sunday", { dueOn: "2026-11-29" }, "week"],
    ["what is due on Monday", { dueOn: "2026-11-30" }, "later"],
    ["what has no date", { dueOn: null }, "later"],
    ["what somebody else has to unblock", { state: "blocked", unblocker: other }, "others"],
    [
      "what I am asked to unblock",
      { state: "blocked", unblocker: me, dueOn: "2026-11-25" },
      "today",
    ],
    ["what waits for another item", { waitsForOpen: 1, dueOn: "2026-11-25" }, "others"],
    ["what I have done and nobody has verified", { state: "done" }, "others"],
  ] as const)("holds %s", (_what, over, part) => {
    const item = aWaiting(over);
    expect(dayParts([item], [], looking)[part]).toEqual([item]);
  });

  test("says once what waits for my verification, whether or not it is mine", () => {
    const item = aWaiting({ state: "done", owner: other, steps: ["verify"] });
    const parts = dayParts([item], [item], looking);
    expect(parts.verify).toEqual([item]);
    expect(parts.others).toEqual([]);
  });
});
