import { getSchema } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { numberingOf } from "@istmo/paper-schema";
import { describe, expect, it } from "vitest";

import { schemaExtensions } from "./extensions/paper-extensions.ts";
import { findTargets, referenceTargets } from "./reference-targets.ts";

const schema = getSchema(schemaExtensions);
const block = (type: string, id: string, text: string, attrs: object = {}) => ({
  ...{ type, attrs: { id, ...attrs } },
  content: [{ type: "text", text }],
});
const doc = Node.fromJSON(schema, {
  type: "doc",
  content: [
    block("heading", "s0", "Resumen", { level: 1, unnumbered: true }),
    block("paragraph", "p0", "sin número"),
    block("heading", "s1", "Alerta en los puertos", { level: 1 }),
    ...Array.from({ length: 14 }, (_, index) =>
      block("paragraph", `p${index + 1}`, `Texto ${20 - index}`),
    ),
    {
      type: "orderedList",
      attrs: { id: "l", type: "a" },
      content: [
        { type: "listItem", attrs: { id: "i" }, content: [block("paragraph", "ip", "Inciso")] },
      ],
    },
    block("paragraph", "c", "Medidas", { caption: true }),
    {
      type: "table",
      attrs: { id: "t" },
      content: [
        {
          type: "tableRow",
          content: [{ type: "tableCell", content: [block("paragraph", "cell", "celda")] }],
        },
      ],
    },
  ],
});
const targets = referenceTargets(doc, numberingOf(doc, "es"));

describe("what a text can refer to", () => {
  it("is what has a number, once each, and the headings without one", () => {
    const of = (id: string) => targets.find((target) => target.id === id);
    expect(of("s0")).toMatchObject({ kind: "heading", reference: "Resumen" });
    expect(of("p0")).toBeUndefined();
    expect(of("p14")).toMatchObject({ kind: "paragraph", reference: "párr. 14" });
    expect(of("i")).toMatchObject({ kind: "item", reference: "párr. 14 a)", excerpt: "Inciso" });
    expect(of("ip")).toBeUndefined();
    expect(of("c")).toBeUndefined();
    expect(of("t")).toMatchObject({ kind: "table", reference: "Cuadro 1", excerpt: "Medidas" });
  });

  it("is found by its number first, and by its words without their accents", () => {
    expect(findTargets(targets, "14")[0]?.id).toBe("p14");
    expect(findTargets(targets, "parr 7").map(({ id }) => id)[0]).toBe("p7");
    expect(findTargets(targets, "PUERTOS alerta").map(({ id }) => id)).toEqual(["s1"]);
    expect(findTargets(targets, "nada de esto")).toEqual([]);
    expect(findTargets(targets, " ")).toHaveLength(targets.length);
  });
});
