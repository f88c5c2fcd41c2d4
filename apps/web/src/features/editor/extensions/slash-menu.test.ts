import { getSchema } from "@tiptap/core";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { expect, test } from "vitest";

import { schemaExtensions } from "./paper-extensions.ts";
import { slashBefore } from "./slash-menu.ts";

const schema = getSchema(schemaExtensions);

/** The query of a paragraph's slash with the caret at the bar. */
function queryOf(text: string): string | null {
  const caret = text.indexOf("|");
  const words = text.replace("|", "");
  const doc = schema.node("doc", null, [
    schema.node("paragraph", null, words === "" ? [] : [schema.text(words)]),
  ]);
  const selection = TextSelection.create(doc, 1 + caret);
  return slashBefore(EditorState.create({ doc, selection }))?.query ?? null;
}

test("a slash opens the menu at the start and after a space", () => {
  expect(queryOf("/|")).toBe("");
  expect(queryOf("uno /|")).toBe("");
  expect(queryOf("uno /título 2|")).toBe("título 2");
  expect(queryOf("uno /tab| y más")).toBe("tab");
});

test("a slash within words, addresses and dates is a letter", () => {
  for (const text of ["and/|", "y/o|", "https://|", "https://un.org/do|", "3/4|", "/a//|", "// |"])
    expect(queryOf(text), text).toBeNull();
});

test("what is no word ends the menu", () => {
  expect(queryOf("/tab, |")).toBeNull();
  expect(queryOf("/tab  |")).toBeNull();
  expect(queryOf(`/${"a".repeat(40)}|`)).toBeNull();
});
