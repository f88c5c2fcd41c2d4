import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { bodyFragment, toYUpdate } from "./paper-document.ts";
import { unknownIn, unknownInChange } from "./unknown-content.ts";

const knownText = toYUpdate({
  type: "doc",
  content: [
    { type: "heading", attrs: { level: 1, id: "h1" }, content: [{ type: "text", text: "Scope" }] },
    {
      type: "paragraph",
      content: [
        { type: "text", text: "bold", marks: [{ type: "bold" }] },
        { type: "actionItem", attrs: { actionId: "a1" } },
        { type: "footnote", attrs: { id: "f1" }, content: [{ type: "text", text: "a note" }] },
      ],
    },
  ],
});

/** A text, and what the guard said of each change to it. */
function aGuardedText(update: Uint8Array = knownText) {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment(bodyFragment);
  const said: (string | null)[] = [];
  doc.on("beforeObserverCalls", (transaction: Y.Transaction) =>
    said.push(unknownInChange(body, transaction)),
  );
  Y.applyUpdate(doc, update);
  return { doc, body, said };
}

function paragraphOf(body: Y.XmlFragment): Y.XmlElement {
  return body.get(1) as Y.XmlElement;
}

/** What a newer page might write; each with the name that an older one does not know. */
const newer: Readonly<Record<string, (body: Y.XmlFragment) => void>> = {
  video: (body) => body.insert(0, [new Y.XmlElement("video")]),
  chart: (body) => {
    const quote = new Y.XmlElement("blockquote");
    quote.insert(0, [new Y.XmlElement("chart")]);
    body.insert(0, [quote]);
  },
  "paragraph[colour]": (body) => paragraphOf(body).setAttribute("colour", "red"),
  highlight: (body) => (paragraphOf(body).get(0) as Y.XmlText).format(0, 2, { highlight: {} }),
  comment: (body) =>
    (paragraphOf(body).get(0) as Y.XmlText).format(0, 2, { "comment--aB3+/=xy": { id: "c1" } }),
  "an object in a text": (body) => (paragraphOf(body).get(0) as Y.XmlText).insertEmbed(1, { a: 1 }),
  "an object that is no XML": (body) =>
    paragraphOf(body).insert(0, [new Y.Map() as unknown as Y.XmlElement]),
};

describe("what a page does not know", () => {
  it("is nothing in a text of this schema, however it is edited", () => {
    const { body, said } = aGuardedText();
    const text = paragraphOf(body).get(0) as Y.XmlText;
    text.insert(0, "more ");
    text.format(0, 4, { italic: {}, link: { href: "https://example.org" } });
    text.format(0, 4, { "link--aB3+/=xy": { href: "https://example.org" } });
    paragraphOf(body).setAttribute("id", "b9");
    body.delete(0, 1);
    expect(unknownIn(body)).toBeNull();
    expect(new Set(said)).toEqual(new Set([null]));
  });

  it.each(Object.entries(newer))("%s is found, in the text and as it arrives", (name, write) => {
    const { doc, body, said } = aGuardedText();
    expect(said).toEqual([null]);
    write(body);
    expect(said.at(-1)).toBe(name);
    expect(unknownIn(body)).toBe(name);
    expect(aGuardedText(Y.encodeStateAsUpdate(doc)).said).toEqual([name]);
  });

  it("is found before anybody who observes the text is told", () => {
    const { body, said } = aGuardedText();
    let knownBefore = 0;
    body.observeDeep(() => (knownBefore = said.length));
    body.insert(0, [new Y.XmlElement("video")]);
    expect([knownBefore, said.at(-1)]).toEqual([2, "video"]);
  });

  it("does not count what concurrent edits left: a list without items is the editor's to mend", () => {
    const { body, said } = aGuardedText();
    body.insert(0, [new Y.XmlElement("bulletList")]);
    expect([unknownIn(body), said.at(-1)]).toEqual([null, null]);
  });

  it("does not count what stands elsewhere in the document", () => {
    const { doc, body, said } = aGuardedText();
    doc.getXmlFragment("notes").insert(0, [new Y.XmlElement("video")]);
    expect([unknownIn(body), said.at(-1)]).toEqual([null, null]);
  });
});
