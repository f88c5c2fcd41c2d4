import { getSchema } from "@tiptap/core";
import { Fragment, type Node, type Schema } from "@tiptap/pm/model";
import { EditorState } from "@tiptap/pm/state";
import { bodyFragment as contractBodyFragment } from "@istmo/contracts";
import { blockNodeNames, bodyFragment, paperSchema } from "@istmo/paper-schema";
import { describe, expect, it } from "vitest";

import { mendBlockIds, newBlockId } from "./block-ids.ts";
import { schemaExtensions } from "./paper-extensions.ts";

const schema = getSchema(schemaExtensions);

function described(described: Schema) {
  const attributes = (attrs: Readonly<Record<string, { default?: unknown }>> | undefined) =>
    Object.fromEntries(Object.entries(attrs ?? {}).map(([name, spec]) => [name, spec.default]));
  return {
    nodes: Object.fromEntries(
      Object.entries(described.nodes).map(([name, { spec }]) => [
        name,
        {
          content: spec.content ?? "",
          group: spec.group ?? "",
          marks: spec.marks ?? null,
          inline: spec.inline ?? false,
          atom: spec.atom ?? false,
          isolating: spec.isolating ?? false,
          defining: spec.defining ?? false,
          tableRole: (spec["tableRole"] as string | undefined) ?? null,
          attrs: attributes(spec.attrs),
        },
      ]),
    ),
    marks: Object.fromEntries(
      Object.entries(described.marks).map(([name, { spec }]) => [
        name,
        { inclusive: spec.inclusive ?? true, attrs: attributes(spec.attrs) },
      ]),
    ),
  };
}

describe("the editor's schema", () => {
  it("equals the schema that the server reads papers with", () => {
    expect(described(schema)).toEqual(described(paperSchema));
    expect(schema.topNodeType.name).toBe(paperSchema.topNodeType.name);
    expect(schema.nodes["doc"]?.contentMatch.defaultType?.name).toBe("paragraph");
    expect(bodyFragment).toBe(contractBodyFragment);
  });

  it("gives the marks the order that the server gives them", () => {
    expect(Object.keys(schema.marks)).toEqual(Object.keys(paperSchema.marks));
  });

  it("has an id on every block and a new one for each", () => {
    for (const name of blockNodeNames)
      expect(schema.nodes[name]?.spec.attrs).toHaveProperty("id.default", null);
    expect(newBlockId()).toMatch(/^b[0-9a-z]{11}$/);
    expect(newBlockId()).not.toBe(newBlockId());
  });
});

describe("block ids", () => {
  const block = (type: string, id: string | null, text: string) =>
    schema.node(type, { id }, text === "" ? [] : [schema.text(text)]);
  const stateOf = (...blocks: Node[]) =>
    EditorState.create({ schema, doc: schema.node("doc", null, Fragment.fromArray(blocks)) });
  const idsOf = (state: EditorState) => {
    const ids: unknown[] = [];
    state.doc.forEach((node) => ids.push(node.attrs["id"]));
    return ids;
  };
  function mended(before: EditorState, after: EditorState): unknown[] {
    const tr = mendBlockIds(before, after);
    return idsOf(tr ? after.apply(tr) : after);
  }

  it("leave a text alone in which each block has its own", () => {
    const state = stateOf(block("heading", "h", "Resumen"), block("paragraph", "p", "Texto"));
    expect(mendBlockIds(state, state)).toBeNull();
  });

  it("are given to the half that a split made", () => {
    const before = stateOf(block("paragraph", "p", "uno dos"));
    const after = stateOf(block("paragraph", "p", "uno"), block("paragraph", null, " dos"));
    const [first, second] = mended(before, after);
    expect(first).toBe("p");
    expect(second).toMatch(/^b/);
  });

  it("are new on a pasted copy, and stay on a block that was moved", () => {
    const before = stateOf(block("paragraph", "a", "uno"), block("paragraph", "b", "dos"));
    const copied = stateOf(
      block("paragraph", "a", "uno"),
      block("paragraph", "b", "dos"),
      block("paragraph", "a", "uno"),
    );
    expect(mended(before, copied)).toEqual(["a", "b", expect.stringMatching(/^b.{11}$/)]);
    const moved = stateOf(block("paragraph", "b", "dos"), block("paragraph", "a", "uno"));
    expect(mended(before, moved)).toEqual(["b", "a"]);
  });

  it("stay with a heading when Enter is pressed before it, so the section is still the same", () => {
    const before = stateOf(block("heading", "sec-lines", "Líneas"));
    const lost = stateOf(block("paragraph", null, ""), block("heading", null, "Líneas"));
    expect(mended(before, lost)).toEqual([expect.stringMatching(/^b/), "sec-lines"]);
    const left = stateOf(block("heading", "sec-lines", ""), block("heading", null, "Líneas"));
    expect(mended(before, left)).toEqual([expect.stringMatching(/^b/), "sec-lines"]);
  });
});
