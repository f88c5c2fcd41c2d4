import { getSchema } from "@tiptap/core";
import type { Schema } from "@tiptap/pm/model";
import { bodyFragment as contractBodyFragment } from "@istmo/contracts";
import { blockNodeNames, bodyFragment, paperSchema } from "@istmo/paper-schema";
import { describe, expect, it } from "vitest";

import { newBlockId } from "./block-ids.ts";
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
