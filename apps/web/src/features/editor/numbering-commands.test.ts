// @vitest-environment jsdom
import { Editor } from "@tiptap/core";
import { numberingOf } from "@istmo/paper-schema";
import { afterEach, expect, it } from "vitest";

import "./extensions/without-layout.ts";
import { schemaExtensions } from "./extensions/paper-extensions.ts";
import {
  addTableCaption,
  goFromCaptionToTable,
  isInSection,
  mayHaveCaption,
  toggleSectionNumbering,
} from "./numbering-commands.ts";

let editor: Editor | null = null;
afterEach(() => editor?.destroy());

function anEditor(): Editor {
  editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    extensions: schemaExtensions,
    content:
      '<p data-block-id="p0">antes</p><h1 data-block-id="s1">Uno</h1><p data-block-id="p1">texto</p>' +
      '<table data-block-id="t"><tr><td><p data-block-id="c">celda</p></td></tr></table>',
  });
  return editor;
}

/** Puts the caret before the words. */
function goTo(it: Editor, words: string): void {
  let found = 0;
  it.state.doc.descendants((node, pos) => {
    if (node.isText && node.text === words) found = pos;
  });
  it.commands.setTextSelection(found);
}

it("a section is taken out of the numbering and back into it, from wherever one is in it", () => {
  const it = anEditor();
  goTo(it, "antes");
  expect(isInSection(it)).toBe(false);
  goTo(it, "celda");
  const label = () => numberingOf(it.state.doc, "es").get("s1")?.label;
  expect(label()).toBe("I.");
  toggleSectionNumbering(it);
  expect(label()).toBeUndefined();
  toggleSectionNumbering(it);
  expect(label()).toBe("I.");
});

it("a table is given a caption once, and Enter in it goes on in the table", () => {
  const it = anEditor();
  goTo(it, "texto");
  expect(mayHaveCaption(it)).toBe(false);
  expect(goFromCaptionToTable(it)).toBe(false);
  goTo(it, "celda");
  expect(mayHaveCaption(it)).toBe(true);
  addTableCaption(it);
  it.commands.insertContent("Medidas");
  expect(numberingOf(it.state.doc, "es").get("t")?.label).toBe("Cuadro 1");
  expect(goFromCaptionToTable(it)).toBe(true);
  expect(it.state.selection.$from.parent.textContent).toBe("celda");
  expect(mayHaveCaption(it)).toBe(false);
});
