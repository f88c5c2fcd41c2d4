import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { everyNode, paragraph, text } from "../every-node.ts";
import {
  bodyFragment,
  fromYDoc,
  normalDocument,
  toYUpdate,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "../paper-document.ts";
import { restoreText } from "./restore-text.ts";

const heading = (id: string): PaperNodeJson => ({
  type: "heading",
  attrs: { level: 1, id },
  content: [text(`Sección ${id}`)],
});
const paper = (...content: readonly PaperNodeJson[]): PaperDocumentJson =>
  normalDocument({ type: "doc", content });
const living = (document: PaperDocumentJson): Y.Doc => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, toYUpdate(document));
  return doc;
};
const old = paper(
  heading("a"),
  paragraph("a1", text("Uno.")),
  paragraph("a2", text("Dos.")),
  heading("b"),
  paragraph("b1", text("Tres.")),
);
const now = paper(
  heading("a"),
  paragraph("a2", text("Dos, y más.")),
  paragraph("a3", text("Nuevo.")),
  heading("b"),
  paragraph("b1", text("Tres, cambiado.")),
);
const textIn = (doc: Y.Doc, id: string): Y.XmlText => {
  const block = doc
    .getXmlFragment(bodyFragment)
    .toArray()
    .find((it) => it instanceof Y.XmlElement && it.getAttribute("id") === id) as Y.XmlElement;
  return block.get(0) as Y.XmlText;
};

describe("putting an earlier text back", () => {
  it("makes the text what it was, whatever stands there", () => {
    const doc = living(now);
    expect(restoreText(doc, old)).toBe(true);
    expect(fromYDoc(doc)).toEqual(old);
    const other = living(old);
    restoreText(other, normalDocument(everyNode));
    expect(fromYDoc(other)).toEqual(normalDocument(everyNode));
  });

  it("of one section leaves the others alone, and brings back one that is gone where it stood", () => {
    const doc = living(now);
    restoreText(doc, old, { sectionId: "b" });
    expect(fromYDoc(doc)).toEqual(paper(...now.content.slice(0, 4), ...old.content.slice(4)));
    const without = living(paper(...now.content.slice(3)));
    restoreText(without, old, { sectionId: "a" });
    expect(fromYDoc(without)).toEqual(paper(...old.content.slice(0, 3), ...now.content.slice(3)));
    expect(restoreText(doc, old, { sectionId: "z" })).toBe(false);
  });

  it("merges with what a colleague types meanwhile, who loses no letter where the block still stands", () => {
    const mine = living(now);
    const theirs = living(now);
    textIn(theirs, "b1").insert(0, "Yo escribo: ");
    restoreText(mine, old);
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
    expect(fromYDoc(mine)).toEqual(fromYDoc(theirs));
    expect(textIn(mine, "b1").toString()).toBe("Yo escribo: Tres.");
    expect(textIn(mine, "a1").toString()).toBe("Uno.");
  });

  it("is one step to undo", () => {
    const doc = living(now);
    const undo = new Y.UndoManager(doc.getXmlFragment(bodyFragment), {
      trackedOrigins: new Set(["restore"]),
    });
    restoreText(doc, old, { origin: "restore" });
    expect(undo.undoStack).toHaveLength(1);
    undo.undo();
    expect(fromYDoc(doc)).toEqual(now);
  });

  it("never gives one id to two blocks: what moved to another section keeps it there", () => {
    const moved = paper(heading("a"), heading("b"), paragraph("a1", text("Uno.")));
    const doc = living(moved);
    restoreText(doc, old, { sectionId: "a" });
    const ids = fromYDoc(doc).content.map(({ attrs }) => attrs?.["id"]);
    expect(ids).toEqual(["a", undefined, "a2", "b", "a1"]);
  });
});
