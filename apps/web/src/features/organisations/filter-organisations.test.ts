import type { ManagedOrganisation } from "@istmo/contracts";
import { expect, test } from "vitest";
import { filterOrganisations } from "./filter-organisations.ts";

const anOrganisation = (
  id: string,
  es: string,
  en: string,
  kind = "state",
): ManagedOrganisation => ({
  id,
  kind,
  country: null,
  name: { es, en },
  abbreviation: { es: id.toUpperCase(), en: id.toUpperCase() },
  languages: ["es"],
  isActive: true,
  version: 1,
  members: [],
  memberOf: [],
  people: 0,
});
const all = [
  anOrganisation("mx", "México", "Mexico"),
  anOrganisation("oas", "Organización de los Estados Americanos", "OAS", "intergovernmental"),
  anOrganisation("bz", "Belice", "Belize"),
];
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

test("organisations are found without accents, in either language and by abbreviation", () => {
  expect(ids(filterOrganisations(all, { search: "mexico" }, "es"))).toEqual(["mx"]);
  expect(ids(filterOrganisations(all, { search: "beliz" }, "es"))).toEqual(["bz"]);
  expect(ids(filterOrganisations(all, { search: "OAS" }, "es"))).toEqual(["oas"]);
});

test("organisations stand by name in the reader's language", () => {
  expect(ids(filterOrganisations(all, { kind: "state" }, "es"))).toEqual(["bz", "mx"]);
});
