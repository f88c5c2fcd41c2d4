import { expect, test } from "vitest";
import { readAuditFilter, withFilter } from "./audit-filters.ts";

test("the filters are read off the address, without what is none", () => {
  const search = { kind: "papers", from: "2026-11-01", to: "yesterday", actor: 5, page: "2" };
  expect(readAuditFilter(search)).toEqual({ kind: "papers", from: "2026-11-01" });
});

test("an emptied filter leaves the address", () => {
  expect(withFilter({ kind: "papers", actor: "p-1" }, { kind: "" })).toEqual({ actor: "p-1" });
});
