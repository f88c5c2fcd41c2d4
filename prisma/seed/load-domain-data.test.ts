import { describe, expect, it } from "vitest";
import { readDomainData } from "./domain-files.ts";
import { contradictions, loadDomainData } from "./load-domain-data.ts";

describe("the data of a fresh installation", () => {
  it("names five centres, five templates, 159 terms, twenty actions and fourteen comments", () => {
    const data = loadDomainData();
    expect(data.centres.map((centre) => centre.code).sort()).toEqual([
      "DO",
      "GT",
      "NI",
      "PA",
      "SV",
    ]);
    expect(data.templates).toHaveLength(5);
    expect(data.glossary.terms).toHaveLength(159);
    expect(data.actions).toHaveLength(20);
    expect(data.comments).toHaveLength(14);
  });

  it("has 37 numbered paragraphs in each language of the sample paper", () => {
    const { es, en } = loadDomainData().papers[0]!;
    for (const { blocks } of [es, en]) expect(Math.max(...blocks.map((b) => b.para ?? 0))).toBe(37);
  });

  it("is refused when an action item belongs to a centre that does not exist", () => {
    const data = readDomainData();
    data.actions[0]!.centre = "centre-xx";
    expect(contradictions(data)).toEqual([`${data.actions[0]!.id}: centre-xx does not exist`]);
  });

  it("is refused when an id stands twice", () => {
    const data = readDomainData();
    data.centres.push(data.centres[0]!);
    expect(contradictions(data)).toEqual([`centres: ${data.centres[0]!.id} stands twice`]);
  });

  it("is refused when the two editions of a paper are not aligned", () => {
    const data = readDomainData();
    data.papers[0]!.en.blocks.pop();
    expect(contradictions(data).at(-1)).toMatch(/^editions of paper-secondary-ports part at /);
  });
});
