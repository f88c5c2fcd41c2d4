import { expect, test } from "vitest";
import { ApiProblem } from "../../api/problem.ts";
import { missingSections } from "./missing-sections.ts";

test("an incomplete paper names the sections that are missing, whatever form the heading has", () => {
  const refused = new ApiProblem({
    code: "paper_incomplete",
    details: {
      sections: [
        { sectionId: "s1", heading: { es: "Resumen", en: "Summary" }, problem: "empty" },
        { sectionId: "s2", heading: "Situación", problem: "no_owner" },
        "nonsense",
      ],
    },
  });
  expect(missingSections(refused)).toEqual([
    { sectionId: "s1", heading: { es: "Resumen", en: "Summary" }, problem: "empty" },
    { sectionId: "s2", heading: { es: "Situación", en: "Situación" }, problem: "no_owner" },
  ]);
  expect(missingSections(new ApiProblem({ code: "not_allowed" }))).toEqual([]);
});
