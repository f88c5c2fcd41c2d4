import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { authorshipOf } from "./authorship.ts";
import { serverAuthor } from "./paper-store.ts";

const people = new Map([
  [1, serverAuthor],
  [2, "ana"],
  [3, "ana"],
  [4, "bea"],
]);
const personOf = (clientId: number) => people.get(clientId) ?? "nobody";

/** Two paragraphs of a template, and people at documents of their own. */
function aPaper() {
  const docs = new Map<number, Y.Doc>();
  const at = (clientId: number) => {
    const doc = docs.get(clientId) ?? new Y.Doc();
    doc.clientID = clientId;
    docs.set(clientId, doc);
    return { doc, body: doc.getXmlFragment("body") };
  };
  const share = () => {
    for (const from of docs.values()) {
      for (const to of docs.values()) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
    }
  };
  const { body } = at(1);
  for (const id of ["first", "second"]) {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.setAttribute("id", id);
    paragraph.insert(0, [new Y.XmlText(id)]);
    body.push([paragraph]);
  }
  [2, 3, 4].forEach(at);
  share();
  const text = (clientId: number, paragraph: number) =>
    (at(clientId).body.get(paragraph) as Y.XmlElement).get(0) as Y.XmlText;
  return { at, share, text };
}

describe("proved authorship", () => {
  it("R28: each block's text is told as spans by person, in document order", () => {
    const { at, share, text } = aPaper();
    text(2, 1).insert(6, " ana");
    share();
    text(4, 1).insert(8, "BEA");
    share();
    expect(authorshipOf(at(3).body, personOf)).toEqual([
      { blockId: "first", spans: [{ from: 0, to: 5, author: serverAuthor }] },
      {
        blockId: "second",
        spans: [
          { from: 0, to: 6, author: serverAuthor },
          { from: 6, to: 8, author: "ana" },
          { from: 8, to: 11, author: "bea" },
          { from: 11, to: 13, author: "ana" },
        ],
      },
    ]);
  });

  it("R28: two clientIDs of one person are one author, and marks part no span", () => {
    const { at, share, text } = aPaper();
    text(2, 0).insert(5, "12");
    share();
    text(3, 0).insert(7, "34");
    share();
    text(4, 0).format(6, 2, { bold: {} });
    share();
    const [first] = authorshipOf(at(2).body, personOf);
    expect(first?.spans).toEqual([
      { from: 0, to: 5, author: serverAuthor },
      { from: 5, to: 9, author: "ana" },
    ]);
  });

  it("R28: what was deleted has no author, and a block without text is left out", () => {
    const { at, share, text } = aPaper();
    text(2, 0).insert(5, " words");
    share();
    text(4, 0).delete(0, 7);
    text(4, 1).delete(0, 6);
    share();
    expect(authorshipOf(at(2).body, personOf)).toEqual([
      { blockId: "first", spans: [{ from: 0, to: 4, author: "ana" }] },
    ]);
  });

  it("R28: a note's text counts where it stands, a block's within another to itself, letters in UTF-16", () => {
    const { at } = aPaper();
    const { body } = at(2);
    const item = new Y.XmlElement("listItem");
    item.setAttribute("id", "item");
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.setAttribute("id", "inner");
    const note = new Y.XmlElement("footnote");
    note.insert(0, [new Y.XmlText("note")]);
    paragraph.insert(0, [new Y.XmlText("a🌋"), note, new Y.XmlText("z")]);
    item.insert(0, [paragraph]);
    body.insert(0, [new Y.XmlText("loose"), item]);
    expect(authorshipOf(body, personOf).slice(0, 2)).toEqual([
      { blockId: null, spans: [{ from: 0, to: 5, author: "ana" }] },
      { blockId: "inner", spans: [{ from: 0, to: 8, author: "ana" }] },
    ]);
  });

  it("R28: a clientID that nobody is bound to is nobody's, and an empty text has no blocks", () => {
    expect(authorshipOf(new Y.Doc().getXmlFragment("body"), personOf)).toEqual([]);
    const doc = new Y.Doc();
    doc.clientID = 99;
    doc.getXmlFragment("body").push([new Y.XmlText("x")]);
    expect(authorshipOf(doc.getXmlFragment("body"), personOf)[0]?.spans[0]?.author).toBe("nobody");
  });
});
