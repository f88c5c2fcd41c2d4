import { paperSchema } from "@istmo/paper-schema";
import { AllSelection, EditorState, NodeSelection, TextSelection } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";

import { sectionAt, sectionOfSelection } from "./blocks.ts";

const { nodes } = paperSchema;
const heading = (id: string, level: number) =>
  nodes.heading.create({ id, level }, paperSchema.text(id));
const paragraph = (id: string) => nodes.paragraph.create({ id }, paperSchema.text(id));
const doc = nodes.doc.create(null, [
  heading("one", 1),
  paragraph("a"),
  heading("under", 2),
  paragraph("b"),
  nodes.horizontalRule.create({ id: "rule" }),
  heading("two", 1),
]);
const state = EditorState.create({ doc });
const startOf = (id: string): number => {
  let found = -1;
  doc.forEach((node, pos) => {
    if (node.attrs["id"] === id) found = pos;
  });
  return found;
};
const select = (selection: TextSelection | NodeSelection | AllSelection) =>
  state.apply(state.tr.setSelection(selection));

describe("the section of a selection", () => {
  it("is that of the words in which the cursor stands", () => {
    const within = select(TextSelection.create(doc, startOf("b") + 1));
    expect([sectionAt(within), sectionOfSelection(within)]).toEqual(["under", "one"]);
    const inHeading = select(TextSelection.create(doc, startOf("two") + 2));
    expect([sectionAt(inHeading), sectionOfSelection(inHeading)]).toEqual(["two", "two"]);
  });

  it("is that of a block that is selected as a whole, and of the first of all blocks", () => {
    for (const id of ["rule", "b"]) {
      const whole = select(NodeSelection.create(doc, startOf(id)));
      expect([sectionAt(whole), sectionOfSelection(whole)]).toEqual(["under", "one"]);
    }
    expect(sectionAt(select(new AllSelection(doc)))).toBe("one");
  });
});
