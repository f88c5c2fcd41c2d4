import { expect, it } from "vitest";
import type { Actor } from "./actor.ts";
import type { ActionItem } from "./action-item.ts";
import { mayTakeBackCancellation } from "./own-cancellation.ts";

const lead: Actor = {
  ...{ id: "lead", clearedTo: "unclassified" },
  posts: [{ role: "centre_lead", centreId: "centre-sv", organisationId: null }],
};
const item: ActionItem = {
  ...{ id: "item", state: "cancelled", ownerId: "lead", centreId: "centre-sv" },
  ...{ organisationId: null, helperIds: [], classification: "unclassified" },
};

it("a cancellation is taken back by whoever cancelled, as long as they may cancel there", () => {
  const act = { byId: "lead", from: "blocked" } as const;
  expect(mayTakeBackCancellation(item, lead, act)).toBe(true);
  expect(mayTakeBackCancellation(item, lead, { ...act, byId: "head" })).toBe(false);
  expect(mayTakeBackCancellation({ ...item, centreId: "centre-gt" }, lead, act)).toBe(false);
  expect(mayTakeBackCancellation({ ...item, state: "open" }, lead, act)).toBe(false);
});
