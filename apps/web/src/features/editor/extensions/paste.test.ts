import { getSchema } from "@tiptap/core";
import { Fragment, Node, Slice } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";

import { schemaExtensions } from "./paper-extensions.ts";
import { asOwnWords } from "./paste.ts";

const schema = getSchema(schemaExtensions);
const by = { id: "s", by: "person-b", at: "2026-11-28T10:00:00Z" };
const text = (words: string, ...marks: string[]) => ({
  type: "text",
  text: words,
  marks: marks.map((type) => ({ type, attrs: type === "bold" ? {} : by })),
});
const slice = (...content: object[]) =>
  new Slice(Fragment.from(content.map((it) => Node.fromJSON(schema, it))), 1, 1);
const pasted = (...content: object[]) => asOwnWords(slice(...content)).content.toJSON() as unknown;

describe("what is pasted from a paper", () => {
  it("is one's own: what others suggested to add is text, what they suggested to take is gone", () => {
    const made = asOwnWords(
      slice(
        {
          type: "paragraph",
          attrs: { id: "a", inserted: by },
          content: [
            text("queda "),
            text("nuevo ", "bold", "insertion"),
            text("ido ", "deletion"),
            { type: "footnote", attrs: { id: "f", removed: by } },
            text("fin", "formatting"),
          ],
        },
        { type: "paragraph", attrs: { id: "b", changed: { ...by, was: {} }, removed: by } },
      ),
    );
    expect(made.content.textBetween(0, made.content.size, " ")).toBe("queda nuevo fin ");
    const found: string[] = [];
    made.content.descendants((node) => {
      for (const { type } of node.marks) found.push(type.name);
      for (const name of ["inserted", "removed", "changed"]) if (node.attrs[name]) found.push(name);
    });
    expect(found).toEqual(["bold"]);
  });

  it("brings its ids, and none that is no id", () => {
    const ids = (id: unknown) =>
      (pasted({ type: "paragraph", attrs: { id } }) as [{ attrs: { id: unknown } }])[0].attrs.id;
    expect(ids("sec-lines")).toBe("sec-lines");
    expect(ids('"><script>')).toBeNull();
    expect(ids("x".repeat(65))).toBeNull();
  });
});
