import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { fromSample, type SamplePaper } from "../from-sample.ts";
import {
  canonicalJson,
  fromYDoc,
  normalDocument,
  toYUpdate,
  writeDocument,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "../paper-document.ts";
import { blockNodeNames } from "../schema.ts";
import { coverageOf } from "./coverage.ts";
import { mendStructure } from "./mend-structure.ts";
import { sectionChanges } from "./section-changes.ts";
import { readSectionText, sectionTexts } from "./section-text.ts";
import { structuralDifferences } from "./structure.ts";
import { untranslatedCopy } from "./untranslated-copy.ts";

const runs = { numRuns: Number(process.env["TRANSLATION_RUNS"] ?? 100) };

const sample = (language: "es" | "en"): PaperDocumentJson => {
  const file = new URL(
    `../../../../prisma/seed/data/sample-paper.${language}.json`,
    import.meta.url,
  );
  return fromSample(JSON.parse(readFileSync(file, "utf8")) as SamplePaper);
};
const es = sample("es");
const en = sample("en");

const heading = (id: string, text = id, level = 1): PaperNodeJson => ({
  type: "heading",
  attrs: { id, level },
  content: [{ type: "text", text }],
});
const paragraph = (id: string, ...content: readonly (string | PaperNodeJson)[]): PaperNodeJson => ({
  type: "paragraph",
  attrs: { id },
  ...(content.length === 0
    ? {}
    : { content: content.map((it) => (typeof it === "string" ? { type: "text", text: it } : it)) }),
});
const text = (...content: readonly PaperNodeJson[]): PaperDocumentJson =>
  normalDocument({ type: "doc", content });
const by = { id: "s1", by: "ana", at: "2026-11-01T10:00:00Z" };

const canonicalOf = (document: PaperDocumentJson, id: string) =>
  sectionTexts(document).find((section) => section.id === id)?.canonical;

describe("the text that a translation renders", () => {
  const plain = text(heading("s"), paragraph("p", "Una frase entera."), paragraph("q", "Otra."));

  it("is the same whatever is suggested about it", () => {
    const suggested = text(
      {
        ...heading("s"),
        attrs: {
          id: "s",
          level: 1,
          changed: { ...by, was: { type: "heading", attrs: { id: "s", level: 1 } } },
        },
      },
      paragraph(
        "p",
        "Una ",
        { type: "text", text: "frase", marks: [{ type: "deletion", attrs: by }] },
        { type: "text", text: "oración", marks: [{ type: "insertion", attrs: by }] },
        " entera.",
      ),
      { type: "paragraph", attrs: { id: "new", inserted: by } },
      { ...paragraph("q", "Otra."), attrs: { id: "q", removed: by } },
    );
    expect(canonicalOf(suggested, "s")).toBe(canonicalOf(plain, "s"));
  });

  it("is the same when somebody suggests to split a paragraph, or to make words bold", () => {
    const split = text(
      heading("s"),
      paragraph("p", "Una frase"),
      { ...paragraph("half", " entera."), attrs: { id: "half", inserted: by } },
      paragraph("q", {
        type: "text",
        text: "Otra.",
        marks: [{ type: "bold" }, { type: "formatting", attrs: { ...by, was: [] } }],
      }),
    );
    expect(canonicalOf(split, "s")).toBe(canonicalOf(plain, "s"));
  });

  it("is the same when an action item is noted in it, a column made wider, a note given another id", () => {
    const note = (id: string): PaperNodeJson => ({
      type: "footnote",
      attrs: { id },
      content: [{ type: "text", text: "Nota." }],
    });
    const cell = (attrs: object): PaperNodeJson => ({
      type: "table",
      attrs: { id: "t" },
      content: [
        {
          type: "tableRow",
          attrs: { id: "r" },
          content: [
            { type: "tableCell", attrs: { id: "c", ...attrs }, content: [paragraph("cp", "1")] },
          ],
        },
      ],
    });
    const before = text(heading("s"), paragraph("p", "Una.", note("n1")), cell({}));
    const after = text(
      heading("s"),
      paragraph("p", "Una.", note("n2"), { type: "actionItem", attrs: { actionId: "a" } }),
      cell({ colwidth: [120] }),
    );
    expect(canonicalOf(after, "s")).toBe(canonicalOf(before, "s"));
  });

  it("is another as soon as a word, a note or the order is", () => {
    const others = [
      text(heading("s"), paragraph("p", "Una frase entera!"), paragraph("q", "Otra.")),
      text(heading("s"), paragraph("q", "Otra."), paragraph("p", "Una frase entera.")),
      text(
        heading("s", "Otro título"),
        paragraph("p", "Una frase entera."),
        paragraph("q", "Otra."),
      ),
    ];
    for (const other of others) expect(canonicalOf(other, "s")).not.toBe(canonicalOf(plain, "s"));
  });

  it("hangs on nothing outside of its section", () => {
    const more = text(heading("a"), paragraph("x", "Antes"), ...plain.content, heading("z"));
    expect(canonicalOf(more, "s")).toBe(canonicalOf(plain, "s"));
  });
});

describe("a translation that is started by copying the structure", () => {
  it("has every block of the original, in order, and no word", () => {
    const copy = untranslatedCopy(es);
    expect(structuralDifferences(es, copy)).toEqual([]);
    expect(JSON.stringify(copy)).not.toContain('"text":');
    for (const section of sectionTexts(es)) {
      const partner = sectionTexts(copy).find(({ id }) => id === section.id);
      expect(coverageOf(section.blocks, partner?.blocks ?? null)).toMatchObject({
        translated: 0,
        hasTranslation: false,
      });
    }
  });

  it("keeps the picture of a figure, and leaves the words about it to be translated", () => {
    const figure: PaperNodeJson = {
      type: "figure",
      attrs: { id: "f", fileId: "file-1", alt: "Un mapa", source: "CE-PA" },
      content: [{ type: "text", text: "Puertos" }],
    };
    const copy = untranslatedCopy(text(heading("s"), figure));
    expect(copy.content[1]).toEqual({
      type: "figure",
      attrs: { id: "f", fileId: "file-1", source: "CE-PA" },
    });
  });
});

describe("the structure of two editions", () => {
  it("is the same in the sample's two languages", () => {
    expect(structuralDifferences(es, en)).toEqual([]);
  });

  it("differs by blocks that are missing, extra, elsewhere or of another kind", () => {
    const original = text(
      heading("a"),
      paragraph("p1", "Uno dos tres cuatro cinco seis siete ocho nueve"),
      heading("h", "Dos", 2),
      paragraph("p2", "Dos"),
      heading("b"),
      paragraph("p3", "Tres"),
      paragraph("p4", "Cuatro"),
    );
    const translation = text(
      heading("a"),
      heading("h", "Two", 3),
      paragraph("p2", "Two"),
      paragraph("own", "Mine"),
      heading("b"),
      paragraph("p4", "Four"),
      paragraph("p3", "Three"),
    );
    expect(structuralDifferences(original, translation)).toEqual([
      {
        sectionId: "a",
        blockId: "p1",
        problem: "missing",
        words: "Uno dos tres cuatro cinco seis siete ocho…",
      },
      { sectionId: "a", blockId: "h", problem: "kind", words: "Dos" },
      { sectionId: "b", blockId: "p3", problem: "moved", words: "Tres" },
      { sectionId: "b", blockId: "p4", problem: "moved", words: "Cuatro" },
      { sectionId: "a", blockId: "own", problem: "extra", words: "Mine" },
    ]);
  });

  it("tells a list that is missing once, not item by item", () => {
    const list: PaperNodeJson = {
      type: "bulletList",
      attrs: { id: "l" },
      content: [1, 2].map((n) => ({
        type: "listItem",
        attrs: { id: `i${n}` },
        content: [paragraph(`i${n}-p`, "Punto")],
      })),
    };
    const differences = structuralDifferences(text(heading("s"), list), text(heading("s")));
    expect(differences.map(({ blockId }) => blockId)).toEqual(["l"]);
  });

  it("is mended wherever blocks were lost, and nothing that was there is touched", () => {
    const ids = allIds(en.content).filter((id) => !id.startsWith("sec-"));
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 12 }), (lost) => {
        const torn = without(en, new Set(lost));
        const doc = new Y.Doc();
        Y.applyUpdate(doc, toYUpdate(torn));
        const added = mendStructure(doc, es);
        const mended = fromYDoc(doc);
        doc.destroy();
        expect(structuralDifferences(es, mended)).toEqual([]);
        // What was added has no words; all the rest is as it was.
        expect(canonicalJson(without(mended, new Set(added)))).toBe(canonicalJson(torn));
      }),
      runs,
    );
  });

  it("is mended by an edit that merges with what is written meanwhile", () => {
    const torn = without(en, new Set(["summary-1"]));
    const server = new Y.Doc();
    Y.applyUpdate(server, toYUpdate(torn));
    const page = new Y.Doc();
    Y.applyUpdate(page, Y.encodeStateAsUpdate(server));
    const written = normalDocument({
      type: "doc",
      content: [...torn.content, paragraph("later", "Written meanwhile.")],
    });
    writeDocument(page, written);
    mendStructure(server, es, "sec-summary");
    Y.applyUpdate(server, Y.encodeStateAsUpdate(page));
    Y.applyUpdate(page, Y.encodeStateAsUpdate(server));
    expect(canonicalJson(fromYDoc(page))).toBe(canonicalJson(fromYDoc(server)));
    expect(structuralDifferences(es, fromYDoc(page)).map(({ blockId }) => blockId)).toEqual([
      "later",
    ]);
  });

  it("mends one section alone when asked to", () => {
    const doc = new Y.Doc();
    const torn = without(en, new Set(["summary-1", "lines-1"]));
    Y.applyUpdate(doc, toYUpdate(torn));
    expect(mendStructure(doc, es, "sec-summary")).toEqual(["summary-1"]);
  });
});

describe("what has changed since a section was translated", () => {
  const changesOf = (before: readonly PaperNodeJson[], after: readonly PaperNodeJson[]) =>
    sectionChanges(
      readSectionText(canonicalOf(text(heading("s"), ...before), "s") ?? ""),
      sectionTexts(text(heading("s"), ...after))[0]?.blocks ?? [],
    );

  it("is told word by word, block by block", () => {
    expect(
      changesOf(
        [
          paragraph("p", "El puerto menor cierra."),
          paragraph("q", "Queda."),
          paragraph("r", "Se va."),
        ],
        [
          paragraph("p", "El puerto secundario cierra."),
          paragraph("n", "Llega."),
          paragraph("q", "Queda."),
        ],
      ),
    ).toEqual([
      {
        blockId: "p",
        type: "paragraph",
        change: "changed",
        runs: [
          { kind: "same", text: "El puerto " },
          { kind: "removed", text: "menor" },
          { kind: "added", text: "secundario" },
          { kind: "same", text: " cierra." },
        ],
      },
      {
        blockId: "n",
        type: "paragraph",
        change: "added",
        runs: [{ kind: "added", text: "Llega." }],
      },
      {
        blockId: "r",
        type: "paragraph",
        change: "removed",
        runs: [{ kind: "removed", text: "Se va." }],
      },
    ]);
  });

  it("names a block whose words are the same and whose marks are not", () => {
    const bold: PaperNodeJson = { type: "text", text: "Clave", marks: [{ type: "bold" }] };
    expect(changesOf([paragraph("p", "Clave")], [paragraph("p", bold)])).toMatchObject([
      { blockId: "p", change: "format" },
    ]);
  });

  it("gives the old words and the new ones whole again, whatever was changed", () => {
    const words = fc.array(fc.constantFrom("mar", "puerto", "ley", "y", "de", "72", ","), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, words, (old, now) => {
        const [before, after] = [old.join(" "), now.join(" ")];
        const one = (value: string) => [paragraph("p", ...(value === "" ? [] : [value]))];
        const [change] = changesOf(one(before), one(after));
        if (before === after) {
          expect(change).toBeUndefined();
          return;
        }
        const side = (left: string) =>
          (change?.runs ?? [])
            .filter(({ kind }) => kind !== left)
            .map((run) => run.text)
            .join("");
        expect([side("added"), side("removed")]).toEqual([before, after]);
      }),
      runs,
    );
  });
});

function allIds(nodes: readonly PaperNodeJson[]): string[] {
  return nodes.flatMap((node) => {
    const id = node.attrs?.["id"];
    // A cell that is gone is a broken table: rows go whole.
    const isBlock =
      (blockNodeNames as readonly string[]).includes(node.type) &&
      !["tableCell", "tableHeader"].includes(node.type);
    return [
      ...(isBlock && typeof id === "string" ? [id] : []),
      ...(node.type === "tableRow" ? [] : allIds(node.content ?? [])),
    ];
  });
}

/** The document without these blocks, and without what the schema does not let stand empty. */
function without(document: PaperDocumentJson, ids: ReadonlySet<string>): PaperDocumentJson {
  const needsContent = new Set([
    "bulletList",
    "orderedList",
    "listItem",
    "table",
    "blockquote",
    "callout",
  ]);
  const keep = (node: PaperNodeJson): PaperNodeJson[] => {
    const id = node.attrs?.["id"];
    if (typeof id === "string" && ids.has(id)) return [];
    if (node.content === undefined) return [node];
    const content = node.content.flatMap(keep);
    if (needsContent.has(node.type)) {
      const isFine =
        content.length > 0 && (node.type !== "listItem" || content[0]?.type === "paragraph");
      return isFine ? [{ ...node, content }] : [];
    }
    return content.length > 0
      ? [{ ...node, content }]
      : [{ type: node.type, ...(node.attrs === undefined ? {} : { attrs: node.attrs }) }];
  };
  return { type: "doc", content: document.content.flatMap(keep) };
}
