import { getSchema } from "@tiptap/core";
import { Node, type NodeType } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";

import { hasBrokenIds, mendBlockIds, newBlockId } from "./mend-block-ids.ts";
import { schemaExtensions } from "./paper-extensions.ts";

const schema = getSchema(schemaExtensions);
const block = (type: string, id: string | null, text: string) => ({
  type,
  attrs: { id },
  content: text === "" ? [] : [{ type: "text", text }],
});
const p = (id: string | null, text: string) => block("paragraph", id, text);
const h = (id: string | null, text: string) => block("heading", id, text);
const stateOf = (...blocks: object[]) =>
  EditorState.create({ doc: Node.fromJSON(schema, { type: "doc", content: blocks }) });
const fresh = expect.stringMatching(/^b[0-9a-z]{11}$/) as string;

/** The ids of the top-level blocks after an edit and what mends it. */
function idsAfter(before: EditorState, edit: (tr: Transaction) => Transaction): unknown[] {
  const made = edit(before.tr);
  let after = before.apply(made);
  const mend = mendBlockIds([made], before, after);
  if (mend !== null) after = after.apply(mend);
  expect(hasBrokenIds(after.doc)).toBe(false);
  return after.doc.children.map(({ attrs }) => attrs["id"] as unknown);
}

/** A split as the editor makes it: the new half without an id. */
function split(at: number, type?: NodeType) {
  return (tr: Transaction) =>
    tr.split(at, 1, [{ type: type ?? tr.doc.resolve(at).parent.type, attrs: { id: null } }]);
}
const startOf = (state: EditorState, index: number) =>
  state.doc.children.slice(0, index).reduce((sum, { nodeSize }) => sum + nodeSize, 0);

describe("block ids", () => {
  it("are made of letters that nobody mistakes", () => {
    expect(newBlockId()).toEqual(fresh);
    expect(newBlockId()).not.toBe(newBlockId());
  });

  it("stay as they are while somebody types", () => {
    const before = stateOf(p("a", "uno"), p("b", "dos"));
    const made = before.tr.insertText("x", 2);
    expect(mendBlockIds([made], before, before.apply(made))).toBeNull();
  });

  it("stay with the half that has more of the text, and with the first of equal halves", () => {
    const before = stateOf(p("a", "0123456789"));
    expect(idsAfter(before, split(8))).toEqual(["a", fresh]);
    expect(idsAfter(before, split(6))).toEqual(["a", fresh]);
    expect(idsAfter(before, split(3))).toEqual([fresh, "a"]);
  });

  it("stay with a heading when Enter is pressed before it, so the section is still the same", () => {
    const before = stateOf(p("a", "texto"), h("sec-lines", "Líneas"));
    expect(idsAfter(before, split(startOf(before, 1) + 1))).toEqual(["a", fresh, "sec-lines"]);
  });

  it("stay with a heading even when the larger part of it becomes text", () => {
    const before = stateOf(h("sec-lines", "Líneas de acción"));
    const paragraph = schema.nodes["paragraph"]!;
    expect(idsAfter(before, split(4, paragraph))).toEqual(["sec-lines", fresh]);
  });

  it("stay with the text that was more when blocks are joined", () => {
    const join = (state: EditorState) => (tr: Transaction) => tr.join(startOf(state, 1));
    const long = stateOf(p("a", "uno"), p("b", "mucho más texto"));
    expect(idsAfter(long, join(long))).toEqual(["b"]);
    const short = stateOf(p("a", "mucho más texto"), p("b", "uno"));
    expect(idsAfter(short, join(short))).toEqual(["a"]);
    const heading = stateOf(h("sec", "Título"), p("b", "un texto mucho más largo"));
    expect(idsAfter(heading, join(heading))).toEqual(["sec"]);
  });

  it("are new on a pasted copy, wherever it is pasted", () => {
    const before = stateOf(p("a", "uno"), p("b", "dos"));
    const copy = before.doc.child(1);
    expect(idsAfter(before, (tr) => tr.insert(0, copy))).toEqual([fresh, "a", "b"]);
    expect(idsAfter(before, (tr) => tr.insert(tr.doc.content.size, copy))).toEqual([
      "a",
      "b",
      fresh,
    ]);
    expect(idsAfter(before, (tr) => tr.insert(0, [copy, copy]))).toEqual([fresh, fresh, "a", "b"]);
  });

  it("travel with a block that is moved, by one edit or cut and pasted", () => {
    const before = stateOf(p("a", "uno"), p("b", "dos"));
    const moved = before.doc.child(0);
    expect(
      idsAfter(before, (tr) => tr.delete(0, moved.nodeSize).insert(tr.doc.content.size, moved)),
    ).toEqual(["b", "a"]);
    const cut = before.apply(before.tr.delete(0, moved.nodeSize));
    expect(idsAfter(cut, (tr) => tr.insert(tr.doc.content.size, moved))).toEqual(["b", "a"]);
  });

  it("come back to blocks that become something else without them", () => {
    const before = stateOf(p("a", "uno"), p("b", "dos"));
    const heading = schema.nodes["heading"]!;
    const made = (tr: Transaction) =>
      tr.setBlockType(0, tr.doc.content.size, heading, { id: null, level: 2 });
    expect(idsAfter(before, made)).toEqual(["a", "b"]);
  });

  it("are given to all that a table or a list is made of, and to notes of a copy", () => {
    const note = {
      type: "footnote",
      attrs: { id: "fn-1" },
      content: [{ type: "text", text: "n" }],
    };
    const before = stateOf({ ...p("a", ""), content: [{ type: "text", text: "x" }, note] });
    const table = Node.fromJSON(schema, {
      type: "table",
      content: [
        { type: "tableRow", content: [{ type: "tableCell", content: [{ type: "paragraph" }] }] },
      ],
    });
    expect(idsAfter(before, (tr) => tr.insert(0, table))).toEqual([fresh, "a"]);
    // Pasting parses anew what was copied.
    const copy = Node.fromJSON(schema, before.doc.child(0).toJSON());
    const made = before.tr.insert(0, copy);
    const mend = mendBlockIds([made], before, before.apply(made));
    const notes: unknown[] = [];
    mend?.doc.descendants((node) => {
      if (node.type.name === "footnote") notes.push(node.attrs["id"]);
    });
    expect(notes).toEqual([expect.stringMatching(/^fn-b/), "fn-1"]);
  });

  it("stay through a thousand replacements at once", () => {
    const before = stateOf(
      ...Array.from({ length: 2_000 }, (_, index) => p(`p${index}`, "uno dos tres cuatro cinco")),
    );
    let { tr } = before;
    for (let index = 1_999; index >= 1_000; index -= 1)
      tr = tr.insertText("DOS", startOf(before, index) + 5, startOf(before, index) + 8);
    expect(mendBlockIds([tr], before, before.apply(tr))).toBeNull();
  });
});
