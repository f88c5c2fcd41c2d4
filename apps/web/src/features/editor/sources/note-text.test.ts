import { getSchema } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";

import { schemaExtensions } from "../extensions/paper-extensions.ts";

import { noteContent, noteText } from "./note-text.ts";

const schema = getSchema(schemaExtensions);
const keys = new Map([
  ["s1", "UNODC2024"],
  ["s2", "Pérez2023"],
]);
const note = (...content: object[]) =>
  Node.fromJSON(schema, { type: "footnote", attrs: { id: "fn" }, content });
const cite = (sourceId: string, locator: string | null = null, prefix: string | null = null) => ({
  type: "citation",
  attrs: { sourceId, locator, prefix },
});
const text = (words: string) => ({ type: "text", text: words });
const reference = { type: "crossReference", attrs: { targetId: "t" } };

describe("the words of a footnote", () => {
  it("hold its citations and references, and come back whole", () => {
    const before = note(
      text("Compárese "),
      cite("s1", "14", "véase"),
      cite("s2"),
      text(" con "),
      reference,
      text("."),
    );
    const written = noteText(before, keys);
    expect(written).toBe("Compárese [véase @UNODC2024, 14][@Pérez2023] con [#1].");
    const content = noteContent(written, { schema, before, keys });
    expect(note(...(content.toJSON() as object[])).eq(before)).toBe(true);
  });

  it("cite what is typed by its key, and leave alone what names no source", () => {
    const before = note();
    const content = noteContent("Ver [@unodc2024, párr. 3] y [@nadie] y [#7] y a@b.org", {
      schema,
      before,
      keys,
    });
    expect(content.toJSON()).toEqual([
      text("Ver "),
      expect.objectContaining({
        attrs: expect.objectContaining({ sourceId: "s1", locator: "párr. 3" }) as object,
      }),
      text(" y [@nadie] y [#7] y a@b.org"),
    ]);
  });
});
