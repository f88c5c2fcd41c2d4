import { describe, expect, it } from "vitest";
import { auditGroupOf, auditGroups, auditKinds, auditKindsOf, readsAuditValues } from "./audit.ts";

const everyPaper = () => true;
const noPaper = () => false;

describe("what a reader of the audit log reads of an entry", () => {
  it("the office reads everything about papers that it is cleared for", () => {
    const entry = { kind: "paper.classified", paperId: "paper-1" };
    expect(readsAuditValues("content", entry, everyPaper)).toBe(true);
    expect(readsAuditValues("content", entry, noPaper)).toBe(false);
  });

  it("whatever names a paper above the reader's clearance is withheld, whichever its kind", () => {
    for (const kind of auditKinds)
      expect(readsAuditValues("content", { kind, paperId: "paper-1" }, noPaper), kind).toBe(false);
  });

  it("the office reads everything that is about no paper", () => {
    for (const kind of auditKinds)
      expect(readsAuditValues("content", { kind, paperId: null }, noPaper), kind).toBe(true);
  });

  it("an administrator reads nothing of papers, even of those that anybody may read", () => {
    for (const kind of auditKinds.filter((one) => one.startsWith("paper."))) {
      expect(readsAuditValues("metadata", { kind, paperId: "paper-1" }, everyPaper)).toBe(false);
      expect(readsAuditValues("metadata", { kind, paperId: null }, everyPaper)).toBe(false);
    }
    const asked = { kind: "access_request.received", paperId: "paper-1" };
    expect(readsAuditValues("metadata", asked, everyPaper)).toBe(false);
  });

  it("an administrator reads of people, posts, organisations, sign-ins and refusals", () => {
    for (const kind of auditKinds.filter((one) => !/^(paper|commitment)\./.test(one)))
      expect(readsAuditValues("metadata", { kind, paperId: null }, noPaper), kind).toBe(true);
    const refused = { kind: "access.refused", paperId: "paper-1" };
    expect(readsAuditValues("metadata", refused, noPaper)).toBe(true);
  });
});

describe("the groups of kinds", () => {
  it("every kind belongs to one group, and every group has kinds", () => {
    for (const kind of auditKinds) expect(auditGroups).toContain(auditGroupOf(kind));
    expect(auditGroups.flatMap(auditKindsOf).sort()).toEqual([...auditKinds].sort());
  });

  it("a filter is a group, a first part or a kind, and nothing else", () => {
    expect(auditKindsOf("totp")).toEqual(["totp.added", "totp.removed"]);
    expect(auditKindsOf("access")).toEqual(["access.refused"]);
    expect(auditKindsOf("paper.read")).toEqual(["paper.read"]);
    expect(auditKindsOf("papers").every((kind) => kind.startsWith("paper."))).toBe(true);
    expect(auditKindsOf("pap")).toEqual([]);
    expect(auditKindsOf("")).toEqual([]);
  });
});
