import { bodyFragment } from "@istmo/paper-schema";
import { expect, test } from "vitest";
import * as Y from "yjs";

import { unsavedText } from "./unsaved-text.ts";

const others = 7;
const mine = 42;

/** A paper of paragraphs that somebody else wrote, opened by a person who writes as client 42. */
function aPaper(...paragraphs: string[]) {
  const theirs = new Y.Doc();
  theirs.clientID = others;
  const blocks = paragraphs.map((words) => paragraphOf(words));
  theirs.getXmlFragment(bodyFragment).push(blocks);
  const doc = new Y.Doc();
  doc.clientID = mine;
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs));
  return doc;
}
function paragraphOf(words: string): Y.XmlElement {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(words)]);
  return paragraph;
}
const blockOf = (doc: Y.Doc, index: number) =>
  doc.getXmlFragment(bodyFragment).get(index) as Y.XmlElement;
const textOf = (doc: Y.Doc, index: number) => blockOf(doc, index).get(0) as Y.XmlText;
const nothingSaved = new Map([[mine, 0]]);

test("words typed into somebody else's paragraph are given without the paragraph", () => {
  const doc = aPaper("Lo que ya estaba.", "Otro párrafo.");
  textOf(doc, 0).insert(17, " Lo mío.");
  expect(unsavedText(doc, nothingSaved)).toBe("Lo mío.");
});

test("only what the database does not hold counts, down to the letter", () => {
  const doc = aPaper("Base.");
  for (const letter of " guardado y no") textOf(doc, 0).insert(textOf(doc, 0).length, letter);
  expect(unsavedText(doc, new Map([[mine, 9]]))).toBe("y no");
  expect(unsavedText(doc, new Map([[mine, 14]]))).toBe("");
});

test("blocks come in the order of the text, whatever was written first", () => {
  const doc = aPaper("Uno.", "Dos.", "Tres.");
  textOf(doc, 2).insert(5, " final");
  textOf(doc, 0).insert(0, "Inicio ");
  doc.getXmlFragment(bodyFragment).insert(2, [paragraphOf("Un párrafo entero")]);
  expect(unsavedText(doc, nothingSaved)).toBe("Inicio\nUn párrafo entero\nfinal");
});

test("two places of one paragraph stay apart, and formats do not part words", () => {
  const doc = aPaper("El puerto abre.");
  textOf(doc, 0).insert(9, " pequeño", { bold: {} });
  textOf(doc, 0).insert(17, " y nuevo", {});
  textOf(doc, 0).insert(textOf(doc, 0).length, " Hoy.");
  expect(unsavedText(doc, nothingSaved)).toBe("pequeño y nuevo … Hoy.");
});

test("words typed before a letter that they hold as well come out as they were typed", () => {
  const doc = aPaper("boya");
  // The editor's comparison takes the second "b" for the new one: the text is the same.
  textOf(doc, 0).insert(0, "pala");
  textOf(doc, 0).insert(5, "ras b");
  expect(textOf(doc, 0).toString()).toBe("palabras boya");
  expect(unsavedText(doc, nothingSaved)).toBe("palabras");
});

test("what was typed and taken back again is not given", () => {
  const doc = aPaper("Base.");
  textOf(doc, 0).insert(5, " sí no");
  textOf(doc, 0).delete(8, 3);
  expect(unsavedText(doc, nothingSaved)).toBe("sí");
  doc.getXmlFragment(bodyFragment).delete(0, 1);
  expect(unsavedText(doc, nothingSaved)).toBe("");
});

test("words of lists, tables and notes are found inside their blocks", () => {
  const doc = aPaper("Base");
  const list = new Y.XmlElement("bulletList");
  const item = new Y.XmlElement("listItem");
  item.insert(0, [paragraphOf("Un punto")]);
  list.insert(0, [item]);
  doc.getXmlFragment(bodyFragment).push([list]);
  const note = new Y.XmlElement("footnote");
  note.insert(0, [new Y.XmlText("La fuente")]);
  blockOf(doc, 0).push([note]);
  expect(unsavedText(doc, nothingSaved)).toBe("La fuente\nUn punto");
});

test("what others write meanwhile is never given", () => {
  const doc = aPaper("Base.");
  const colleague = new Y.Doc();
  colleague.clientID = 99;
  Y.applyUpdate(colleague, Y.encodeStateAsUpdate(doc));
  textOf(doc, 0).insert(5, " mío");
  textOf(colleague, 0).insert(5, " suyo");
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(colleague));
  expect(unsavedText(doc, nothingSaved)).toBe("mío");
});

test("words of an earlier visit count as well, from where the server had them", () => {
  const doc = aPaper("Base.");
  textOf(doc, 0).insert(5, " ayer");
  doc.clientID = 43;
  textOf(doc, 0).insert(10, " hoy");
  expect(unsavedText(doc, new Map([[mine, 0], [43, 0]]))).toBe("ayer hoy"); // prettier-ignore
  expect(unsavedText(doc, new Map([[43, 0]]))).toBe("hoy");
});
