import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { fromSample, type SamplePaper } from "./from-sample.ts";
import { fromTemplate } from "./from-template.ts";
import { bisLabel, listMarker, numberingOf } from "./numbering.ts";
import { toNode, type PaperDocumentJson, type PaperNodeJson } from "./paper-document.ts";

function seed<T>(file: string): T {
  const path = new URL(`../../../prisma/seed/data/${file}`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
interface NumberedSample extends SamplePaper {
  readonly meta: { readonly language: string; readonly numberedParagraphs: number };
}

const languages = ["es", "en"] as const;
const papers = ["sample-paper", "sample-alternatives", "sample-urban-analysts"] as const;
const suggested = { id: "s", by: "person-a", at: "2026-11-28T10:00:00Z" };

const doc = (...content: PaperNodeJson[]): PaperDocumentJson => ({ type: "doc", content });
const text = (value: string): PaperNodeJson => ({ type: "text", text: value });
const added = (value: string): PaperNodeJson => ({
  type: "text",
  text: value,
  marks: [{ type: "insertion", attrs: suggested }],
});
const gone = (value: string): PaperNodeJson => ({
  type: "text",
  text: value,
  marks: [{ type: "deletion", attrs: suggested }],
});
function p(id: string, content: string | PaperNodeJson[] = id, attrs = {}): PaperNodeJson {
  const inline = typeof content === "string" ? (content ? [text(content)] : []) : content;
  return { type: "paragraph", attrs: { id, ...attrs }, content: inline };
}
function h(id: string, level: number, attrs = {}): PaperNodeJson {
  return { type: "heading", attrs: { id, level, ...attrs }, content: [text(id)] };
}
const item = (id: string, ...rest: PaperNodeJson[]): PaperNodeJson => ({
  type: "listItem",
  attrs: { id },
  content: [p(`${id}-p`), ...rest],
});
const lettered = (id: string, ...content: PaperNodeJson[]): PaperNodeJson => ({
  type: "orderedList",
  attrs: { id, type: "a" },
  content,
});
const table = (id: string, attrs = {}): PaperNodeJson => ({
  type: "table",
  attrs: { id, ...attrs },
  content: [
    {
      type: "tableRow",
      content: [{ type: "tableCell", content: [p(`${id}-cell`)] }],
    },
  ],
});

function labels(document: PaperDocumentJson, language = "es"): Record<string, string> {
  return Object.fromEntries(
    [...numberingOf(document, language)].map(([id, { label }]) => [id, label]),
  );
}
function references(document: PaperDocumentJson, language = "es"): Record<string, string> {
  return Object.fromEntries(
    [...numberingOf(document, language)].map(([id, { reference }]) => [id, reference]),
  );
}

describe("the numbers of the sample papers", () => {
  it.each(papers.flatMap((paper) => languages.map((language) => [paper, language] as const)))(
    "are those that people cite: %s in %s",
    (paper, language) => {
      const sample = seed<NumberedSample>(`${paper}.${language}.json`);
      const numbers = numberingOf(fromSample(sample), language);
      const paragraphs = [...numbers].filter(([, { kind }]) => kind === "paragraph");
      expect(paragraphs).toHaveLength(sample.meta.numberedParagraphs);
      for (const block of sample.blocks) {
        if (block.type === "paragraph")
          expect(numbers.get(block.id)?.number, block.id).toBe(block.para);
        if (block.type === "heading" && block.number !== undefined)
          expect(numbers.get(block.id)?.label).toBe(`${block.number}.`);
        if (block.type === "table") expect(numbers.get(block.id)?.number).toBe(block.number);
      }
    },
  );

  it.each(languages)("are those by which comments were made (%s)", (language) => {
    const numbers = numberingOf(
      fromSample(seed<SamplePaper>(`sample-paper.${language}.json`)),
      language,
    );
    const { comments } = seed<{
      comments: { block: string | null; paragraph: number | null }[];
    }>("sample-comments.json");
    for (const { block, paragraph } of comments)
      if (block !== null && paragraph !== null)
        expect(numbers.get(block)).toMatchObject({ kind: "paragraph", number: paragraph });
    expect(numbers.get("lines-1")?.number).toBe(20);
  });

  it("are the same whether a paper comes as JSON or as the editor's document", () => {
    const document = fromSample(seed<SamplePaper>("sample-paper.en.json"));
    expect(numberingOf(toNode(document), "en")).toEqual(numberingOf(document, "en"));
  });

  it("refer in the words of the language", () => {
    const sample = (language: string) =>
      references(fromSample(seed<SamplePaper>(`sample-paper.${language}.json`)), language);
    const pick = ({
      "lines-1": paragraph,
      "situation-networks": heading,
      "results-table": numbered,
      fn3: note,
      "situation-4-list-b": listed,
    }: Record<string, string>) => [paragraph, heading, numbered, note, listed];
    expect(pick(sample("es"))).toEqual(["párr. 20", "II.B", "Cuadro 2", "nota 3", "párr. 9 b)"]);
    expect(pick(sample("en"))).toEqual(["para. 20", "II.B", "Table 2", "note 3", "para. 9 (b)"]);
  });
});

describe("the numbers of a paper", () => {
  it("head four levels as the United Nations does, each level anew below the one above", () => {
    const document = doc(
      h("i", 1),
      h("a", 2),
      h("one", 3),
      h("small", 4),
      h("b", 2),
      h("again", 3),
      h("ii", 1),
      h("deep", 3),
    );
    expect(labels(document, "en")).toEqual({
      ...{ i: "I.", a: "A.", one: "1.", small: "(a)", b: "B.", again: "1.", ii: "II.", deep: "1." },
    });
    expect(labels(document, "es")["small"]).toBe("a)");
    expect(references(document, "en")).toMatchObject({
      small: "I.A.1 (a)",
      again: "I.B.1",
      deep: "II.1",
    });
  });

  it("run on over sections and pass by what is no paragraph of the text", () => {
    const document = doc(
      p("before"),
      h("s1", 1, { unnumbered: true }),
      h("inside", 2),
      p("summary"),
      h("s2", 1),
      p("one"),
      p("empty", ""),
      p("blank", [text("  "), { type: "hardBreak" }]),
      { type: "blockquote", content: [p("quoted")] },
      { type: "callout", content: [p("boxed")] },
      p("caption", "caption", { caption: true }),
      table("t"),
      p("stray", "stray", { caption: true }),
      p("chip", [{ type: "actionItem", attrs: { actionId: "a" } }]),
      p("place", "", { untranslated: true }),
      p("last"),
    );
    expect(labels(document)).toEqual({
      before: "1.",
      s2: "I.",
      one: "2.",
      t: "Cuadro 1",
      caption: "Cuadro 1",
      stray: "3.",
      chip: "4.",
      place: "5.",
      last: "6.",
    });
  });

  it("are the same in a translation that has only begun", () => {
    const sections = [
      { id: "a", heading: { es: "A", en: "A" }, numbered: false },
      { id: "b", heading: { es: "B", en: "B" } },
    ];
    const template = fromTemplate(sections, "es");
    expect(template.content[0]?.attrs).toMatchObject({ unnumbered: true });
    expect(labels(template)).toEqual({ "sec-b": "I." });
    const filled = doc(h("s", 1), p("x"), p("y"), p("z"));
    const begun = doc(h("s", 1), p("x", "", { untranslated: true }), p("y"), p("z"));
    expect(labels(begun)).toEqual(labels(filled));
  });

  it("letter lists by language and nest them as (a), (i), and cite an item by its paragraph", () => {
    const document = doc(
      h("s", 1),
      p("intro"),
      lettered("l", item("x"), item("y", lettered("m", item("y1"), item("y2")))),
      { type: "orderedList", attrs: { start: 3 }, content: [item("third")] },
    );
    expect(labels(document, "en")).toMatchObject({ x: "(a)", y: "(b)", y2: "(ii)", third: "3." });
    expect(labels(document, "es")).toMatchObject({ y: "b)", "y-p": "b)", y2: "ii)" });
    expect(references(document, "es")["y2"]).toBe("párr. 1 b) ii)");
    expect(references(document, "en")["third"]).toBe("para. 1, item 3");
    expect(listMarker(28, { isLettered: true, depth: 0, language: "en" })).toBe("(ab)");
    expect(listMarker(49, { isLettered: true, depth: 1, language: "es" })).toBe("xlix)");
  });

  it("count tables with a caption, all figures, notes and unagreed wording in their order", () => {
    const note = (id: string): PaperNodeJson => ({ type: "footnote", attrs: { id } });
    const document = doc(
      table("layout"),
      p("c", "c", { caption: true }),
      table("t"),
      { type: "figure", attrs: { id: "f1" }, content: [note("n1")] },
      p("p", [
        note("n2"),
        {
          type: "bracket",
          attrs: { id: "br" },
          content: [{ type: "alternative", content: [text("x"), note("n3")] }],
        },
      ]),
      { type: "blockquote", content: [{ type: "figure", attrs: { id: "f2" } }] },
    );
    expect(references(document, "en")).toEqual({
      c: "Table 1",
      t: "Table 1",
      f1: "Figure 1",
      n1: "note 1",
      n2: "note 2",
      n3: "note 3",
      p: "para. 1",
      br: "[1]",
      f2: "Figure 2",
    });
  });
});

describe("suggestions and numbers", () => {
  const border = { inserted: suggested };

  it("do not move a number: what is suggested to be added goes by the one before it", () => {
    const document = doc(
      h("s", 1),
      p("one"),
      p("new", [added("nuevo")], border),
      p("newer", [added("más")], border),
      h("h", 2, { ...border }),
      p("two"),
      table("t0"),
      p("c", [added("c")], { caption: true, ...border }),
      table("t1", border),
      p("three", [text("x"), { type: "footnote", attrs: { id: "n1" } }]),
      p("four", [
        { type: "footnote", attrs: { id: "n2", inserted: suggested } },
        { type: "footnote", attrs: { id: "n3" } },
        text("x"),
      ]),
    );
    expect(labels(document)).toMatchObject({
      one: "1.",
      new: "1 bis",
      newer: "1 ter",
      two: "2.",
      three: "3.",
      four: "4.",
      t1: "Cuadro 0 bis",
      n1: "1",
      n2: "1 bis",
      n3: "2",
    });
    expect(references(document)["newer"]).toBe("párr. 1 ter");
    expect(numberingOf(document, "es").get("new")).toMatchObject({ number: 1, isSuggested: true });
  });

  it("leave a number with the accepted words when a paragraph is suggested before them", () => {
    const document = doc(p("one"), p("new", [added("nuevo")]), p("two", [text("dos")], border));
    expect(labels(document)).toEqual({ one: "1.", new: "1 bis", two: "2." });
    const split = doc(p("one", "uno"), p("half", [text("dos")], border), p("two"));
    expect(labels(split)).toEqual({ one: "1.", half: "1 bis", two: "2." });
  });

  it("keep the number of what is suggested to go or to become something else", () => {
    const was = { type: "paragraph", attrs: {} };
    const document = doc(
      p("one", [gone("uno")], { removed: suggested }),
      p("two"),
      { ...h("three", 1), attrs: { id: "three", level: 1, changed: { ...suggested, was } } },
      p("four"),
    );
    expect(labels(document)).toEqual({ one: "1.", two: "2.", three: "3.", four: "4." });
  });

  it("go by Latin ordinals, and by figures where those end", () => {
    expect([1, 2, 3, 9, 10].map(bisLabel)).toEqual(["bis", "ter", "quater", "decies", "(11)"]);
  });
});
