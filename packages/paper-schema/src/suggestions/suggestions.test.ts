import type { Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import { describe, expect, it } from "vitest";

import { paperSchema } from "../schema.ts";

import { acceptSuggestions, rejectSuggestions } from "./decide.ts";
import { listSuggestions } from "./list-suggestions.ts";
import { finalView, originalView } from "./settle.ts";
import { suggested } from "./suggested.ts";

const { nodes } = paperSchema;
const p = (id: string, text: string) =>
  nodes.paragraph.create({ id }, text === "" ? null : paperSchema.text(text));
const doc = (...blocks: Node[]) => nodes.doc.create(null, blocks);

let count = 0;

/** What somebody suggests by doing this, so many seconds after midnight. */
function suggests(by: string, before: Node, edit: (tr: Transform) => void, seconds = 0) {
  const tr = new Transform(before);
  edit(tr);
  const made = suggested(
    { before, after: tr.doc, maps: tr.mapping.maps },
    {
      by,
      now: new Date(Date.UTC(2026, 10, 28) + seconds * 1_000).toISOString(),
      newSuggestionId: () => `s${++count}`,
      newBlockId: () => `n${++count}`,
    },
  );
  if (made === null) throw new Error("Not to be suggested");
  return made;
}

const textOf = (node: Node): string[] => node.children.map(({ textContent }) => textContent);
const only = (by: string) => ({ people: new Set([by]) });

describe("a suggestion", () => {
  it("goes on with what the same person does beside it a moment later, and is another after a while", () => {
    let text = suggests("ana", doc(p("a", "Norte")), (tr) =>
      tr.insert(6, paperSchema.text("s")),
    ).doc;
    text = suggests("ana", text, (tr) => tr.insert(7, paperSchema.text("í")), 60).doc;
    expect(listSuggestions(text).map(({ comes }) => comes)).toEqual(["sí"]);
    text = suggests("ana", text, (tr) => tr.delete(5, 6), 4_000).doc;
    expect(listSuggestions(text)).toHaveLength(2);
  });

  it("that replaces words is one, with what goes and what comes", () => {
    const { doc: text } = suggests("ana", doc(p("a", "Norte claro")), (tr) =>
      tr.replaceWith(1, 6, paperSchema.text("Sur")),
    );
    expect(listSuggestions(text)).toMatchObject([{ goes: "Norte", comes: "Sur" }]);
    expect(textOf(finalView(text))).toEqual(["Sur claro"]);
    expect(textOf(originalView(text))).toEqual(["Norte claro"]);
  });

  it("to split a paragraph keeps the id of its first part, and joins again when it is rejected", () => {
    const before = doc(p("a", "Norte claro"));
    const { doc: text } = suggests("ana", before, (tr) => tr.split(7));
    expect(text.child(0).attrs["id"]).toBe("a");
    expect(textOf(finalView(text))).toEqual(["Norte ", "claro"]);
    expect(originalView(text).toJSON()).toEqual(before.toJSON());
  });

  it("to join two paragraphs leaves the cursor before the border, or behind it for the Delete key", () => {
    const before = doc(p("a", "Norte"), p("b", "Sur"));
    const { doc: text, place } = suggests("ana", before, (tr) => tr.join(7));
    expect(textOf(text)).toEqual(["Norte", "Sur"]);
    expect(textOf(finalView(text))).toEqual(["NorteSur"]);
    expect([place(6, false), place(6, true)]).toEqual([6, 8]);
  });

  it("to make a heading of a paragraph remembers what it was", () => {
    const before = doc(p("a", "Norte"));
    const { doc: text } = suggests("ana", before, (tr) =>
      tr.setBlockType(1, 1, nodes.heading, { id: "a", level: 2 }),
    );
    expect(text.child(0).type.name).toBe("heading");
    expect(originalView(text).toJSON()).toEqual(before.toJSON());
  });
});

describe("what others suggest within", () => {
  const inserted = suggests("ana", doc(p("a", "Norte")), (tr) =>
    tr.insert(6, paperSchema.text(" muy claro")),
  ).doc;

  it("an insertion stays when that is rejected, as their own suggestion", () => {
    const both = suggests("eva", inserted, (tr) => tr.insert(10, paperSchema.text("XX"))).doc;
    const rejected = rejectSuggestions(both, only("ana"));
    expect(textOf(rejected)).toEqual(["NorteXX"]);
    expect(listSuggestions(rejected)).toMatchObject([{ by: "eva", comes: "XX" }]);
  });

  it("an insertion is struck there, and goes with it or without it", () => {
    const both = suggests("eva", inserted, (tr) => tr.delete(6, 10)).doc;
    expect(textOf(rejectSuggestions(both, only("ana")))).toEqual(["Norte"]);
    expect(textOf(acceptSuggestions(both, only("eva")))).toEqual(["Norte claro"]);
  });

  it("a deletion stays where it stood when that is accepted", () => {
    const gone = suggests("ana", doc(p("a", "Norte claro")), (tr) => tr.delete(3, 9)).doc;
    const both = suggests("eva", gone, (tr) => tr.insert(5, paperSchema.text("XX"))).doc;
    expect(textOf(acceptSuggestions(both, only("ana")))).toEqual(["NoXXaro"]);
  });
});

describe("what is suggested about a table", () => {
  const cell = (id: string, text: string, spans = {}) =>
    nodes.tableCell.create({ id, ...spans }, text === "" ? p(`${id}p`, "") : p(`${id}p`, text));
  const row = (id: string, ...cells: Node[]) => nodes.tableRow.create({ id }, cells);
  const table = nodes.table.create({ id: "t" }, [
    row("r1", cell("a", "A"), cell("b", "B")),
    row("r2", cell("c", "C"), cell("d", "D")),
  ]);
  const before = doc(table, p("z", "Fin"));
  /** Where a cell begins. */
  const at = (node: Node, id: string): number => {
    let found = -1;
    node.descendants(({ attrs }, pos) => {
      if (attrs["id"] === id) found = pos;
      return found === -1;
    });
    return found;
  };
  const widths = (text: Node) =>
    text
      .child(0)
      .children.map(({ children }) =>
        children.reduce((sum, { attrs }) => sum + Number(attrs["colspan"]), 0),
      );

  it("to merge cells is the table anew, and the old one until somebody decides", () => {
    const { doc: text } = suggests("ana", before, (tr) => {
      tr.delete(at(before, "b"), at(before, "b") + table.child(0).child(1).nodeSize);
      tr.setNodeMarkup(at(before, "a"), null, { id: "a", colspan: 2 });
    });
    expect(listSuggestions(text)).toHaveLength(1);
    expect(text.children.map(({ type }) => type.name)).toEqual(["table", "table", "paragraph"]);
    expect(widths(text)).toEqual([2, 2]);
    expect(finalView(text).child(0).child(0).childCount).toBe(1);
    expect(originalView(text).toJSON()).toEqual(before.toJSON());
  });

  it("to put other cells in the place of some leaves no row longer than the others", () => {
    const { doc: text } = suggests("ana", before, (tr) => {
      tr.replaceWith(at(before, "a"), at(before, "b"), cell("x", "X"));
    });
    expect(listSuggestions(text)).toHaveLength(1);
    expect(widths(text)).toEqual([2, 2]);
    expect(finalView(text).child(0).textContent).toBe("XBCD");
    expect(originalView(text).toJSON()).toEqual(before.toJSON());
  });

  it("to add a column is told cell by cell, as one", () => {
    const { doc: text } = suggests("ana", before, (tr) => {
      tr.insert(at(before, "b"), cell("", ""));
      tr.insert(tr.mapping.map(at(before, "d")), cell("", ""));
    });
    expect(listSuggestions(text)).toHaveLength(1);
    expect(text.childCount).toBe(2);
    expect(widths(text)).toEqual([3, 3]);
  });

  it("words in a row that one suggests belong to the row, and go from it without a trace", () => {
    const added = suggests("ana", before, (tr) =>
      tr.insert(at(before, "r2"), row("r3", cell("e", ""), cell("f", ""))),
    ).doc;
    const written = suggests(
      "ana",
      added,
      (tr) => tr.insert(at(added, "r3") + 3, paperSchema.text("Nueva")),
      4_000,
    ).doc;
    expect(listSuggestions(written)).toMatchObject([
      { comes: expect.stringMatching(/^Nueva\s*$/) as string, goes: "" },
    ]);
    const mended = suggests(
      "ana",
      written,
      (tr) => tr.delete(at(written, "r3") + 3, at(written, "r3") + 5),
      8_000,
    ).doc;
    expect(mended.textContent).toBe("ABevaCDFin");
    const [suggestion] = listSuggestions(mended);
    expect(
      acceptSuggestions(mended, { keys: new Set([`ana ${suggestion?.id}`]) }).textContent,
    ).toBe("ABevaCDFin");
    expect(listSuggestions(finalView(mended))).toEqual([]);
  });
});
