import { expect, test } from "vitest";
import { emptyPost, faultsOfPost, postOf, settlePost } from "./post-draft.ts";

const centres = ["centre-gt", "centre-pa"];
const everywhere = () => centres;

test("a lead who may invite experts into one centre has nothing to choose", () => {
  expect(settlePost(emptyPost, ["expert"], () => ["centre-gt"])).toEqual({
    ...emptyPost,
    role: "expert",
    centreId: "centre-gt",
  });
});

test("a centre chosen for one role does not stay when the role becomes one of the office", () => {
  const draft = { ...emptyPost, role: "head" as const, centreId: "centre-gt" };
  expect(settlePost(draft, ["head", "expert"], everywhere).centreId).toBeNull();
});

test("a place at which the role cannot be given is taken out", () => {
  const draft = { ...emptyPost, role: "expert" as const, centreId: "centre-ni" };
  expect(settlePost(draft, ["expert"], everywhere).centreId).toBeNull();
});

test("a post asks for its role, and then for the centre or organisation of that role", () => {
  expect(faultsOfPost(emptyPost)).toEqual({ role: "required" });
  expect(faultsOfPost({ ...emptyPost, role: "expert" })).toEqual({ centreId: "required" });
  expect(faultsOfPost({ ...emptyPost, role: "observer" })).toEqual({ organisationId: "required" });
  expect(faultsOfPost({ ...emptyPost, role: "head" })).toEqual({});
});

test("a post ends after it starts", () => {
  const draft = { ...emptyPost, role: "head" as const, startsOn: "2027-03-01" };
  expect(faultsOfPost({ ...draft, endsOn: "2027-03-01" })).toEqual({ endsOn: "ends_before_start" });
  expect(faultsOfPost({ ...draft, endsOn: "2027-03-02" })).toEqual({});
});

test("days that were left open are sent as today and as no end", () => {
  expect(postOf({ ...emptyPost, role: "head" })).toEqual({
    role: "head",
    centreId: null,
    organisationId: null,
    endsOn: null,
  });
});
