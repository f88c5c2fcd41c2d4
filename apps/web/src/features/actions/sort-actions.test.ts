import type { ActionItem } from "@istmo/contracts";
import { describe, expect, it } from "vitest";
import { anActionItem } from "./an-action-item.ts";
import { dueFirst, sortActions, sortBy, type Sorting } from "./sort-actions.ts";

const texts = {
  titleOf: (item: ActionItem) => item.title.es ?? "",
  centreOf: (item: ActionItem) => item.centreId ?? "",
  language: "es",
};
const order = (items: readonly ActionItem[], sorting: Sorting) =>
  sortActions(items, sorting, texts).map(({ id }) => id);

describe("the order of the list", () => {
  it("follows the machine, not the alphabet, when sorted by state", () => {
    const items = [
      anActionItem({ id: "done", state: "done" }),
      anActionItem({ id: "open", state: "open" }),
      anActionItem({ id: "blocked", state: "blocked" }),
    ];
    expect(order(items, { column: "state", direction: "ascending" })).toEqual([
      "open",
      "blocked",
      "done",
    ]);
  });

  it("keeps items without a date last in both directions", () => {
    const items = [
      anActionItem({ id: "none", dueOn: null }),
      anActionItem({ id: "late", dueOn: "2026-10-01" }),
      anActionItem({ id: "next", dueOn: "2026-12-01" }),
    ];
    expect(order(items, { column: "dueOn", direction: "ascending" })).toEqual([
      "late",
      "next",
      "none",
    ]);
    expect(order(items, { column: "dueOn", direction: "descending" })).toEqual([
      "next",
      "late",
      "none",
    ]);
  });

  it("puts what still waits before what is done when sorted by date", () => {
    const items = [
      anActionItem({ id: "verified", state: "verified", dueOn: "2026-09-01" }),
      anActionItem({ id: "done", state: "done", dueOn: "2026-10-01" }),
      anActionItem({ id: "open", state: "open", dueOn: "2027-01-01" }),
    ];
    expect(order(items, dueFirst)).toEqual(["open", "done", "verified"]);
  });

  it("reads accents as Spanish does", () => {
    const items = [
      anActionItem({ id: "z", title: { es: "Zona" } }),
      anActionItem({ id: "a", title: { es: "Ámbito" } }),
    ];
    expect(order(items, { column: "title", direction: "ascending" })).toEqual(["a", "z"]);
  });

  it("turns round when the same head is pressed again", () => {
    const once = sortBy({ column: "dueOn", direction: "ascending" }, "title");
    expect(once).toEqual({ column: "title", direction: "ascending" });
    expect(sortBy(once, "title").direction).toBe("descending");
  });
});
