import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyNode, paragraph, text } from "../every-node.ts";
import { normalDocument, type PaperDocumentJson, type PaperNodeJson } from "../paper-document.ts";
import { textBlocksOf, tokensOf } from "./text-blocks.ts";
import { changedWords, isCounted, textDiff, type DiffRow, type DiffRun } from "./text-diff.ts";

const paper = (...content: readonly PaperNodeJson[]): PaperDocumentJson => ({
  type: "doc",
  content,
});
const heading = (id: string, words: string): PaperNodeJson => ({
  type: "heading",
  attrs: { level: 1, id },
  content: [text(words)],
});
/** "same [-gone-] {+come+} *marked*" */
const spelled = (runs: readonly DiffRun[]) =>
  runs
    .map(({ change, text: words }) =>
      change === "same"
        ? words
        : change === "added"
          ? `{+${words}+}`
          : change === "removed"
            ? `[-${words}-]`
            : `*${words}*`,
    )
    .join("");
const told = ({ change, blockId, inline }: DiffRow) => `${change} ${blockId}: ${spelled(inline)}`;
const changesOf = (before: PaperDocumentJson, after: PaperDocumentJson) =>
  textDiff(before, after).rows.filter(isCounted).map(told);

/** The words of each block with their marks, as a side of the difference has to show them. */
const wholeOf = (document: PaperDocumentJson) =>
  textBlocksOf(document).map((block) => piecesOf(tokensOf(block)));
const sideOf = (rows: readonly DiffRow[], side: "before" | "after") =>
  rows.flatMap((row) => {
    const runs = row[side];
    return runs === null ? [] : [piecesOf(runs)];
  });
const piecesOf = (
  parts: readonly Pick<DiffRun, "text" | "marks" | "within" | "atom">[],
): string[] => {
  const pieces: string[] = [];
  let last = "";
  for (const { text: words, marks, within, atom } of parts) {
    const kind = JSON.stringify([marks, within, atom ?? null]);
    if (atom === undefined && kind === last) pieces[pieces.length - 1] += words;
    else pieces.push(`${kind} ${words}`);
    last = atom === undefined ? kind : "";
  }
  return pieces;
};

describe("the difference between two versions", () => {
  it("is nothing between equal texts", () => {
    const { rows, changes, wordsAdded, wordsRemoved } = textDiff(everyNode, everyNode);
    expect([changes, wordsAdded, wordsRemoved]).toEqual([0, 0, 0]);
    expect(rows.every(({ change }) => change === "same")).toBe(true);
  });

  it("names words, and those in a note, an alternative and a cell", () => {
    const after = JSON.parse(
      JSON.stringify(everyNode)
        .replace("Fuente.", "Otra fuente.")
        .replace("puede", "podría")
        .replace("Sin número.", "Sin ningún número."),
    ) as PaperDocumentJson;
    expect(changesOf(everyNode, after)).toEqual([
      "changed s1: Sin {+ningún +}número.",
      expect.stringContaining("[[-Fuente-]{+Otra fuente+}.]"),
      "changed p2: Se [debe / [-puede-]{+podría+}]",
    ]);
    const cell = JSON.parse(
      JSON.stringify(everyNode).replace("a | b", "a | c"),
    ) as PaperDocumentJson;
    const [row] = textDiff(everyNode, cell).rows.filter(isCounted);
    expect(row).toMatchObject({
      change: "changed",
      place: { sectionId: "one", cell: { tableId: "t", row: 2, column: 1 } },
    });
  });

  it("tells other marks from other words, and the level of a heading or a picture's description", () => {
    const before = paper(paragraph("a", text("Todo igual")), heading("h", "Título"));
    const after = paper(paragraph("a", text("Todo "), text("igual", { type: "bold" })), {
      ...heading("h", "Título"),
      attrs: { level: 2, id: "h" },
    });
    const rows = textDiff(before, after).rows;
    expect(rows.map(told)).toEqual(["format a: Todo *igual*", "format h: Título"]);
    expect(rows[0]?.inline[1]).toMatchObject({ marks: '[{"type":"bold"}]', marksBefore: "" });
    expect(rows[1]?.details).toEqual([{ name: "level", before: 1, after: 2 }]);
    const alt = JSON.parse(
      JSON.stringify(everyNode).replace('"Mapa"', '"Plano"'),
    ) as PaperDocumentJson;
    expect(textDiff(everyNode, alt).rows.find(isCounted)?.details).toEqual([
      { name: "alt", before: "Mapa", after: "Plano" },
    ]);
  });

  it("tells a citation of another page, a reference and an action item from the words around", () => {
    for (const [from, to] of [
      ["pág. 3", "pág. 4"],
      ['"targetId":"t"', '"targetId":"one"'],
      ['"actionId":"act"', '"actionId":"other"'],
    ] as const) {
      const after = JSON.parse(JSON.stringify(everyNode).replace(from, to)) as PaperDocumentJson;
      const [row] = textDiff(everyNode, after).rows.filter(isCounted);
      const other = row?.inline.filter(({ change }) => change !== "same");
      expect(other?.map(({ change, atom }) => [change, atom !== undefined])).toEqual([
        ["removed", true],
        ["added", true],
      ]);
    }
  });

  it("shows what moved where it went from and where it went to, and counts it once", () => {
    const [a, b, c] = ["a", "b", "c"].map((id) => paragraph(id, text(`Párrafo ${id}.`)));
    const moved = textDiff(paper(a!, b!, c!), paper(c!, a!, b!));
    expect(moved.rows.map(({ change, blockId }) => `${change} ${blockId}`)).toEqual([
      "moved c",
      "same a",
      "same b",
      "moved_away c",
    ]);
    expect([moved.changes, moved.wordsAdded]).toEqual([1, 0]);
  });

  it("counts words and changes, and how many stand in each section", () => {
    const before = paper(heading("s", "Uno"), paragraph("a", text("Cuatro palabras van aquí.")));
    const after = paper(
      heading("s", "Uno"),
      paragraph("a", text("Cinco palabras van aquí.")),
      heading("z", "Dos"),
      paragraph("n", text("Nuevo párrafo.")),
    );
    const diff = textDiff(before, after);
    expect(diff).toMatchObject({ changes: 3, wordsAdded: 4, wordsRemoved: 1 });
    expect(changedWords(before, after)).toEqual({ wordsAdded: 4, wordsRemoved: 1 });
    expect(diff.sections.map(({ sectionId, changes }) => [sectionId, changes])).toEqual([
      ["s", 1],
      ["z", 2],
    ]);
    expect(textDiff(after, before).sections.map(({ changes }) => changes)).toEqual([1, 2]);
  });

  it("finds the same words under another id", () => {
    const before = paper(paragraph("a", text("Las mismas palabras.")));
    expect(textDiff(before, paper(paragraph("b", text("Las mismas palabras.")))).changes).toBe(0);
  });

  it("shows on one side all of the earlier text and on the other all of the later, in order", () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        const diff = textDiff(before, after);
        expect(sideOf(diff.rows, "before")).toEqual(wholeOf(before));
        expect(sideOf(diff.rows, "after")).toEqual(wholeOf(after));
        const { wordsAdded, wordsRemoved } = diff;
        expect(changedWords(before, after)).toEqual({ wordsAdded, wordsRemoved });
        const inSections = diff.sections.reduce((sum, { changes }) => sum + changes, 0);
        expect(inSections).toBe(diff.changes);
      }),
      { numRuns: 300 },
    );
  });
});

const words = fc
  .array(fc.constantFrom("la", "red", "puerto", "Año", "2026", "y", ",", "no"), { maxLength: 7 })
  .map((all) => all.join(" "))
  .filter((all) => all !== "");
const marked = words.chain((value) =>
  fc.constantFrom(text(value), text(value, { type: "bold" }), text(value, { type: "italic" })),
);
const note: fc.Arbitrary<PaperNodeJson> = words.map((value) => ({
  type: "footnote",
  attrs: { id: "n" },
  content: [text(value)],
}));
const citation: fc.Arbitrary<PaperNodeJson> = fc
  .constantFrom("p. 1", "p. 2")
  .map((locator) => ({ type: "citation", attrs: { sourceId: "s", locator } }));
const inline = fc.array(fc.oneof({ weight: 4, arbitrary: marked }, note, citation), {
  maxLength: 4,
});
const ids = fc.constantFrom(..."abcdefgh");
const block: fc.Arbitrary<PaperNodeJson> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(ids, inline).map(([id, content]) => paragraph(id, ...content)) },
  fc.tuple(ids, words).map(([id, value]) => heading(id, value)),
  fc.tuple(ids, inline).map(([id, content]): PaperNodeJson => ({
    type: "bulletList",
    attrs: { id: `l${id}` },
    content: [{ type: "listItem", attrs: { id: `i${id}` }, content: [paragraph(id, ...content)] }],
  })),
  ids.map((id): PaperNodeJson => ({ type: "pageBreak", attrs: { id } })),
);
const document = fc
  .array(block, { minLength: 1, maxLength: 7 })
  .map((content) => normalDocument(paper(...content)));
