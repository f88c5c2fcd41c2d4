import { getSchema } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";

import { marksIn, type AuthorMark, type MarkedBlock } from "./authorship-marks.ts";
import { schemaExtensions } from "./paper-extensions.ts";

const schema = getSchema(schemaExtensions);
const text = (words: string, ...marks: string[]) => ({
  ...{ type: "text", text: words },
  marks: marks.map((type) => ({ type })),
});
const paragraph = (id: string | null, ...content: object[]) => ({
  ...{ type: "paragraph", attrs: { id } },
  content,
});
const aDoc = (...content: object[]) => Node.fromJSON(schema, { type: "doc", content });

const mark = (label: string): AuthorMark => ({ group: label, label, title: `Name · ${label}` });
const [panama, guatemala] = [mark("PA"), mark("GT")];

/** The marked words of a document, with whose they are. */
function marked(doc: Node, ...blocks: MarkedBlock[]): [string, string][] {
  const byId = new Map(blocks.map((block) => [block.blockId, block]));
  return marksIn(doc, byId).flatMap((it): [string, string][] => {
    const { type, from, to } = it as unknown as {
      type: { attrs?: Record<string, string> };
      from: number;
      to: number;
    };
    return type.attrs ? [[doc.textBetween(from, to), type.attrs["data-group"] ?? ""]] : [];
  });
}

const spans = (...parts: [to: number, mark: AuthorMark | null][]) =>
  parts.map(([to, by], index) => ({ from: parts[index - 1]?.[0] ?? 0, to, mark: by }));

describe("marks of who wrote what", () => {
  it("R28: stand on the words of each author, across changes of weight, and on none that is nobody's", () => {
    const doc = aDoc(paragraph("a", text("template "), text("Pana", "bold"), text("má y Guate")));
    const found = marked(doc, {
      blockId: "a",
      spans: spans([9, null], [17, panama], [23, guatemala]),
    });
    expect(found).toEqual([
      ["Pana", "PA"],
      ["má y", "PA"],
      [" Guate", "GT"],
    ]);
  });

  it("R28: count a note's words where the note stands, and a block within another for itself", () => {
    const note = { type: "footnote", content: [text("nota")] };
    const doc = aDoc({
      type: "bulletList",
      attrs: { id: "list" },
      content: [
        {
          type: "listItem",
          attrs: { id: "item" },
          content: [paragraph("inner", text("uno"), note, text("dos"))],
        },
      ],
    });
    const found = marked(doc, { blockId: "inner", spans: spans([5, panama], [10, guatemala]) });
    expect(found).toEqual([
      ["uno", "PA"],
      ["no", "PA"],
      ["ta", "GT"],
      ["dos", "GT"],
    ]);
  });

  it("R28: are left out of a block whose text has another length than they were made for", () => {
    const doc = aDoc(paragraph("a", text("abcd")), paragraph(null, text("x")));
    expect(marked(doc, { blockId: "a", spans: spans([3, panama]) })).toEqual([]);
    expect(marked(doc, { blockId: "gone", spans: spans([4, panama]) })).toEqual([]);
  });
});
