import { describe, expect, it } from "vitest";

import { regionalOfficeId, type Actor, type HeldPost } from "./actor.ts";
import { canSeePreference, subjectsToPreferFor } from "./brackets.ts";
import type { PaperFacts } from "./paper.ts";

const paper: PaperFacts = {
  id: "p",
  stage: "draft",
  leadCentreId: "centre-pa",
  centreIds: ["centre-pa", "centre-gt"],
  classification: "unclassified",
  shares: [{ subject: "organisation:org-sica", level: "commenter" }],
};
const actorWith = (post: Partial<HeldPost> & Pick<HeldPost, "role">): Actor => ({
  id: "person",
  clearedTo: "confidential",
  posts: [{ centreId: null, organisationId: null, ...post }],
});
const lead = actorWith({ role: "centre_lead", centreId: "centre-gt" });
const expert = actorWith({ role: "expert", centreId: "centre-gt" });
const focal = actorWith({ role: "focal_point", organisationId: "org-sica" });
const head = actorWith({ role: "head" });

describe("unagreed wording", () => {
  it("is preferred by a centre through its lead, by an organisation through its focal point, by the office for itself", () => {
    expect(subjectsToPreferFor(lead, paper)).toEqual(["centre:centre-gt"]);
    expect(subjectsToPreferFor(focal, paper)).toEqual(["organisation:org-sica"]);
    expect(subjectsToPreferFor(head, paper)).toEqual([`organisation:${regionalOfficeId}`]);
  });

  it("is preferred by nobody who may not read the paper, and not by an expert alone", () => {
    expect(subjectsToPreferFor(expert, paper)).toEqual([]);
    expect(subjectsToPreferFor(focal, { ...paper, shares: [] })).toEqual([]);
    const outsider = actorWith({ role: "centre_lead", centreId: "centre-ni" });
    expect(subjectsToPreferFor(outsider, paper)).toEqual([]);
  });

  it("shows a preference to its own people and to the office, and to nobody else", () => {
    expect(canSeePreference(expert, "centre:centre-gt")).toBe(true);
    expect(canSeePreference(head, "centre:centre-gt")).toBe(true);
    expect(canSeePreference(focal, "centre:centre-gt")).toBe(false);
    expect(canSeePreference(lead, "organisation:org-sica")).toBe(false);
  });
});
