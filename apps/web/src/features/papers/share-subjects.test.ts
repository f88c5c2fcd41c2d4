import { expect, test } from "vitest";
import { readSubject, shareSubjects } from "./share-subjects.ts";

test("a share reads as a person, a centre, an organisation or a post of one of them", () => {
  expect(readSubject("person:p-1")).toEqual({ kind: "person", id: "p-1" });
  expect(readSubject("centre:centre-gt")).toEqual({ kind: "centre", id: "centre-gt" });
  expect(readSubject("post:focal_point@org-sica")).toEqual({
    kind: "post",
    role: "focal_point",
    bodyId: "org-sica",
  });
  expect(readSubject("post:@org-sica")).toBeNull();
  expect(readSubject("everybody")).toBeNull();
});

test("what is offered are people, then bodies, then their posts, each readable again", () => {
  const offered = shareSubjects({
    personIds: ["p-1"],
    centreIds: ["centre-gt"],
    organisationIds: ["org-sica"],
  });
  expect(offered.slice(0, 3)).toEqual(["person:p-1", "centre:centre-gt", "organisation:org-sica"]);
  expect(offered).toContain("post:head@office");
  expect(offered).toContain("post:expert@centre-gt");
  expect(offered).toContain("post:focal_point@org-sica");
  expect(offered).not.toContain("post:admin@office");
  expect(offered.map(readSubject)).not.toContain(null);
});
