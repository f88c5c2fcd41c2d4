import { describe, expect, it } from "vitest";
import { can, type Subject } from "./abilities.ts";
import type { Actor } from "./actor.ts";
import { roleMatrix, roles, type Action, type Role } from "./role-matrix.ts";

/** Somebody of Guatemala, of SICA and cleared to confidential, whatever the post. */
const someone = (role: Role): Actor => ({
  id: "me",
  posts: [{ role, centreId: "centre-gt", organisationId: "org-sica" }],
  clearedTo: "confidential",
});
/** A subject on which every condition holds. */
const everything: Subject = {
  centreIds: ["centre-gt"],
  sectionOwnerIds: ["centre-gt", "org-unodc-regional"],
  invitedOrganisationIds: ["org-sica"],
  classification: "confidential",
  isIssued: true,
  ownerId: "somebody else",
  hasReason: true,
};
const subjectFor = (role: Role): Subject => ({
  ...everything,
  organisationId: role === "office_reviewer" || role === "head" ? "org-unodc-regional" : "org-sica",
});
/** What takes a condition away from the subject. */
const without: Partial<Record<string, Subject>> = {
  C: { centreIds: ["centre-pa"] },
  S: { sectionOwnerIds: ["centre-pa"] },
  I: { invitedOrganisationIds: [] },
  O: { organisationId: "org-oas" },
  P: { isIssued: false },
  D: { classification: "strictly_confidential" },
  V: { ownerId: "me" },
  R: { hasReason: false },
};

const cells = Object.entries(roleMatrix).flatMap(([action, row]) =>
  roles.map((role) => [action as Action, role, row[role] as readonly string[]] as const),
);

describe("the abilities", () => {
  it.each(cells)("%s by %s is decided by its cell", (action, role, letters) => {
    const isEver = !letters.includes("N") && !letters.includes("M");
    expect(can(someone(role), action, subjectFor(role))).toBe(isEver);
    for (const letter of letters) {
      const change = without[letter];
      if (change === undefined) continue;
      expect(can(someone(role), action, { ...subjectFor(role), ...change })).toBe(false);
    }
  });

  it("add up over the posts of a person", () => {
    const both: Actor = {
      ...someone("observer"),
      posts: [...someone("observer").posts, ...someone("centre_lead").posts],
    };
    expect(can(both, "paper.submit", { centreIds: ["centre-gt"] })).toBe(true);
  });

  it("never let a post stand in for a clearance", () => {
    const head: Actor = { ...someone("head"), clearedTo: "unclassified" };
    expect(can(head, "paper.issue", { classification: "confidential" })).toBe(false);
  });

  it("are none for somebody without a post", () => {
    for (const action of Object.keys(roleMatrix) as Action[]) {
      expect(
        can({ id: "me", posts: [], clearedTo: "strictly_confidential" }, action, everything),
      ).toBe(false);
    }
  });
});
