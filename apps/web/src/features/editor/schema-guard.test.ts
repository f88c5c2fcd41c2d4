import { bodyFragment } from "@istmo/paper-schema";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { guardSchema } from "./schema-guard.ts";

function aParagraph(words: string): Y.XmlElement {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(words)]);
  return paragraph;
}

/** A page's document, and a newer page that writes into it. */
function aPageAndANewerOne() {
  const [doc, newer] = [new Y.Doc(), new Y.Doc()];
  const events: string[] = [];
  const guard = guardSchema(doc, () => events.push("beyond"));
  doc.getXmlFragment(bodyFragment).observeDeep(() => events.push("change"));
  newer.on("update", (update: Uint8Array) => Y.applyUpdate(doc, update));
  const write = (element: Y.XmlElement) => newer.getXmlFragment(bodyFragment).insert(0, [element]);
  return { doc, guard, events, write };
}

describe("a page that knows less than the text", () => {
  it("learns it before its editor, once, and stays so", () => {
    const { guard, events, write } = aPageAndANewerOne();
    write(aParagraph("known"));
    expect([guard.isBeyond, events]).toEqual([false, ["change"]]);
    write(new Y.XmlElement("video"));
    write(new Y.XmlElement("video"));
    expect([guard.isBeyond, events]).toEqual([true, ["change", "beyond", "change", "change"]]);
  });

  it("reads from a copy that follows the text, and nothing done to the copy comes back", () => {
    const { doc, guard, write } = aPageAndANewerOne();
    write(new Y.XmlElement("video"));
    const copy = guard.readingCopy();
    write(aParagraph("later"));
    expect(copy.toJSON()).toBe("<paragraph>later</paragraph><video></video>");
    copy.delete(0, 2); // as y-tiptap does with what it does not know
    expect(doc.getXmlFragment(bodyFragment).length).toBe(2);
    expect(guard.readingCopy()).toBe(copy);
  });

  it("is left in peace when its text is closed", () => {
    const { guard, events, write } = aPageAndANewerOne();
    guard.dispose();
    write(new Y.XmlElement("video"));
    expect([guard.isBeyond, events]).toEqual([false, ["change"]]);
  });
});
