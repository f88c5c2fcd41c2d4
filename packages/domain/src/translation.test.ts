import { describe, expect, it } from "vitest";
import { roles } from "./role-matrix.ts";
import type { Actor } from "./actor.ts";
import type { PaperFacts } from "./paper.ts";
import { mayMarkTranslation, mayStartTranslation, translationState } from "./translation.ts";

const facts = {
  hasOriginal: true,
  hasTranslation: true,
  sourceSha256: "now",
  translatedSha256: "now" as string | null,
};

describe("a section of a translation", () => {
  it.each([
    ["up_to_date", {}],
    ["stale", { translatedSha256: "before" }],
    ["unmarked", { translatedSha256: null }],
    ["missing", { hasTranslation: false, translatedSha256: null }],
    // Somebody emptied what had been translated.
    ["missing", { hasTranslation: false }],
    ["empty", { hasOriginal: false, hasTranslation: false, translatedSha256: null }],
    // The original was emptied after it had been translated: its readers must hear of it.
    ["stale", { hasOriginal: false, translatedSha256: "before" }],
  ] as const)("is %s (%j)", (state, over) => {
    expect(translationState({ ...facts, ...over })).toBe(state);
  });
});

describe("a translation", () => {
  const paper: PaperFacts = {
    id: "p",
    stage: "draft",
    leadCentreId: "centre-gt",
    centreIds: ["centre-gt"],
    classification: "unclassified",
    shares: [{ subject: "person:editor", level: "editor" }],
  };
  const actor = (role: (typeof roles)[number], over: Partial<Actor> = {}): Actor => ({
    id: "somebody",
    clearedTo: "unclassified",
    posts: [{ role, centreId: "centre-gt", organisationId: null }],
    ...over,
  });

  it("is started by the office and by the paper's own centres, while its text is open", () => {
    const may = roles.filter((role) => mayStartTranslation(actor(role), paper));
    expect(may).toEqual(["office_reviewer", "head", "centre_lead", "expert"]);
    const foreign = actor("expert", {
      posts: [{ role: "expert", centreId: "centre-ni", organisationId: null }],
    });
    expect(mayStartTranslation(foreign, paper)).toBe(false);
    expect(mayStartTranslation(actor("head"), { ...paper, stage: "cleared" })).toBe(false);
  });

  it("is marked by translators, and by whoever the text was shared with to write in it", () => {
    const editor = actor("focal_point", { id: "editor" });
    expect(mayMarkTranslation(editor, paper, [])).toBe(true);
    expect(mayStartTranslation(editor, paper)).toBe(false);
    expect(mayMarkTranslation(actor("office_reviewer"), paper, [])).toBe(true);
    expect(mayMarkTranslation(actor("observer"), paper, [])).toBe(false);
  });
});
