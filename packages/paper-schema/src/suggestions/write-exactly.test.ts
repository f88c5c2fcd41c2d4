import type { Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import { updateYFragment, yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { bodyFragment } from "../paper-document.ts";
import { paperSchema } from "../schema.ts";

import { documentOf, randomEdit, seeded, withIds } from "./random-edits.ts";
import { suggested } from "./suggested.ts";
import { writeExactly } from "./write-exactly.ts";

const { nodes } = paperSchema;

function aPage(start: Node) {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment(bodyFragment);
  const meta = { mapping: new Map(), isOMark: new Map() };
  const write = (node: Node) =>
    doc.transact(() => {
      writeExactly(body, node, meta.mapping);
      updateYFragment(doc, body, node, meta);
    });
  write(start);
  return { doc, write, read: () => yXmlFragmentToProseMirrorRootNode(body, paperSchema) };
}

const aText = (words: string) =>
  nodes.doc.create(null, nodes.paragraph.create({ id: "p" }, paperSchema.text(words)));

/** The letters by which client and clock wrote them. */
function identities(doc: Y.Doc): Map<string, string> {
  const found = new Map<string, string>();
  const element = doc.getXmlFragment(bodyFragment).get(0);
  const text = element instanceof Y.XmlElement ? (element.toArray()[0] as unknown) : null;
  if (!(text instanceof Y.XmlText)) return found;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    for (const [at, letter] of [...item.content.str].entries())
      found.set(letter, `${item.id.client} ${item.id.clock + at}`);
  }
  return found;
}

/** What a text says; Yjs keeps the marks of a run in no order, and none of what is no text. */
const said = (node: Node): unknown =>
  JSON.parse(
    JSON.stringify(node.toJSON(), (key, value: unknown) => {
      if (value === null) return undefined;
      if (key === "marks" && Array.isArray(value))
        return value.map((mark) => JSON.stringify(mark)).sort();
      if (typeof value !== "object" || !("marks" in value) || "text" in value) return value;
      return { ...value, marks: undefined };
    }),
  );

describe("an edit that is written letter by letter", () => {
  it("leaves the letters between two places that it changes the same letters", () => {
    const page = aPage(aText("abcdefgh"));
    const before = identities(page.doc);
    const tr = new Transform(page.read());
    page.write(tr.delete(7, 8).insert(8, paperSchema.text("y")).delete(2, 3).doc);
    expect(page.read().textContent).toBe("acdefhy");
    const after = identities(page.doc);
    for (const letter of "acdefh") expect(after.get(letter)).toBe(before.get(letter));
  });

  it("knows which of two equal letters is the new one by what is suggested about them", () => {
    const page = aPage(aText("ba"));
    const strike = paperSchema.mark("deletion", { id: "s1", by: "ana", at: "" });
    page.write(new Transform(page.read()).addMark(2, 3, strike).doc);
    const text = (page.doc.getXmlFragment(bodyFragment).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    const old = text._start!.id;
    page.write(new Transform(page.read()).insert(2, paperSchema.text("a")).doc);
    expect(text.toDelta()).toMatchObject([{ insert: "ba" }, { insert: "a", attributes: {} }]);
    const struck = Y.getItem(page.doc.store, Y.createID(old.client, old.clock + 1));
    const isLast = struck instanceof Y.Item && struck.next?.content instanceof Y.ContentFormat;
    expect(isLast).toBe(true);
  });

  it("sets no mark anew that stays as it is", () => {
    const strike = (by: string) => paperSchema.mark("deletion", { id: `s-${by}`, by, at: "" });
    const page = aPage(aText("one two three"));
    const tr = new Transform(page.read());
    page.write(tr.addMark(1, 4, strike("ana")).addMark(3, 8, strike("eva")).doc);
    const sizes: number[] = [];
    page.doc.on("update", (update: Uint8Array) =>
      sizes.push(Y.decodeUpdate(update).structs.length),
    );
    page.write(new Transform(page.read()).insert(10, paperSchema.text("x")).doc);
    expect(page.read().textContent).toBe("one two txhree");
    expect(sizes).toEqual([1]);
  });

  it("leaves the words of a block that moves its own", () => {
    const paragraph = (id: string, words: string) =>
      nodes.paragraph.create({ id }, paperSchema.text(words));
    const [one, other] = [paragraph("p", "abcd"), paragraph("q", "wxyz")];
    const doc = new Y.Doc();
    const body = doc.getXmlFragment(bodyFragment);
    const meta = { mapping: new Map(), isOMark: new Map() };
    updateYFragment(doc, body, nodes.doc.create(null, [one, other]), meta);
    const before = Y.encodeStateVector(doc);
    writeExactly(body, nodes.doc.create(null, [other, one]), meta.mapping);
    expect(Y.encodeStateVector(doc)).toEqual(before);
  });

  it("is the edit, whatever it does", () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = seeded(seed + 4_000_000);
      let [id, at] = [0, 0];
      const newId = () => `n${++id}`;
      const page = aPage(documentOf(random, newId));
      for (let step = 0; step < 8; step++) {
        const before = page.read();
        const edit = randomEdit(before, random);
        const plain = { before, after: edit.doc, maps: edit.mapping.maps };
        const made = suggested(plain, {
          by: random(2) === 0 ? "ana" : "eva",
          now: new Date(1_790_000_000_000 + 60_000 * ++at).toISOString(),
          newSuggestionId: newId,
          newBlockId: newId,
        });
        const after = random(3) === 0 ? withIds(edit.doc, newId) : (made?.doc ?? before);
        page.write(after);
        expect(said(page.read()), `seed ${seed}`).toEqual(said(after));
      }
    }
  });
});
