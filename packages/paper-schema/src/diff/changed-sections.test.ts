import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyNode, paragraph, text } from "../every-node.ts";
import type { PaperDocumentJson, PaperNodeJson } from "../paper-document.ts";
import { changedSections } from "./changed-sections.ts";
import { keptOrder } from "./kept-order.ts";

const section = (id: string, ...blocks: readonly PaperNodeJson[]): PaperNodeJson[] => [
  { type: "heading", attrs: { level: 1, id }, content: [text(`Sección ${id}`)] },
  ...blocks,
];
const paper = (...sections: readonly PaperNodeJson[][]): PaperDocumentJson => ({
  type: "doc",
  content: sections.flat(),
});
const a = section("a", paragraph("a1", text("Uno.")));
const b = section("b", paragraph("b1", text("Dos.")));
const c = section("c", paragraph("c1", text("Tres.")));
const brief = (before: PaperDocumentJson, after: PaperDocumentJson) =>
  changedSections(before, after).map(({ sectionId, change }) => `${sectionId} ${change}`);

describe("the sections that two versions do not share", () => {
  it("are none where the texts are equal", () => {
    expect(changedSections(everyNode, everyNode)).toEqual([]);
  });

  it("are those with another word, mark, note or cell, and those that came and went", () => {
    const bold = section("b", paragraph("b1", text("Dos.", { type: "bold" })));
    expect(brief(paper(a, b, c), paper(a, bold, c))).toEqual(["b changed"]);
    expect(brief(paper(a, b), paper(a, c))).toEqual(["c added", "b removed"]);
    for (const [from, to] of [
      ["Fuente.", "Otra fuente."],
      ["a | b", "a | c"],
      ["debe", "deberá"],
      ["pág. 3", "pág. 4"],
      ["Rutas", "Rutas marítimas"],
    ] as const) {
      const changed = JSON.parse(JSON.stringify(everyNode).replace(from, to)) as PaperDocumentJson;
      expect(brief(everyNode, changed), from).toEqual(["one changed"]);
    }
  });

  it("are not those that only stand further down because another came or went", () => {
    expect(brief(paper(a, b, c), paper(c, a, b))).toEqual(["c moved"]);
    expect(brief(paper(a, b), paper(c, a, b))).toEqual(["c added"]);
  });

  it("are not those whose blocks were only given other ids or widths", () => {
    const mended = section("b", paragraph("b2", text("Dos.")));
    expect(brief(paper(a, b), paper(a, mended))).toEqual([]);
  });

  it("tell of the text before the first section as of one without a name", () => {
    const front = [paragraph("f", text("Nota preliminar."))];
    expect(changedSections(paper(a), paper(front, a))).toEqual([
      { sectionId: null, heading: "", change: "added" },
    ]);
  });
});

describe("the places that keep their order", () => {
  it("rise, and no longer run of them does", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(30), { maxLength: 12 }), (places) => {
        const kept = [...keptOrder(places)].sort((one, other) => one - other);
        const run = kept.map((index) => places[index] ?? -1);
        expect(run).toEqual(run.toSorted((one, other) => one - other));
        expect(run).toHaveLength(longest(places));
      }),
    );
  });
});

/** By trying every choice. */
function longest(places: readonly number[]): number {
  const reach = places.map(() => 1);
  for (const [at, place] of places.entries())
    for (let left = 0; left < at; left += 1)
      if ((places[left] ?? 0) < place) reach[at] = Math.max(reach[at] ?? 1, (reach[left] ?? 0) + 1);
  return Math.max(0, ...reach);
}
