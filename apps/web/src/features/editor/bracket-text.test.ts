import { getSchema } from "@tiptap/core";
import type { Editor } from "@tiptap/core";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  addAlternative,
  alternativesOf,
  deleteBracket,
  removeAlternative,
  settleBracket,
  writeAlternative,
} from "./bracket-text.ts";
import { schemaExtensions } from "./extensions/paper-extensions.ts";

const schema = getSchema(schemaExtensions);

/** An editor without a page: what the changes need of it, and the steps that they took. */
function editorWith(...alternatives: string[]) {
  const node = schema.node(
    "bracket",
    { id: "b" },
    alternatives.map((text, index) =>
      schema.node("alternative", { id: `a${index}` }, text === "" ? [] : [schema.text(text)]),
    ),
  );
  const paragraph = schema.node("paragraph", { id: "p" }, [
    schema.text("Los socios "),
    node,
    schema.text(" en la revisión."),
  ]);
  const written: number[] = [];
  const editor = {
    schema,
    state: EditorState.create({ schema, doc: schema.node("doc", null, [paragraph]) }),
    view: {
      dispatch(tr: Transaction) {
        for (const step of tr.steps) {
          step.getMap().forEach((_from, _to, from, to) => written.push(to - from));
        }
        editor.state = editor.state.apply(tr);
      },
    },
  };
  return { editor: editor as unknown as Editor, written };
}
const textOf = (editor: Editor) => editor.state.doc.textContent;

describe("the alternatives of a bracket", () => {
  it("are written, added and taken away one by one", () => {
    const { editor } = editorWith("participarán", "");
    writeAlternative(editor, "b", { alternativeId: "a1", text: "podrán participar" });
    expect(textOf(editor)).toBe("Los socios participaránpodrán participar en la revisión.");
    addAlternative(editor, "b");
    const [, , added] = alternativesOf(editor.state.doc, "b") ?? [];
    expect(added).toMatchObject({ text: "", isRich: false });
    removeAlternative(editor, "b", "a0");
    removeAlternative(editor, "b", added?.id ?? "");
    removeAlternative(editor, "b", "a1");
    expect(alternativesOf(editor.state.doc, "b")).toHaveLength(1);
  });

  it("leave the text of the chosen one when it is agreed", () => {
    const { editor } = editorWith("participarán", "podrán participar");
    settleBracket(editor, "b", "a1");
    expect(textOf(editor)).toBe("Los socios podrán participar en la revisión.");
    expect(alternativesOf(editor.state.doc, "b")).toBeNull();
    settleBracket(editor, "b", "a0");
    deleteBracket(editor, "b");
    expect(textOf(editor)).toBe("Los socios podrán participar en la revisión.");
  });

  it("take what was typed as the smallest change, so that what a colleague writes in them stays", () => {
    const words = fc.string({ unit: "grapheme-ascii", maxLength: 12 });
    fc.assert(
      fc.property(words, words, words, words, (start, old, fresh, end) => {
        const { editor, written } = editorWith(start + old + end, "x");
        writeAlternative(editor, "b", { alternativeId: "a0", text: start + fresh + end });
        expect(alternativesOf(editor.state.doc, "b")?.[0]?.text).toBe(start + fresh + end);
        for (const length of written) expect(length).toBeLessThanOrEqual(fresh.length);
      }),
    );
  });
});
