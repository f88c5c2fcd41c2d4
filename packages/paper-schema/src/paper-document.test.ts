import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import {
  bodyFragment,
  canonicalJson,
  fromYDoc,
  normalDocument,
  toYUpdate,
  writeDocument,
  type JsonValue,
  type PaperDocumentJson,
  type PaperMarkJson,
  type PaperNodeJson,
} from "./paper-document.ts";
import { headingLevels } from "./schema.ts";

const marks: fc.Arbitrary<readonly PaperMarkJson[]> = fc.subarray([
  { type: "link", attrs: { href: "https://www.un.org/es/" } },
  { type: "bold" },
  { type: "italic" },
] as const satisfies PaperMarkJson[]);
const words = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" });
const inline: fc.Arbitrary<PaperNodeJson> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("text" as const), text: words, marks }) },
  fc.constant<PaperNodeJson>({ type: "hardBreak" }),
  fc.uuid().map((id): PaperNodeJson => ({ type: "actionItem", attrs: { actionId: id } })),
  words.map((text): PaperNodeJson => ({ type: "footnote", content: [{ type: "text", text }] })),
);
const line = fc.array(inline, { maxLength: 5 });
const id = fc.option(fc.string({ minLength: 1, maxLength: 6 }), { nil: null });

const { block } = fc.letrec<{ block: PaperNodeJson }>((tie) => {
  const blocks = fc.array(tie("block"), { minLength: 1, maxLength: 3 });
  const paragraph = fc
    .tuple(id, line)
    .map(([own, content]): PaperNodeJson => ({ type: "paragraph", attrs: { id: own }, content }));
  const listItem = fc
    .tuple(paragraph, fc.array(tie("block"), { maxLength: 1 }))
    .map(([first, rest]): PaperNodeJson => ({ type: "listItem", content: [first, ...rest] }));
  return {
    block: fc.oneof(
      { maxDepth: 2, depthIdentifier: "block" },
      paragraph,
      fc
        .tuple(fc.constantFrom(...headingLevels), line)
        .map(([level, content]): PaperNodeJson => ({ type: "heading", attrs: { level }, content })),
      fc.array(listItem, { minLength: 1, maxLength: 3 }).map((content): PaperNodeJson => ({
        type: "orderedList",
        attrs: { start: 3, type: "a" },
        content,
      })),
      fc
        .array(listItem, { minLength: 1, maxLength: 3 })
        .map((content): PaperNodeJson => ({ type: "bulletList", content })),
      blocks.map((content): PaperNodeJson => ({ type: "blockquote", content })),
      blocks.map((content): PaperNodeJson => ({
        type: "callout",
        attrs: { kind: "sample" },
        content,
      })),
      fc
        .array(fc.array(blocks, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 2 })
        .map((rows): PaperNodeJson => ({
          type: "table",
          content: rows.map((cells, index) => ({
            type: "tableRow",
            content: cells.map((content) => ({
              type: index === 0 ? "tableHeader" : "tableCell",
              content,
            })),
          })),
        })),
    ),
  };
});
const paper: fc.Arbitrary<PaperDocumentJson> = fc
  .array(block, { minLength: 1, maxLength: 5 })
  .map((content) => normalDocument({ type: "doc", content }));

describe("document JSON and Yjs", () => {
  it("gives any text back from Yjs as it went in", () => {
    fc.assert(
      fc.property(paper, (document) => {
        expect(fromYDoc(toYUpdate(document))).toEqual(document);
      }),
    );
  });

  it("restores any text over any other as a forward edit", () => {
    fc.assert(
      fc.property(paper, paper, (before, after) => {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, toYUpdate(before));
        writeDocument(doc, after);
        expect(fromYDoc(doc)).toEqual(after);
      }),
      { numRuns: 60 },
    );
  });

  it("founds the same text with the same bytes", () => {
    fc.assert(
      fc.property(paper, (document) => {
        expect(toYUpdate(document)).toEqual(toYUpdate(document));
      }),
      { numRuns: 20 },
    );
  });

  it("reads around what concurrent edits left broken, without touching the document", () => {
    const doc = new Y.Doc();
    const body = doc.getXmlFragment(bodyFragment);
    const script = new Y.XmlElement("script");
    const emptyList = new Y.XmlElement("bulletList");
    const heading = new Y.XmlElement("heading");
    heading.setAttribute("level", "9");
    heading.setAttribute("onclick", "steal()");
    heading.insert(0, [new Y.XmlText("Título"), new Y.XmlText(" partido")]);
    body.insert(0, [script, emptyList, heading]);
    const before = Y.encodeStateAsUpdate(doc);
    expect(fromYDoc(doc)).toEqual({
      type: "doc",
      content: [
        {
          type: "heading",
          attrs: { level: 4 },
          content: [{ type: "text", text: "Título partido" }],
        },
      ],
    });
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  });

  it("drops a link that leads to a script, and keeps its text", () => {
    const doc = new Y.Doc();
    const paragraph = new Y.XmlElement("paragraph");
    const text = new Y.XmlText();
    text.insert(0, "aquí", { link: { href: "javascript:steal()" }, bold: {} });
    paragraph.insert(0, [text]);
    doc.getXmlFragment(bodyFragment).insert(0, [paragraph]);
    expect(fromYDoc(doc).content).toEqual([
      {
        type: "paragraph",
        content: [{ type: "text", text: "aquí", marks: [{ type: "bold" }] }],
      },
    ]);
  });

  it("refuses to store a link that leads to a script", () => {
    const text: PaperNodeJson = {
      type: "text",
      text: "aquí",
      marks: [{ type: "link", attrs: { href: "javascript:steal()" } }],
    };
    expect(() =>
      normalDocument({ type: "doc", content: [{ type: "paragraph", content: [text] }] }),
    ).toThrow(RangeError);
  });
});

describe("canonical JSON", () => {
  function shuffled(value: JsonValue): JsonValue {
    if (Array.isArray(value)) return value.map((item: JsonValue) => shuffled(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, shuffled(item as JsonValue)] as const)
        .reverse(),
    );
  }

  it("does not depend on the order of keys", () => {
    fc.assert(
      fc.property(paper, (document) => {
        const other = shuffled(document as unknown as JsonValue);
        expect(canonicalJson(other)).toBe(canonicalJson(document));
      }),
    );
    expect(canonicalJson({ b: 1, a: undefined, c: [{ z: null, y: "é" }] })).toBe(
      '{"b":1,"c":[{"y":"é","z":null}]}',
    );
  });
});
