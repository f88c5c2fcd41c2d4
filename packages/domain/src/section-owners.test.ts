import { describe, expect, it } from "vitest";
import type { Actor } from "./actor.ts";
import { regionalOfficeId } from "./actor.ts";
import type { PaperFacts } from "./paper.ts";
import type { Role } from "./role-matrix.ts";
import {
  decideSectionOwner,
  mayAssignSections,
  sectionRoleFor,
  suggestOnlySections,
  type OwnedSection,
} from "./section-owners.ts";

const aPerson = (role: Role, centreId: string | null = null): Actor => ({
  id: role,
  posts: [{ role, centreId, organisationId: null }],
  clearedTo: "confidential",
});
const leadOfPanama = aPerson("centre_lead", "centre-pa");
const expertOfPanama = aPerson("expert", "centre-pa");
const leadOfGuatemala = aPerson("centre_lead", "centre-gt");
const expertOfGuatemala = aPerson("expert", "centre-gt");
const reviewer = aPerson("office_reviewer");

const aPaper = (over: Partial<PaperFacts> = {}): PaperFacts => ({
  id: "paper",
  stage: "draft",
  leadCentreId: "centre-pa",
  centreIds: ["centre-pa", "centre-gt"],
  classification: "confidential",
  shares: [],
  ...over,
});
const aSection = (over: Partial<OwnedSection> = {}): OwnedSection => ({
  sectionId: "sec-a",
  ownerId: "centre-gt",
  othersMay: "suggest",
  ...over,
});

describe("a section that is a centre's", () => {
  it("is edited by its people, while the others suggest", () => {
    expect(sectionRoleFor(expertOfGuatemala, "editor", aSection())).toBe("editor");
    expect(sectionRoleFor(expertOfPanama, "editor", aSection())).toBe("suggester");
    expect(sectionRoleFor(leadOfPanama, "editor", aSection())).toBe("suggester");
    expect(sectionRoleFor(reviewer, "editor", aSection())).toBe("suggester");
  });

  it("is edited by all who edit the paper, when it is set so", () => {
    expect(sectionRoleFor(expertOfPanama, "editor", aSection({ othersMay: "edit" }))).toBe(
      "editor",
    );
  });

  it("gives nobody more than they have in the paper", () => {
    expect(sectionRoleFor(expertOfGuatemala, "reader", aSection())).toBe("reader");
    expect(sectionRoleFor(expertOfPanama, "commenter", aSection())).toBe("commenter");
  });

  it("belongs to the office as well as to a centre", () => {
    const section = aSection({ ownerId: regionalOfficeId });
    expect(sectionRoleFor(reviewer, "editor", section)).toBe("editor");
    expect(sectionRoleFor(leadOfPanama, "editor", section)).toBe("suggester");
  });

  it("is one of those in which an editor of another centre may only suggest", () => {
    const sections = [
      aSection(),
      aSection({ sectionId: "sec-b", ownerId: "centre-pa" }),
      aSection({ sectionId: "sec-c", othersMay: "edit" }),
    ];
    expect(suggestOnlySections(expertOfPanama, "editor", sections)).toEqual(["sec-a"]);
    expect(suggestOnlySections(expertOfGuatemala, "editor", sections)).toEqual(["sec-b"]);
    expect(suggestOnlySections(expertOfPanama, "suggester", sections)).toEqual([]);
  });
});

describe("assigning a section", () => {
  const assign = (actor: Actor, over: Partial<Parameters<typeof decideSectionOwner>[2]> = {}) =>
    decideSectionOwner(aPaper(), actor, { ownerId: "centre-gt", before: null, ...over });

  it("is for the lead of the lead centre and for the office", () => {
    expect(mayAssignSections(leadOfPanama, aPaper())).toBe(true);
    expect(mayAssignSections(reviewer, aPaper())).toBe(true);
    for (const actor of [expertOfPanama, leadOfGuatemala, aPerson("observer"), aPerson("admin")])
      expect(assign(actor)).toEqual({ accepted: false, code: "not_allowed" });
  });

  it("leaves suggestions to the others, unless it is said or was set otherwise", () => {
    expect(assign(leadOfPanama)).toEqual({
      accepted: true,
      event: { ownerId: "centre-gt", othersMay: "suggest" },
    });
    expect(assign(leadOfPanama, { othersMay: "edit" })).toMatchObject({
      event: { othersMay: "edit" },
    });
    const before = { ownerId: "centre-gt", othersMay: "edit" } as const;
    expect(assign(leadOfPanama, { before })).toMatchObject({ event: { othersMay: "edit" } });
    expect(assign(leadOfPanama, { before: { ...before, ownerId: "centre-pa" } })).toMatchObject({
      event: { othersMay: "suggest" },
    });
  });

  it("gives it to a centre of the paper or to the office, to nobody else", () => {
    expect(assign(leadOfPanama, { ownerId: regionalOfficeId })).toMatchObject({ accepted: true });
    expect(assign(leadOfPanama, { ownerId: "centre-ni" })).toEqual({
      accepted: false,
      code: "owner_not_in_paper",
    });
  });

  it("ends when the paper is no longer written", () => {
    const paper = aPaper({ stage: "cleared" });
    expect(mayAssignSections(leadOfPanama, paper)).toBe(false);
    expect(decideSectionOwner(paper, leadOfPanama, { ownerId: "centre-gt", before: null })).toEqual(
      { accepted: false, code: "paper_not_open" },
    );
  });
});
