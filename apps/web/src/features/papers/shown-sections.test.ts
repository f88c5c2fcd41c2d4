import { expect, it } from "vitest";
import { shownSections } from "./shown-sections.ts";

const section = (sectionId: string, over: object = {}) => ({
  sectionId,
  heading: { es: `Plantilla ${sectionId}`, en: `Template ${sectionId}` },
  guidance: null,
  required: false,
  ownerId: "centre-gt",
  othersMay: "suggest" as const,
  version: 3,
  ...over,
});

it("lists sections in the order of the text, those that people have added among them", () => {
  const paper = { sections: [section("a"), section("b", { required: true })] };
  const headings = [
    { id: "new", text: "Añadida" },
    { id: "a", text: "" },
  ];
  expect(shownSections(paper, headings, "es")).toMatchObject([
    { sectionId: "new", heading: "Añadida", ownerId: null, othersMay: "edit", version: 0 },
    { sectionId: "a", heading: "Plantilla a", ownerId: "centre-gt", version: 3 },
    { sectionId: "b", heading: "Plantilla b", isRequired: true },
  ]);
});

it("leaves a section out that somebody added, assigned and took out of the text again", () => {
  const paper = { sections: [section("a"), section("gone", { heading: null })] };
  const shown = shownSections(paper, [{ id: "a", text: "A" }], "en");
  expect(shown.map(({ sectionId }) => sectionId)).toEqual(["a"]);
  expect(shownSections(paper, null, "en")).toHaveLength(2);
});
