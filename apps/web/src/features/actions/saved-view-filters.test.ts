import type { SavedView } from "@istmo/contracts";
import { savedFilter } from "@istmo/contracts";
import { describe, expect, it } from "vitest";
import { filtersOf, isChangedFrom, viewIdIn, viewOf } from "./saved-view-filters.ts";

const view = (over: Partial<SavedView> = {}): SavedView => ({
  ...{ id: "0b0f7c4e-98a5-4f0e-9f0e-1f4b6a3f2c11", name: "Mis bloqueadas", version: 1 },
  ...{ filter: { owner: "me", state: "open,blocked", overdue: "true" }, kind: "list" },
  ...{ sort: null, group: null, sharing: { with: "nobody" }, owner: null },
  abilities: { change: true },
  ...over,
});

describe("a saved view", () => {
  it("keeps what the server reads, and becomes the same filters again", () => {
    const filters = filtersOf(view());
    expect(filters).toMatchObject({ view: "list", owner: "me", overdue: true });
    const kept = viewOf(filters);
    expect(savedFilter.safeParse(kept.filter).success).toBe(true);
    expect(kept).toEqual({ filter: view().filter, kind: "list" });
  });

  it("is unchanged whatever the order of its filters, and changed by one more", () => {
    const filters = { ...filtersOf(view()), saved: "another" };
    expect(isChangedFrom(view(), filters)).toBe(false);
    expect(isChangedFrom(view(), { ...filters, centre: "centre-pa" })).toBe(true);
    expect(isChangedFrom(view(), { ...filters, view: "board" })).toBe(true);
  });

  it("is named by a link, which a way of showing is not", () => {
    expect(viewIdIn({ view: view().id })).toBe(view().id);
    expect([viewIdIn({ view: "list" }), viewIdIn({})]).toEqual([null, null]);
  });
});
