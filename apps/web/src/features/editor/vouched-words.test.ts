import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { VouchedWords } from "./vouched-words.ts";

/** One person's typing, update by update. */
function typing(clientID: number) {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  return { doc, updates, text: doc.getText("t") };
}

/** The frame stands for itself: what matters is which ones leave, and in which order. */
const frameOf = (name: number) => Uint8Array.of(name);
const nothing = Y.encodeStateVector(new Y.Doc());

function givenBack(words: VouchedWords, stateVector = nothing, firstFrame = 1): number[] {
  const left: number[] = [];
  words.giveBack(stateVector, (frame) => {
    left.push(frame[0] ?? -1);
    return firstFrame + left.length - 1;
  });
  return left;
}

describe("the words that this page can prove", () => {
  it("R26: are given back after a break, in the order in which they came", () => {
    const { text, updates } = typing(1);
    text.insert(0, "a");
    text.insert(1, "b");
    const words = new VouchedWords();
    words.connected();
    updates.forEach((update, i) => words.keep(frameOf(i), update, i + 1));
    expect(givenBack(words)).toEqual([]);
    words.connected();
    expect(givenBack(words)).toEqual([0, 1]);
  });

  it("R26: are let go when the database has them", () => {
    const { text, updates } = typing(1);
    for (const letter of "abcd") text.insert(0, letter);
    const words = new VouchedWords();
    words.connected();
    updates.forEach((update, i) => words.keep(frameOf(i), update, i === 3 ? 2 : i + 1));
    words.connected();
    expect(givenBack(words)).toEqual([2, 3]);
  });

  it("R26: are not given back to a room that has them, except deletions, which it cannot say", () => {
    const { doc, text, updates } = typing(1);
    text.insert(0, "abc");
    text.insert(0, "d");
    text.delete(0, 1);
    const words = new VouchedWords();
    words.connected();
    updates.forEach((update, i) => words.keep(frameOf(i), update, i + 1));
    words.connected();
    expect(givenBack(words, Y.encodeStateVector(doc))).toEqual([2]);
  });

  it("R26: leave once a connection, and are kept until they are acknowledged", () => {
    const { text, updates } = typing(1);
    text.insert(0, "a");
    text.insert(0, "b");
    const words = new VouchedWords();
    words.connected();
    updates.forEach((update, i) => words.keep(frameOf(i), update, i + 1));
    words.connected();
    expect(givenBack(words, nothing, 5)).toEqual([0, 1]);
    expect(givenBack(words)).toEqual([]);
    words.acknowledged(5);
    words.connected();
    expect(givenBack(words)).toEqual([1]);
  });

  it("R26: of an earlier connection outlast what a new one says of its own", () => {
    const { text, updates } = typing(1);
    text.insert(0, "a");
    text.insert(0, "b");
    const [first, second] = updates as [Uint8Array, Uint8Array];
    const words = new VouchedWords();
    words.connected();
    words.keep(frameOf(0), first, 1);
    words.connected();
    words.keep(frameOf(1), second, 1);
    words.connected();
    expect(givenBack(words)).toEqual([0, 1]);
  });

  it("R26: take no more memory than half a megabyte: the oldest go first", () => {
    const { text, updates } = typing(1);
    for (let i = 0; i < 8; i++) text.insert(0, "x");
    const words = new VouchedWords();
    words.connected();
    updates.forEach((update, i) => {
      const frame = new Uint8Array(100 * 1024);
      frame[0] = i;
      words.keep(frame, update, i + 1);
      if (i === 2) words.connected();
    });
    words.connected();
    expect(givenBack(words)).toEqual([3, 4, 5, 6, 7]);
  });
});
