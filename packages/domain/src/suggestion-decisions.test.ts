import { describe, expect, it } from "vitest";
import type { Actor } from "./actor.ts";
import { regionalOfficeId } from "./actor.ts";
import type { PaperFacts } from "./paper.ts";
import type { Role } from "./role-matrix.ts";
import type { OwnedSection } from "./section-owners.ts";
import { suggestionDecisions } from "./suggestion-decisions.ts";

const aPerson = (role: Role, centreId: string | null = null): Actor => ({
  id: role,
  posts: [{ role, centreId, organisationId: null }],
  clearedTo: "confidential",
});
const paper: PaperFacts = {
  id: "paper",
  stage: "draft",
  leadCentreId: "centre-pa",
  centreIds: ["centre-pa", "centre-gt"],
  classification: "unclassified",
  shares: [],
};
const sections: readonly OwnedSection[] = [
  { sectionId: "sec-a", ownerId: "centre-pa", othersMay: "edit" },
  { sectionId: "sec-b", ownerId: "centre-gt", othersMay: "edit" },
  { sectionId: "sec-c", ownerId: regionalOfficeId, othersMay: "suggest" },
];

function decidedBy(actor: Actor, role: "editor" | "suggester" = "editor"): string[] {
  const { elsewhere, sections: all } = suggestionDecisions(actor, role, { paper, sections });
  const decided = all.filter(({ decides }) => decides).map(({ sectionId }) => sectionId);
  return elsewhere ? [...decided, "elsewhere"] : decided;
}

describe("what is suggested", () => {
  it("is decided by the lead of the section's owner, in nobody's by that of the lead centre", () => {
    expect(decidedBy(aPerson("centre_lead", "centre-pa"))).toEqual(["sec-a", "elsewhere"]);
    expect(decidedBy(aPerson("centre_lead", "centre-gt"))).toEqual(["sec-b"]);
  });

  it("is decided by the office in its own sections", () => {
    expect(decidedBy(aPerson("office_reviewer"))).toEqual(["sec-c"]);
    expect(decidedBy(aPerson("head"))).toEqual(["sec-c"]);
  });

  it("is not decided by an expert who edits, nor by anybody who only suggests", () => {
    expect(decidedBy(aPerson("expert", "centre-pa"))).toEqual([]);
    expect(decidedBy(aPerson("centre_lead", "centre-pa"), "suggester")).toEqual([]);
  });
});
