import { describe, expect, it } from "vitest";

import { referenceText, shortened } from "./cross-references.ts";
import { numberingOf } from "./numbering.ts";
import type { PaperDocumentJson } from "./paper-document.ts";

const document: PaperDocumentJson = {
  type: "doc",
  content: [
    {
      type: "heading",
      attrs: { id: "summary", level: 1, unnumbered: true },
      content: [{ type: "text", text: "Resumen" }],
    },
    {
      type: "heading",
      attrs: { id: "one", level: 1 },
      content: [{ type: "text", text: "Uno" }],
    },
    { type: "paragraph", attrs: { id: "p" }, content: [{ type: "text", text: "Texto" }] },
  ],
};
const said = (targetId: unknown, language: string) =>
  referenceText(targetId, {
    language,
    numbering: numberingOf(document, language),
    textOf: (id) => (id === "summary" ? "Resumen" : null),
  });

describe("a cross-reference", () => {
  it("says the number of today in the language of the text", () => {
    expect(said("p", "es")).toEqual({ text: "párr. 1", isLost: false });
    expect(said("p", "en")).toEqual({ text: "para. 1", isLost: false });
    expect(said("one", "en")).toEqual({ text: "I", isLost: false });
  });

  it("quotes a heading that has no number", () => {
    expect(said("summary", "es").text).toBe("«Resumen»");
    expect(said("summary", "en").text).toBe("“Resumen”");
  });

  it("says in words that what it refers to is gone", () => {
    expect(said("gone", "es")).toEqual({ text: "[referencia perdida]", isLost: true });
    expect(said(null, "en")).toEqual({ text: "[reference lost]", isLost: true });
  });

  it("shortens a quotation at a word", () => {
    expect(shortened("uno dos tres", 8)).toBe("uno dos…");
    expect(shortened("a".repeat(20), 8)).toBe(`${"a".repeat(8)}…`);
  });
});
