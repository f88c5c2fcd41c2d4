import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { leaveTidyingToRoom } from "./leave-tidying.ts";

const strike = { id: "s1", by: "ana" };

/** A replica, which brings what it is told to the document. */
function replica(client: number, start?: Y.Doc) {
  const doc = new Y.Doc();
  doc.clientID = client;
  if (start !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(start));
  const text = doc.get("text", Y.XmlText);
  const does = (edit: (text: Y.XmlText) => void): Uint8Array => {
    const before = Y.encodeStateVector(doc);
    edit(text);
    return Y.encodeStateAsUpdate(doc, before);
  };
  return { doc, text, does };
}

const words = (text: Y.XmlText) =>
  (text.toDelta() as { insert: string; attributes?: object }[]).map(
    ({ insert, attributes }) => [insert, attributes !== undefined] as const,
  );

describe("a page that may not write", () => {
  it("shows as struck only what is struck in the room, when letters go at whose marks others write", () => {
    const room = replica(1);
    room.text.insert(0, "ab rest");
    const ana = replica(2, room.doc);
    const eva = replica(3, room.doc);
    const iris = replica(4, room.doc);
    const reader = replica(5, room.doc);
    const stop = leaveTidyingToRoom(reader.doc);
    const relayed: Uint8Array[] = [];
    room.doc.on("update", (update: Uint8Array) => relayed.push(update));
    const relay = () => Y.applyUpdate(reader.doc, Y.mergeUpdates(relayed.splice(0)));

    const struck = ana.does((text) => text.format(0, 2, { deletion: strike }));
    Y.applyUpdate(eva.doc, struck);
    const gone = iris.does((text) => text.delete(0, 2));
    const typed = eva.does((text) => text.insert(1, "new", { deletion: null }));
    // The first two come to the reader in one frame.
    Y.applyUpdate(room.doc, struck);
    Y.applyUpdate(room.doc, gone);
    relay();
    Y.applyUpdate(room.doc, typed);
    relay();
    expect(words(room.text)).toEqual([
      ["new", false],
      [" rest", false],
    ]);
    expect(words(reader.text)).toEqual(words(room.text));
    stop();
  });
});
