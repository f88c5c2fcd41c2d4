import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { deletionUpdate, joinPlainUpdates, readPlainUpdate } from "./plain-update.ts";

const knownIn = (doc: Y.Doc) => (client: number) => Y.getState(doc.store, client);

/** What a document sends when it is changed. */
function updatesOf(doc: Y.Doc, change: () => void): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const listen = (update: Uint8Array) => void updates.push(update);
  doc.on("update", listen);
  change();
  doc.off("update", listen);
  return updates;
}

function aDocument(clientID: number, state?: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  if (state !== undefined) Y.applyUpdate(doc, state);
  return doc;
}

/** Everything that an editor's keys do: letters, marks, blocks, attributes, deletions. */
function editLikeAnEditor(doc: Y.Doc, step: number): void {
  const body = doc.getXmlFragment("body");
  const [paragraph] = body.toArray();
  if (!(paragraph instanceof Y.XmlElement) || step % 7 === 0) {
    const created = new Y.XmlElement("paragraph");
    created.insert(0, [new Y.XmlText("ñandú 🦤 ")]);
    return body.insert(0, [created]);
  }
  const text = paragraph.get(0);
  if (!(text instanceof Y.XmlText)) return;
  if (step % 5 === 0) text.format(0, 2, { bold: true });
  else if (step % 5 === 1 && text.length > 3) text.delete(1, 2);
  else if (step % 5 === 2) paragraph.setAttribute("align", String(step));
  else text.insert(text.length >> 1, "é");
}

describe("a plain update", () => {
  it("R19: joined deletions are in order, or a page that waits for what they delete keeps others", () => {
    const author = aDocument(7);
    author.getText("t").insert(0, "some words to cut");
    const whole = Y.encodeStateAsUpdate(author);
    const cuts = [
      ...updatesOf(author, () => author.getText("t").delete(12, 2)),
      ...updatesOf(author, () => author.getText("t").delete(2, 3)),
    ];
    const plain = cuts.map((update) => readPlainUpdate(update, knownIn(author)));
    const joined = joinPlainUpdates(plain.flatMap((it) => it ?? []));
    const page = new Y.Doc();
    Y.applyUpdate(page, joined);
    Y.applyUpdate(page, whole);
    expect(page.getText("t").toJSON()).toBe(author.getText("t").toJSON());
    expect(page.store.pendingDs).toBeNull();
  });

  it("R19: deletions out of order are not plain, and pass through Yjs, which puts them in order", () => {
    const range = (clock: number) => [clock, 1];
    const update = Uint8Array.from([0, 1, 7, 2, ...range(9), ...range(3)]);
    expect(readPlainUpdate(update, () => 20)).toBeNull();
  });

  it("R19: is what nearly every key of an editor makes", () => {
    const doc = aDocument(7);
    const room = new Y.Doc();
    let plain = 0;
    for (let step = 0; step < 100; step++) {
      for (const update of updatesOf(doc, () => editLikeAnEditor(doc, step))) {
        if (readPlainUpdate(update, knownIn(room)) !== null) plain++;
        Y.applyUpdate(room, update);
      }
    }
    expect(plain).toBeGreaterThan(95);
  });

  it("R19: tells whose it is, its clocks and its deletions as Yjs does", () => {
    const doc = aDocument(7);
    const room = new Y.Doc();
    for (let step = 0; step < 100; step++) {
      for (const update of updatesOf(doc, () => editLikeAnEditor(doc, step))) {
        const plain = readPlainUpdate(update, knownIn(room));
        const { from, to } = Y.parseUpdateMeta(update);
        if (plain?.structs) {
          const { client, clock, end } = plain.structs;
          expect([from.get(client), to.get(client)]).toEqual([clock, end]);
        }
        const deleted = [...Y.decodeUpdate(update).ds.clients].flatMap(([client, ranges]) =>
          ranges.map(({ clock, len }) => ({ client, clock, length: len })),
        );
        if (plain !== null) expect(plain.deletions).toEqual(deleted);
        Y.applyUpdate(room, update);
      }
    }
  });

  it("R19: joined with others is the same as one after the other", () => {
    const start = aDocument(1);
    editLikeAnEditor(start, 0);
    const state = Y.encodeStateAsUpdate(start);
    const authors = [aDocument(30, state), aDocument(4, state), aDocument(200, state)];
    const held = new Map<number, number>();
    const room = aDocument(9, state);
    const known = (client: number) => held.get(client) ?? Y.getState(room.store, client);
    const updates: Uint8Array[] = [];
    for (let step = 1; step < 60; step++) {
      const author = authors[step % 3];
      if (author !== undefined)
        updates.push(...updatesOf(author, () => editLikeAnEditor(author, step)));
    }
    const plains = updates.map((update) => {
      const plain = readPlainUpdate(update, known);
      if (plain === null) throw new Error("An update is not plain");
      if (plain.structs !== null) held.set(plain.structs.client, plain.structs.end);
      return plain;
    });
    const joined = joinPlainUpdates(plains);
    Y.applyUpdate(room, joined);
    const other = aDocument(9, state);
    for (const update of updates) Y.applyUpdate(other, update);
    expect(Y.encodeStateVector(room)).toEqual(Y.encodeStateVector(other));
    expect(room.getXmlFragment("body").toJSON()).toBe(other.getXmlFragment("body").toJSON());
    const merged = aDocument(9, Y.mergeUpdates([joined, state]));
    expect(merged.getXmlFragment("body").toJSON()).toBe(room.getXmlFragment("body").toJSON());
  });

  it("R19: is not what leaves a gap, repeats, or builds on something unknown", () => {
    const ana = aDocument(7);
    const [first = new Uint8Array()] = updatesOf(ana, () => ana.getText("t").insert(0, "a"));
    const [second = new Uint8Array()] = updatesOf(ana, () => ana.getText("t").insert(1, "b"));
    const bea = aDocument(8, Y.encodeStateAsUpdate(ana));
    const [upon = new Uint8Array()] = updatesOf(bea, () => bea.getText("t").insert(1, "c"));
    const nothing = new Y.Doc();
    expect(readPlainUpdate(first, knownIn(nothing))).not.toBeNull();
    expect(readPlainUpdate(second, knownIn(nothing))).toBeNull();
    expect(readPlainUpdate(upon, knownIn(nothing))).toBeNull();
    expect(readPlainUpdate(first, knownIn(ana))).toBeNull();
    expect(readPlainUpdate(Uint8Array.of(0, 0), knownIn(ana))).toBeNull();
    expect(() => readPlainUpdate(first.subarray(0, 5), knownIn(nothing))).toThrow();
  });

  it("R19: of deletions alone is one, too", () => {
    const deletions = [
      { client: 5, clock: 0, length: 2 },
      { client: 5, clock: 7, length: 1 },
      { client: 900, clock: 3, length: 4 },
    ];
    const plain = readPlainUpdate(deletionUpdate(deletions), () => 0);
    expect(plain?.structs).toBeNull();
    expect(new Set(plain?.deletions)).toEqual(new Set(deletions));
  });
});
