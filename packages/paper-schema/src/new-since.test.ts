import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { newSince } from "./new-since.ts";
import { bodyFragment, toYUpdate } from "./paper-document.ts";

function aText(): { doc: Y.Doc; text: () => Y.XmlText } {
  const doc = new Y.Doc();
  const paragraph = {
    type: "paragraph",
    attrs: { id: "p" },
    content: [{ type: "text", text: "El plazo es de 72 horas." }],
  } as const;
  Y.applyUpdate(doc, toYUpdate({ type: "doc", content: [paragraph] }));
  const body = doc.getXmlFragment(bodyFragment);
  return { doc, text: () => (body.get(0) as Y.XmlElement).get(0) as Y.XmlText };
}
const seenOf = (doc: Y.Doc) => Y.decodeStateVector(Y.encodeStateVector(doc));

describe("what is new since somebody last looked", () => {
  it("is nothing when nobody wrote, and everything for who never looked", () => {
    const { doc } = aText();
    const body = doc.getXmlFragment(bodyFragment);
    expect(newSince(body, seenOf(doc))).toEqual([]);
    expect(newSince(body, new Map())).toEqual([
      { blockId: "p", spans: [{ from: 0, to: 24 }], length: 24 },
    ]);
  });

  it("is the letters that came since, also in the midst of what one person typed in one go", () => {
    const { doc, text } = aText();
    text().insert(15, "unas ");
    const seen = seenOf(doc);
    text().insert(20, "pocas ");
    text().delete(0, 3);
    expect(newSince(doc.getXmlFragment(bodyFragment), seen)).toEqual([
      { blockId: "p", spans: [{ from: 17, to: 23 }], length: 32 },
    ]);
  });

  it("covers what was inserted and still stands, whatever was written before", () => {
    const edit = fc.tuple(fc.nat(30), fc.constantFrom("a", "bc", "def"));
    fc.assert(
      fc.property(fc.array(edit), fc.array(edit), (before, after) => {
        const { doc, text } = aText();
        for (const [at, words] of before) text().insert(Math.min(at, text().length), words);
        const seen = seenOf(doc);
        for (const [at, words] of after) text().insert(Math.min(at, text().length), words);
        const [block] = newSince(doc.getXmlFragment(bodyFragment), seen);
        const marked = (block?.spans ?? []).reduce((sum, { from, to }) => sum + to - from, 0);
        expect(marked).toBe(after.reduce((sum, [, words]) => sum + words.length, 0));
      }),
    );
  });
});
