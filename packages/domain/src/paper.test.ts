import { describe, expect, it } from "vitest";
import type { Actor } from "./actor.ts";
import {
  canReadPaper,
  canSeePaper,
  decideOnSubmission,
  decidePaperSubmission,
  editionRoleFor,
  missingSections,
  type PaperFacts,
  type SectionFacts,
} from "./paper.ts";
import type { Role } from "./role-matrix.ts";

const aPerson = (role: Role, over: Partial<Actor> & { centreId?: string } = {}): Actor => ({
  id: role,
  posts: [{ role, centreId: over.centreId ?? null, organisationId: null }],
  clearedTo: over.clearedTo ?? "confidential",
});
const leadOfPanama = aPerson("centre_lead", { centreId: "centre-pa" });
const expertOfGuatemala = aPerson("expert", { centreId: "centre-gt" });
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
const aSection = (over: Partial<SectionFacts> = {}): SectionFacts => ({
  sectionId: "summary",
  required: true,
  ownerId: "centre-pa",
  isEmpty: false,
  ...over,
});

describe("a draft", () => {
  it("is submitted by the lead of its lead centre", () => {
    expect(decidePaperSubmission(aPaper(), leadOfPanama, [aSection()])).toEqual({
      accepted: true,
      event: { from: "draft", to: "submitted" },
    });
  });

  it.each([
    ["an expert submits it", aPaper(), expertOfGuatemala, [], "not_allowed"],
    [
      "the lead of a contributing centre submits it",
      aPaper(),
      aPerson("centre_lead", { centreId: "centre-gt" }),
      [],
      "not_allowed",
    ],
    [
      "it is at the office already",
      aPaper({ stage: "submitted" }),
      leadOfPanama,
      [],
      "paper_not_in_draft",
    ],
    [
      "a required section is empty",
      aPaper(),
      leadOfPanama,
      [aSection({ isEmpty: true })],
      "paper_incomplete",
    ],
    [
      "a section has no owner",
      aPaper(),
      leadOfPanama,
      [aSection({ ownerId: null })],
      "paper_incomplete",
    ],
  ])("is refused when %s", (_why, paper, actor, sections, code) => {
    expect(decidePaperSubmission(paper, actor, sections)).toEqual({ accepted: false, code });
  });

  it("may leave an optional section empty", () => {
    expect(missingSections([aSection({ required: false, isEmpty: true })])).toEqual([]);
  });

  it("is read by its centres and the office, and hidden from everybody else", () => {
    expect(canReadPaper(expertOfGuatemala, aPaper())).toBe(true);
    expect(canReadPaper(reviewer, aPaper())).toBe(true);
    expect(canReadPaper(aPerson("expert", { centreId: "centre-ni" }), aPaper())).toBe(false);
    expect(canReadPaper(aPerson("observer"), aPaper({ classification: "unclassified" }))).toBe(
      false,
    );
    expect(
      canReadPaper(
        aPerson("expert", { centreId: "centre-gt", clearedTo: "unclassified" }),
        aPaper(),
      ),
    ).toBe(false);
  });

  it("shows its title, not its text, to an administrator when it is unclassified", () => {
    const admin = aPerson("admin");
    expect(canSeePaper(admin, aPaper({ classification: "unclassified" }))).toBe(true);
    expect(canReadPaper(admin, aPaper({ classification: "unclassified" }))).toBe(false);
    expect(canSeePaper(admin, aPaper())).toBe(false);
  });

  it("is edited by its centres; the office edits where it owns a section and suggests elsewhere", () => {
    expect(editionRoleFor(expertOfGuatemala, aPaper(), [])).toBe("editor");
    expect(editionRoleFor(reviewer, aPaper(), [])).toBe("suggester");
    expect(editionRoleFor(reviewer, aPaper(), ["org-unodc-regional"])).toBe("editor");
  });
});

describe("an issued paper", () => {
  it("is read by observers and edited by nobody", () => {
    const issued = aPaper({ stage: "issued", classification: "unclassified" });
    expect(editionRoleFor(aPerson("observer"), issued, [])).toBe("reader");
    expect(editionRoleFor(leadOfPanama, issued, [])).toBe("reader");
  });
});

describe("a submitted draft", () => {
  const submitted = aPaper({ stage: "submitted" });

  it("is returned with a note, or accepted for review, by the office", () => {
    expect(
      decideOnSubmission(submitted, reviewer, { event: "return", note: "Add sources." }),
    ).toMatchObject({ event: { to: "draft" } });
    expect(decideOnSubmission(submitted, reviewer, { event: "accept_for_review" })).toMatchObject({
      event: { to: "in_expert_review" },
    });
  });

  it.each([
    ["the note is blank", submitted, reviewer, { event: "return", note: "  " }, "note_required"],
    [
      "the lead decides on it",
      submitted,
      leadOfPanama,
      { event: "accept_for_review" },
      "not_allowed",
    ],
    ["it was never submitted", aPaper(), reviewer, { event: "accept_for_review" }, "not_submitted"],
  ] as const)("is not decided when %s", (_why, paper, actor, answer, code) => {
    expect(decideOnSubmission(paper, actor, answer)).toEqual({ accepted: false, code });
  });
});
