import { getSchema } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { numberingOf } from "@istmo/paper-schema";
import { describe, expect, it } from "vitest";

import { differencesIn, Numbering, numberingIn } from "./numbering.ts";
import { schemaExtensions } from "./paper-extensions.ts";

const schema = getSchema(schemaExtensions);
const suggested = { id: "s", by: "person-a", at: "2026-11-28T10:00:00Z" };
const block = (type: string, id: string, text = id, attrs: object = {}) => ({
  type,
  attrs: { id, ...attrs },
  content: text === "" ? [] : [{ type: "text", text }],
});
const aDoc = (...content: object[]) => Node.fromJSON(schema, { type: "doc", content });
const paper = () =>
  aDoc(
    block("heading", "s0", "Resumen", { level: 1, unnumbered: true }),
    block("paragraph", "summary"),
    block("heading", "s1", "Uno", { level: 1 }),
    block("paragraph", "one"),
    block("paragraph", "empty", ""),
    block("paragraph", "two"),
    block("paragraph", "caption", "Título", { caption: true }),
    {
      type: "table",
      attrs: { id: "t" },
      content: [
        { type: "tableRow", content: [{ type: "tableCell", content: [block("paragraph", "c")] }] },
      ],
    },
  );

function aState(doc: Node): EditorState {
  const plugins = Numbering.config.addProseMirrorPlugins?.call({
    options: { language: "es" },
  } as never);
  return EditorState.create({ doc, plugins: plugins ?? [] });
}
function apply(state: EditorState, edit: (tr: Transaction) => Transaction): EditorState {
  return state.apply(edit(state.tr));
}
function shown(state: EditorState): unknown[] {
  const decorations = state.plugins[0]?.props.decorations?.call(
    state.plugins[0],
    state,
  ) as unknown as {
    find: () => { from: number; to: number; type: { attrs: object } }[];
  };
  return decorations.find().map(({ from, to, type }) => ({ from, to, attributes: type.attrs }));
}
function startOf(doc: Node, id: string): number {
  let found = -1;
  doc.descendants((node, pos) => {
    if (node.attrs["id"] === id) found = pos;
  });
  return found;
}

/** What the style sheet makes of the decorations: the number at each paragraph of the text. */
function countedBySheet(doc: Node, numbering = numberingOf(doc, "es")): Record<string, string> {
  const said = new Map(differencesIn(doc, numbering).map((it) => [it.from, it.attributes]));
  const counted: Record<string, string> = {};
  let counter = 0;
  doc.forEach((node, pos) => {
    const attributes = said.get(pos) ?? {};
    if (attributes["data-numbered"] === "counted") {
      counter += 1;
      counted[String(node.attrs["id"])] = attributes["data-number"] ?? "";
    }
    if (node.type.name !== "paragraph" || "data-numbered" in attributes) return;
    if (!("data-number" in attributes)) counter += 1;
    counted[String(node.attrs["id"])] = attributes["data-number"] ?? `${counter}.`;
  });
  return counted;
}

describe("the numbers in the editor", () => {
  it("are those of the numbering, although the style sheet counts the paragraphs", () => {
    const doc = paper();
    const numbering = numberingOf(doc, "es");
    const paragraphs = [...numbering].filter(([, { kind }]) => kind === "paragraph");
    expect(countedBySheet(doc)).toEqual(
      Object.fromEntries(paragraphs.map(([id, { label }]) => [id, label])),
    );
    expect(countedBySheet(doc)).toEqual({ one: "1.", two: "2." });
  });

  it("call a suggested paragraph by the number before it, and number on as if it were not there", () => {
    const doc = aDoc(
      block("paragraph", "one"),
      {
        ...block("paragraph", "new", ""),
        attrs: { id: "new", inserted: suggested },
        content: [
          {
            type: "text",
            text: "nuevo",
            marks: [{ type: "insertion", attrs: suggested }],
          },
        ],
      },
      block("paragraph", "two"),
    );
    expect(countedBySheet(doc)).toEqual({ one: "1.", new: "1 bis", two: "2." });
  });

  it("stay with a paragraph that somebody suggests to make a heading, and with a heading the other way", () => {
    const was = (type: string) => ({ ...suggested, was: { type, attrs: {} } });
    const heading = block("heading", "two");
    const paragraph = block("paragraph", "h");
    const doc = aDoc(
      block("paragraph", "one"),
      { ...heading, attrs: { ...heading.attrs, level: 2, changed: was("paragraph") } },
      {
        ...paragraph,
        attrs: {
          ...paragraph.attrs,
          changed: { ...suggested, was: { type: "heading", attrs: { level: 1 } } },
        },
      },
      block("paragraph", "three"),
    );
    expect(countedBySheet(doc)).toEqual({ one: "1.", two: "2.", three: "3." });
    expect(differencesIn(doc, numberingOf(doc, "es")).map((it) => it.attributes)).toEqual([
      { "data-number": "2.", "data-numbered": "counted" },
      { "data-number": "I.", "data-numbered": "heading" },
    ]);
  });

  it("stand at headings, captions and tables in the words of the language", () => {
    expect(differencesIn(paper(), numberingOf(paper(), "en")).map((it) => it.attributes)).toEqual([
      { "data-numbered": "no" },
      { "data-number": "I." },
      { "data-numbered": "no" },
      { "data-number": "Table 1", "data-numbered": "caption" },
      { "data-number": "Table 1" },
    ]);
  });

  it("of notes move on when one is put in before them", () => {
    const note = (id: string) => ({ type: "footnote", attrs: { id } });
    const noted = (id: string, ...notes: string[]) => ({
      ...block("paragraph", id),
      content: [{ type: "text", text: id }, ...notes.map(note)],
    });
    let state = aState(aDoc(noted("one", "n1"), noted("two", "n2", "n3")));
    const numbers = () =>
      shown(state).map((it) => (it as { attributes: { style: string } }).attributes.style);
    expect(numbers()).toEqual(['--number: "1"', '--number: "2"', '--number: "3"']);
    const put = schema.nodes["footnote"]!.create({ id: "n0" });
    state = apply(state, (tr) => tr.insert(1, put));
    expect(numbers()).toHaveLength(4);
    expect(shown(state)).toEqual(differencesIn(state.doc, numberingOf(state.doc, "es")));
  });

  it("follow every edit, and typing only moves them along", () => {
    let state = aState(paper());
    const right = () => differencesIn(state.doc, numberingOf(state.doc, "es"));
    expect(shown(state)).toEqual(right());
    const aStateBefore = state;
    state = apply(state, (tr) => tr.insertText("x", startOf(tr.doc, "one") + 1));
    expect(shown(state)).toEqual(right());
    expect(numberingIn(state)).toBe(numberingIn(aStateBefore));
    state = apply(state, (tr) => tr.insertText("lleno", startOf(tr.doc, "empty") + 1));
    expect(shown(state)).toEqual(right());
    const { nodes } = schema;
    const figure = () => nodes["figure"]!.create({ id: "f" });
    state = apply(state, (tr) => tr.insert(0, figure()));
    expect(shown(state)).toEqual(right());
    state = apply(state, (tr) => tr.replaceWith(0, tr.doc.child(0).nodeSize, figure()));
    expect(shown(state)).toEqual(right());
    state = apply(state, (tr) => tr.delete(0, tr.doc.child(0).nodeSize));
    expect(shown(state)).toEqual(right());
    expect(numberingIn(state).get("two")?.label).toBe("3.");
    state = apply(state, (tr) => tr.setNodeAttribute(0, "unnumbered", null));
    expect(shown(state)).toEqual(right());
    const end = startOf(state.doc, "two");
    state = apply(state, (tr) => tr.delete(startOf(tr.doc, "s1"), end));
    expect(shown(state)).toEqual(right());
    state = apply(state, (tr) => tr.replaceWith(0, tr.doc.content.size, paper().content));
    expect(shown(state)).toEqual(right());
    expect(shown(state)).not.toEqual([]);
  });
});
