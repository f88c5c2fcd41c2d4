import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { outlineOf } from "./outline.ts";
import type { PaperDocumentJson, PaperNodeJson } from "./paper-document.ts";
import { countNodeWords, countWords } from "./word-count.ts";

describe("the word count", () => {
  it.each([
    ["en", "The 72-hour limit of A/RES/70/1 — and/or 3.5 per cent.", 9],
    ["es", "¿Quién responde? Los asociados [participarán] en 2027–2029.", 7],
    ["fr", "L’État n'en a qu'un.", 4],
    ["es", "  … – ", 0],
    ["es", "", 0],
  ])("counts as Word does (%s: %s)", (language, text, words) => {
    expect(countWords(text, language)).toBe(words);
  });

  it("counts what stands between spaces, whatever the words are", () => {
    const word = fc.stringMatching(/^[a-zñáéíóú0-9]{1,8}([-'/][a-zñ]{1,4})?$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (all) => {
        expect(countWords(all.join(" "), "es")).toBe(all.length);
      }),
    );
  });

  it("takes a word that is half bold as one, and footnotes apart", () => {
    const paragraph: PaperNodeJson = {
      type: "paragraph",
      content: [
        { type: "text", text: "inter" },
        { type: "text", text: "nacional", marks: [{ type: "bold" }] },
        { type: "footnote", content: [{ type: "text", text: "Véase el anexo." }] },
        { type: "text", text: ", sí" },
      ],
    };
    expect(countNodeWords(paragraph, "es")).toEqual({ words: 2, footnoteWords: 3 });
  });
});

describe("the outline", () => {
  const heading = (id: string, level: number, text: string): PaperNodeJson => ({
    type: "heading",
    attrs: { id, level },
    content: [{ type: "text", text }],
  });

  it("gives a section all that follows its heading, and knows an empty one", () => {
    const document: PaperDocumentJson = {
      type: "doc",
      content: [
        { type: "paragraph", content: [{ type: "text", text: "Antes de todo" }] },
        heading("sec-a", 1, "Resumen"),
        { type: "paragraph" },
        heading("sec-b", 1, "Líneas"),
        heading("b1", 2, "Puertos"),
        { type: "paragraph", content: [{ type: "text", text: "Tres palabras más" }] },
      ],
    };
    const outline = outlineOf(document, "es");
    expect(outline.sections).toEqual([
      { id: "sec-a", heading: "Resumen", words: 1, footnoteWords: 0, isEmpty: true },
      { id: "sec-b", heading: "Líneas", words: 5, footnoteWords: 0, isEmpty: false },
    ]);
    expect(outline.headings.map((item) => item.sectionId)).toEqual(["sec-a", "sec-b", "sec-b"]);
    expect(outline.words).toBe(9);
  });
});
