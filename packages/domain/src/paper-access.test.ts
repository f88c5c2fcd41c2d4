import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  classificationLevels,
  isClearedFor,
  subjectsOf,
  type Actor,
  type ClassificationLevel,
  type HeldPost,
} from "./actor.ts";
import {
  classificationsFor,
  decideClassification,
  decideExport,
  decideShare,
  maySharePaper,
} from "./paper-access.ts";
import { boundTo } from "./people.ts";
import { canReadPaper, editionRoleFor, editionRoles, type PaperFacts } from "./paper.ts";
import { roles, type Role } from "./role-matrix.ts";
import { stateMachines } from "./state-machines.ts";

const aPerson = (
  role: Role,
  over: { centreId?: string; organisationId?: string; clearedTo?: ClassificationLevel } = {},
): Actor => ({
  id: role,
  posts: [{ role, centreId: over.centreId ?? null, organisationId: over.organisationId ?? null }],
  clearedTo: over.clearedTo ?? "confidential",
});
const aPaper = (over: Partial<PaperFacts> = {}): PaperFacts => ({
  id: "paper",
  stage: "draft",
  leadCentreId: "centre-pa",
  centreIds: ["centre-pa", "centre-gt"],
  classification: "unclassified",
  shares: [],
  ...over,
});
const lead = aPerson("centre_lead", { centreId: "centre-pa" });
const leadOfMember = aPerson("centre_lead", { centreId: "centre-gt" });
const expert = aPerson("expert", { centreId: "centre-gt" });
const reviewer = aPerson("office_reviewer");
const head = aPerson("head", { clearedTo: "strictly_confidential" });
const focal = aPerson("focal_point", { organisationId: "org-sica" });
const stranger = aPerson("expert", { centreId: "centre-ni" });
const now = new Date("2026-11-24T12:00:00Z");
const rank = (role: string | null) => (role === null ? -1 : editionRoles.indexOf(role as "reader"));

const places = ["centre-pa", "centre-gt", "centre-ni"];
const bodies = ["org-sica", "org-oas"];
const aPost: fc.Arbitrary<HeldPost> = fc
  .record({
    role: fc.constantFrom(...roles),
    centre: fc.constantFrom(...places),
    body: fc.constantFrom(...bodies),
  })
  .map(({ role, centre, body }) => ({
    role,
    centreId: boundTo[role] === "centre" ? centre : null,
    organisationId: boundTo[role] === "organisation" ? body : null,
  }));
const anActor: fc.Arbitrary<Actor> = fc.record({
  id: fc.constantFrom("ana", "rita"),
  posts: fc.array(aPost, { maxLength: 3 }),
  clearedTo: fc.constantFrom(...classificationLevels),
});
const aShare = fc.record({
  subject: fc.oneof(
    fc.constantFrom("person:ana", "person:rita"),
    fc.constantFrom(...places).map((id) => `centre:${id}`),
    fc.constantFrom(...bodies).map((id) => `organisation:${id}`),
    aPost.map((post) => `post:${post.role}@${post.centreId ?? post.organisationId ?? "office"}`),
  ),
  level: fc.constantFrom(...editionRoles),
});
const anyPaper: fc.Arbitrary<PaperFacts> = fc.record({
  id: fc.constant("paper"),
  stage: fc.constantFrom(...stateMachines.paper.states),
  leadCentreId: fc.constantFrom(...places),
  centreIds: fc.subarray(places, { minLength: 1 }),
  classification: fc.constantFrom(...classificationLevels),
  shares: fc.array(aShare, { maxLength: 5 }),
});
const someOwners = fc.subarray([...places, "org-unodc-regional"]);

describe("a share", () => {
  const properties = { numRuns: 2000 };

  it("never opens what is above a person's clearance", () => {
    fc.assert(
      fc.property(anActor, anyPaper, someOwners, (actor, paper, owners) => {
        if (isClearedFor(actor.clearedTo, paper.classification)) return;
        expect(canReadPaper(actor, paper)).toBe(false);
        expect(editionRoleFor(actor, paper, owners)).toBeNull();
      }),
      properties,
    );
  });

  it("never lowers what a post gives, and gives at least what it says while the text is open", () => {
    fc.assert(
      fc.property(anActor, anyPaper, someOwners, (actor, paper, owners) => {
        const shared = editionRoleFor(actor, paper, owners);
        const byPost = editionRoleFor(actor, { ...paper, shares: [] }, owners);
        expect(rank(shared)).toBeGreaterThanOrEqual(rank(byPost));
        const mine = paper.shares.filter(({ subject }) => subjectsOf(actor).includes(subject));
        const isOpen = ["draft", "submitted", "in_expert_review"].includes(paper.stage);
        for (const { level } of mine)
          if (isOpen && isClearedFor(actor.clearedTo, paper.classification))
            expect(rank(shared)).toBeGreaterThanOrEqual(rank(level));
        // And nothing beyond the two.
        const most = Math.max(rank(byPost), ...mine.map(({ level }) => rank(level)));
        expect(rank(shared)).toBeLessThanOrEqual(most);
      }),
      properties,
    );
  });

  it("to others changes nothing for somebody", () => {
    fc.assert(
      fc.property(anActor, anyPaper, someOwners, (actor, paper, owners) => {
        const shares = paper.shares.filter(({ subject }) => !subjectsOf(actor).includes(subject));
        expect(editionRoleFor(actor, { ...paper, shares }, owners)).toBe(
          editionRoleFor(actor, { ...paper, shares: [] }, owners),
        );
      }),
      properties,
    );
  });

  it.each([
    ["a person", "person:focal_point", focal],
    ["an organisation", "organisation:org-sica", focal],
    ["a post", "post:focal_point@org-sica", focal],
    ["a centre", "centre:centre-ni", stranger],
  ])(
    "reaches %s at its level, and reading alone once the text is closed",
    (_what, subject, who) => {
      for (const level of editionRoles) {
        const shares = [{ subject, level }];
        expect(editionRoleFor(who, aPaper(), [])).toBeNull();
        expect(editionRoleFor(who, aPaper({ shares }), [])).toBe(level);
        for (const stage of ["in_expert_clearance", "issued", "withdrawn"] as const)
          expect(editionRoleFor(who, aPaper({ shares, stage }), [])).toBe("reader");
      }
    },
  );

  it("to read does not let a centre suggest, though its experts may in papers of theirs", () => {
    const shares = [{ subject: "centre:centre-ni", level: "reader" as const }];
    expect(editionRoleFor(stranger, aPaper({ shares }), ["centre-ni"])).toBe("reader");
  });

  it("to a post does not stay with the person when the post passes on", () => {
    const shares = [{ subject: "post:focal_point@org-sica", level: "editor" as const }];
    expect(canReadPaper({ ...focal, posts: [] }, aPaper({ shares }))).toBe(false);
  });

  it("is given by the office and the lead of the lead centre, where they may read", () => {
    for (const [actor, may] of [
      [lead, true],
      [reviewer, true],
      [head, true],
      [leadOfMember, false],
      [expert, false],
      [aPerson("admin"), false],
    ] as const)
      expect([actor.id, maySharePaper(actor, aPaper())]).toEqual([actor.id, may]);
    const secret = aPaper({ classification: "strictly_confidential" });
    expect(maySharePaper(lead, secret)).toBe(false);
    expect(maySharePaper(head, secret)).toBe(true);
    // Whoever edits by a share opens the paper to nobody else.
    const shares = [{ subject: "person:focal_point", level: "editor" as const }];
    expect(maySharePaper(focal, aPaper({ shares }))).toBe(false);
  });

  it.each([
    ["by somebody who may not", expert, {}, {}, "not_allowed"],
    ["until now", lead, { expiresAt: now }, {}, "expiry_in_the_past"],
    [
      "to a person who is not cleared",
      lead,
      {},
      { subjectClearance: "unclassified" },
      "person_not_cleared",
    ],
  ] as const)("is refused %s", (_why, actor, wanted, context, code) => {
    const paper = aPaper({ classification: "confidential" });
    const share = { subject: "person:x", level: "reader", expiresAt: null, ...wanted } as const;
    expect(decideShare(paper, actor, share, { now, subjectClearance: null, ...context })).toEqual({
      accepted: false,
      code,
    });
  });
});

describe("a classification", () => {
  it("is raised by the office and the paper's leads, up to their own clearance", () => {
    expect(classificationsFor(lead, aPaper())).toEqual(["confidential"]);
    expect(classificationsFor(leadOfMember, aPaper())).toEqual(["confidential"]);
    expect(classificationsFor(reviewer, aPaper())).toEqual(["confidential"]);
    expect(classificationsFor(head, aPaper())).toEqual(["confidential", "strictly_confidential"]);
    expect(classificationsFor(expert, aPaper())).toEqual([]);
    expect(classificationsFor(stranger, aPaper())).toEqual([]);
    const shares = [{ subject: "person:focal_point", level: "editor" as const }];
    expect(classificationsFor(focal, aPaper({ shares }))).toEqual([]);
  });

  it("is lowered by the head of office alone, with a reason", () => {
    const paper = aPaper({ classification: "confidential" });
    const to = "unclassified";
    expect(decideClassification(paper, lead, { to, reason: "x" })).toMatchObject({
      code: "not_allowed",
    });
    expect(decideClassification(paper, head, { to, reason: " " })).toMatchObject({
      code: "reason_required",
    });
    expect(decideClassification(paper, head, { to, reason: "x" })).toMatchObject({
      event: { from: "confidential", to },
    });
    expect(decideClassification(paper, head, { to: "confidential" })).toMatchObject({
      code: "same_classification",
    });
  });

  it("is never moved by somebody from or to a level above their clearance", () => {
    fc.assert(
      fc.property(anActor, anyPaper, (actor, paper) => {
        for (const to of classificationsFor(actor, paper)) {
          expect(isClearedFor(actor.clearedTo, paper.classification)).toBe(true);
          expect(isClearedFor(actor.clearedTo, to)).toBe(true);
        }
      }),
    );
  });
});

describe("an export", () => {
  it("of a strictly confidential paper is for the head of office, with a reason", () => {
    const secret = aPaper({ classification: "strictly_confidential" });
    const cleared = { ...lead, clearedTo: "strictly_confidential" } as const;
    expect(decideExport(secret, cleared, { reason: "x" })).toMatchObject({ code: "not_allowed" });
    expect(decideExport(secret, head, {})).toMatchObject({ code: "reason_required" });
    expect(decideExport(secret, head, { reason: "x" })).toMatchObject({
      event: { marking: "strictly_confidential" },
    });
  });

  it("never takes out what somebody may not read, and carries the paper's own marking", () => {
    fc.assert(
      fc.property(anActor, anyPaper, fc.option(fc.string()), (actor, paper, reason) => {
        const decision = decideExport(paper, actor, { reason: reason ?? undefined });
        if (!decision.accepted) return;
        expect(canReadPaper(actor, paper)).toBe(true);
        expect(decision.event.marking).toBe(paper.classification);
      }),
    );
  });
});
