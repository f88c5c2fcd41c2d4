import { describe, expect, it } from "vitest";
import type { Actor } from "./actor.ts";
import { canChangeView, canSeeView, canShareView } from "./saved-view.ts";

const someone = (id: string, post: object): Actor => ({
  id,
  clearedTo: "unclassified",
  posts: [{ centreId: null, organisationId: null, ...post } as Actor["posts"][number]],
});
const lead = someone("lead", { role: "centre_lead", centreId: "centre-sv" });
const expert = someone("expert", { role: "expert", centreId: "centre-sv" });
const other = someone("other", { role: "expert", centreId: "centre-gt" });
const head = someone("head", { role: "head" });
const focal = someone("focal", { role: "focal_point", organisationId: "org-sica" });

const ofCentre = { with: "centre", centreId: "centre-sv" } as const;
const seenBy = (sharing: Parameters<typeof canShareView>[1]) =>
  [lead, expert, other, head, focal].filter((one) => canSeeView(one, { ownerId: "lead", sharing }));

describe("a saved view", () => {
  it("is seen by those with whom it is shared, and by nobody else", () => {
    expect(seenBy({ with: "nobody" })).toEqual([lead]);
    expect(seenBy(ofCentre)).toEqual([lead, expert]);
    expect(seenBy({ with: "staff" })).toEqual([lead, expert, other, head]);
  });

  it("is changed by its owner; what everybody sees also by the office", () => {
    const view = { ownerId: "lead", sharing: { with: "staff" } } as const;
    expect([lead, expert, head].map((one) => canChangeView(one, view))).toEqual([
      true,
      false,
      true,
    ]);
    expect(canChangeView(head, { ownerId: "lead", sharing: ofCentre })).toBe(false);
  });

  it("is shared with a centre by those who work there and by the office, and kept by anybody", () => {
    expect([expert, other, head].map((one) => canShareView(one, ofCentre))).toEqual([
      true,
      false,
      true,
    ]);
    expect(canShareView(focal, { with: "staff" })).toBe(false);
    expect(canShareView(focal, { with: "nobody" })).toBe(true);
  });
});
