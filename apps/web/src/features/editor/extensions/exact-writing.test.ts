// @vitest-environment jsdom
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { bodyFragment, toYUpdate, type PaperDocumentJson } from "@istmo/paper-schema";
import { afterEach, describe, expect, it } from "vitest";

import "./without-layout.ts";
import * as Y from "yjs";

import { ExactWriting } from "./exact-writing.ts";
import { schemaExtensions } from "./paper-extensions.ts";

const start: PaperDocumentJson = {
  type: "doc",
  content: [
    { type: "paragraph", attrs: { id: "p1" }, content: [{ type: "text", text: "abcdefgh" }] },
    { type: "paragraph", attrs: { id: "p2" }, content: [{ type: "text", text: "other" }] },
  ],
};

const open: Editor[] = [];
afterEach(() => {
  for (const editor of open.splice(0)) editor.destroy();
});

function aPage(): { readonly doc: Y.Doc; readonly editor: Editor } {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, toYUpdate(start));
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    extensions: [
      ...schemaExtensions,
      Collaboration.configure({ fragment: doc.getXmlFragment(bodyFragment) }),
      ExactWriting,
    ],
  });
  open.push(editor);
  return { doc, editor };
}

const bringOver = (from: Y.Doc, to: Y.Doc) =>
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));

describe("the editor's page", () => {
  it("lets a colleague delete words between two places that are changed at once", () => {
    const [one, other] = [aPage(), aPage()];
    one.editor.view.dispatch(one.editor.state.tr.insertText("Y", 8).insertText("X", 2));
    other.editor.view.dispatch(other.editor.state.tr.delete(3, 6));
    bringOver(one.doc, other.doc);
    bringOver(other.doc, one.doc);
    for (const { editor } of [one, other])
      expect(editor.state.doc.child(0).textContent).toBe("aXbfgYh");
  });

  it("undoes what was written so in one step, and the colleague sees that too", () => {
    const [one, other] = [aPage(), aPage()];
    one.editor.view.dispatch(one.editor.state.tr.insertText("Y", 8).insertText("X", 2));
    one.editor.commands.undo();
    bringOver(one.doc, other.doc);
    for (const { editor } of [one, other])
      expect(editor.state.doc.textContent).toBe("abcdefghother");
  });
});
