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
