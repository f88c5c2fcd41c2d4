import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { GuardedDocument } from "./guarded-document.ts";

function textOf(document: GuardedDocument): string {
  return document.doc.getText("t").toJSON();
}

/** An author whose updates are at hand one by one. */
function anAuthor() {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  return {
    doc,
    type(text: string): Uint8Array {
      doc.getText("t").insert(doc.getText("t").length, text);
      const update = updates.pop();
      if (update === undefined) throw new Error("Nothing was typed");
      return update;
    },
  };
}

/** Decodes, and makes Yjs throw when applied: an item inside a parent that never was. */
function aBrokenUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 7;
  doc.getMap("m").set("nested", new Y.Map([["k", "v"]]));
  const update = Y.encodeStateAsUpdate(doc);
  for (let place = 0; place < update.length; place++) {
    for (let value = 0; value < 256; value++) {
      const broken = Uint8Array.from(update);
      broken[place] = value;
      try {
        Y.decodeUpdate(broken);
      } catch {
        continue;
      }
      try {
        Y.applyUpdate(new Y.Doc(), broken);
      } catch {
        return broken;
      }
    }
  }
  throw new Error("Yjs has become harder to break");
}

describe("a guarded document", () => {
  it("takes an update that makes Yjs throw wholly back, and goes on", () => {
    const document = new GuardedDocument([]);
    const ana = anAuthor();
    document.apply(ana.type("before "));
    const state = document.state();
    expect(() => document.apply(aBrokenUpdate())).toThrow();
    expect(document.state()).toEqual(state);
    const { news, isWhole } = document.apply(ana.type("after"));
    expect(news).not.toBeNull();
    expect(isWhole).toBe(true);
    expect(textOf(document)).toBe("before after");
  });

  it("tells only what is new, and nothing twice", () => {
    const document = new GuardedDocument([]);
    const ana = anAuthor();
    const first = ana.type("a");
    expect(document.apply(first).news).toEqual(first);
    expect(document.apply(first)).toEqual({ news: null, cleanup: null, isWhole: true });
  });

  it("drops what it cannot integrate yet", () => {
    const document = new GuardedDocument([]);
    const ana = anAuthor();
    const first = ana.type("a");
    const second = ana.type("b");
    expect(document.apply(second)).toEqual({ news: null, cleanup: null, isWhole: false });
    document.apply(first);
    expect(textOf(document)).toBe("a");
    document.apply(second);
    expect(textOf(document)).toBe("ab");
  });

  it("comes back whole after any number of updates, large and small", () => {
    const ana = anAuthor();
    const document = new GuardedDocument([ana.type("loaded "), ana.type("in two parts ")]);
    const broken = aBrokenUpdate();
    for (let i = 0; i < 1_200; i++) {
      document.apply(ana.type(i % 100 === 0 ? "x".repeat(50_000) : "x"));
      if (i % 300 === 0) expect(() => document.apply(broken)).toThrow();
    }
    expect(textOf(document)).toBe(ana.doc.getText("t").toJSON());
  });
});
