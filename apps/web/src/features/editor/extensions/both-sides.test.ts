// @vitest-environment jsdom
/** The text of the page and that of the server are the same text, and are printed alike. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import {
  bodyFragment,
  fromSample,
  fromYDoc,
  toDocumentJson,
  toHtml,
  toMarkdown,
  toText,
  toYUpdate,
  unknownIn,
  type PaperDocumentJson,
  type SamplePaper,
} from "@istmo/paper-schema";
import { afterEach, describe, expect, it } from "vitest";

import "./without-layout.ts";
import * as Y from "yjs";

import { everyNode } from "../../../../../../packages/paper-schema/src/every-node.ts";
import { schemaExtensions } from "./paper-extensions.ts";

const labels = { action: "Acción", footnotes: "Notas", backToText: "Volver a la nota" };
const options = { language: "es", labels };
// No import of the page's: only this test reads what the server is seeded with.
const seeded = "../../../../../../prisma/seed/data/sample-paper.es.json";
const sample = (await import(/* @vite-ignore */ seeded)) as { readonly default: SamplePaper };
const texts: readonly (readonly [string, PaperDocumentJson])[] = [
  ["the sample paper", fromSample(sample.default)],
  ["a text with every node", everyNode],
];

const open: Editor[] = [];
afterEach(() => {
  for (const editor of open.splice(0)) editor.destroy();
});

/** A page that edits the document, as the browser makes it. */
function aPage(doc: Y.Doc): Editor {
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    extensions: [
      ...schemaExtensions,
      Collaboration.configure({ fragment: doc.getXmlFragment(bodyFragment) }),
    ],
  });
  open.push(editor);
  return editor;
}

function printed(document: PaperDocumentJson) {
  return {
    document,
    html: toHtml(document, options),
    markdown: toMarkdown(document, options),
    text: toText(document, options),
  };
}

describe.each(texts)("%s", (_, founding) => {
  function founded(): Y.Doc {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, toYUpdate(founding));
    return doc;
  }

  it("is the same on the page and on the server: JSON, HTML, Markdown and text", () => {
    const doc = founded();
    const editor = aPage(doc);
    expect(unknownIn(doc.getXmlFragment(bodyFragment))).toBeNull();
    expect(printed(toDocumentJson(editor.state.doc))).toEqual(printed(fromYDoc(doc)));
    // Opening a text changes nothing of it.
    expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(founded()));
  });

  it("stays the same when the page edits it and another one reads it through Yjs", () => {
    const [doc, other] = [founded(), founded()];
    const [editor, reader] = [aPage(doc), aPage(other)];
    doc.on("update", (update: Uint8Array) => Y.applyUpdate(other, update));
    const end = editor.state.doc.content.size;
    editor.view.dispatch(editor.state.tr.insertText("Nuevo ", 1));
    editor.commands.insertContentAt(end, [
      { type: "pageBreak" },
      { type: "paragraph", content: [{ type: "text", text: "Final" }] },
    ]);
    const page = printed(toDocumentJson(editor.state.doc));
    expect(page.text).toContain("Final");
    expect(printed(fromYDoc(doc))).toEqual(page);
    expect(printed(fromYDoc(other))).toEqual(page);
    expect(printed(toDocumentJson(reader.state.doc))).toEqual(page);
  });
});
