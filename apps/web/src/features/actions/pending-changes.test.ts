import { describe, expect, it } from "vitest";
import { anActionItem } from "./an-action-item.ts";
import { pendingChanges, showChange, withPending } from "./pending-changes.ts";

const shown = (item = anActionItem()) => withPending(item, pendingChanges.current());

describe("a change that the server has not answered yet", () => {
  it("is shown at once, and forgotten when it is refused", () => {
    const takeBack = showChange("act-1", { state: "in_progress", rank: "b" });
    expect(shown()).toMatchObject({ state: "in_progress", rank: "b" });
    takeBack();
    expect(shown()).toEqual(anActionItem());
  });

  it("stays in sight while older data arrives", () => {
    const takeBack = showChange("act-1", { state: "done" });
    expect(shown(anActionItem({ version: 2, dueOn: "2026-12-01" }))).toMatchObject({
      state: "done",
      dueOn: "2026-12-01",
    });
    takeBack();
  });

  it("lies over an earlier one, which may be answered first", () => {
    const first = showChange("act-1", { state: "in_progress" });
    const second = showChange("act-1", { state: "done" });
    expect(shown().state).toBe("done");
    first();
    expect(shown().state).toBe("done");
    second();
    expect(shown().state).toBe("open");
  });

  it("tells whoever shows it", () => {
    let calls = 0;
    const stop = pendingChanges.subscribe(() => (calls += 1));
    showChange("act-1", { state: "done" })();
    stop();
    showChange("act-1", { state: "done" })();
    expect(calls).toBe(2);
  });
});
