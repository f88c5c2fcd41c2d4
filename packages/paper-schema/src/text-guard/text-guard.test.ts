import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { bodyFragment, fromYDoc, toYUpdate, type PaperDocumentJson } from "../paper-document.ts";
import { TextGuard, type SuggestOnly } from "./text-guard.ts";

const paragraph = (id: string, text: string) =>
  ({ type: "paragraph", attrs: { id }, content: [{ type: "text", text }] }) as const;
const heading = (id: string, text: string) =>
  ({ type: "heading", attrs: { id, level: 1 }, content: [{ type: "text", text }] }) as const;

const paper: PaperDocumentJson = {
  type: "doc",
  content: [
    heading("sec-a", "Routes"),
    paragraph("a1", "Boats leave the coast at night."),
    paragraph("a2", "Nobody counts them."),
    heading("sec-b", "Answers"),
    paragraph("b1", "The centres share what they see."),
  ],
};

const mine = { id: "s1", by: "ana", at: "2026-11-28T00:00:00.000Z" };
const others = { id: "s2", by: "eva", at: "2026-11-27T00:00:00.000Z" };
const everywhere: SuggestOnly = { personId: "ana", suggestsIn: "everywhere" };

function open(document: PaperDocumentJson = paper, limits: SuggestOnly = everywhere) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, toYUpdate(document));
  const guard = new TextGuard(doc, bodyFragment);
  const body = doc.getXmlFragment(bodyFragment);
  const block = (index: number) => body.get(index) as Y.XmlElement;
  const text = (index: number) => block(index).get(0) as Y.XmlText;
  const settled = (change: () => void) => {
    guard.prepare();
    change();
    return guard.settle(limits, (client) => 1_000_000 + client);
  };
  /** What the person does; whether anything of it was taken back. */
  const does = (edit: () => void): boolean =>
    settled(() => doc.transact(edit, "the person")) === "takenBack";
  /** The person's own page, which hears of nothing until it is told; what came of what it did. */
  const page = () => {
    const theirs = new Y.Doc();
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc));
    const textThere = (index: number) =>
      (theirs.getXmlFragment(bodyFragment).get(index) as Y.XmlElement).get(0) as Y.XmlText;
    const sends = () => settled(() => Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs)));
    return { doc: theirs, text: textThere, sends };
  };
  return { doc, guard, body, block, text, does, page, read: () => fromYDoc(doc) };
}

/** The words of a text that bear this mark. */
const bearing = (text: Y.XmlText, mark: string): string =>
  (text.toDelta() as { insert: string; attributes?: Record<string, unknown> }[])
    .filter(({ attributes }) => attributes?.[mark] !== undefined)
    .map(({ insert }) => insert)
    .join("|");

const wordsOf = ({ content }: PaperDocumentJson): string[] =>
  content.map((it) => (it.content ?? []).map((run) => run.text ?? "").join(""));

describe("somebody who may only suggest", () => {
  it("adds words as a suggestion of their own", () => {
    const { text, does, read } = open();
    expect(does(() => text(1).insert(5, " and ships", { insertion: mine }))).toBe(false);
    expect(wordsOf(read())[1]).toBe("Boats and ships leave the coast at night.");
  });

  it("strikes words as a suggestion of their own, over another's strike as well", () => {
    const { text, does } = open();
    text(1).format(0, 10, { "deletion--aaaaaaaa": others });
    expect(does(() => text(1).format(0, 5, { "deletion--bbbbbbbb": mine }))).toBe(false);
  });

  it("withdraws what they have suggested", () => {
    const { text, does } = open();
    text(1).insert(5, " and ships", { insertion: mine });
    text(2).format(0, 6, { deletion: mine });
    expect(
      does(() => {
        text(1).delete(5, 10);
        text(2).format(0, 6, { deletion: null });
      }),
    ).toBe(false);
  });

  it("cannot add words plainly", () => {
    const { text, does, read } = open();
    expect(does(() => text(1).insert(5, " and ships"))).toBe(true);
    expect(read()).toEqual(paper);
  });

  it("cannot delete words, which stand again as their author's", () => {
    const { text, does, read } = open();
    expect(does(() => text(1).delete(0, 6))).toBe(true);
    expect(read()).toEqual(paper);
    const clients = new Set<number>();
    for (let it = text(1)._start; it !== null; it = it.right)
      if (!it.deleted) clients.add(it.id.client);
    expect([...clients].sort()).toEqual([1, 1_000_001]);
  });

  it("cannot set words in bold, nor make a heading of a paragraph", () => {
    const { text, block, does, read } = open();
    expect(does(() => text(1).format(0, 5, { bold: {} }))).toBe(true);
    expect(does(() => block(0).setAttribute("level", 2 as never))).toBe(true);
    expect(read()).toEqual(paper);
  });

  it("suggests other marks for words, and nothing else under that name", () => {
    const { text, does, read } = open();
    const formatting = { ...mine, was: [] };
    expect(does(() => text(1).format(0, 5, { bold: {}, formatting }))).toBe(false);
    expect(
      does(() => text(2).format(0, 5, { formatting: { ...mine, was: [{ type: "bold" }] } })),
    ).toBe(true);
    expect(wordsOf(read())).toEqual(wordsOf(paper));
  });

  it("cannot delete blocks, move them or empty the text", () => {
    const { body, does, read } = open();
    expect(does(() => body.delete(2, 1))).toBe(true);
    expect(read()).toEqual(paper);
    expect(
      does(() => {
        const copy = body.get(1).clone() as Y.XmlElement;
        body.delete(1, 1);
        body.insert(3, [copy]);
      }),
    ).toBe(true);
    expect(read()).toEqual(paper);
    expect(does(() => body.delete(0, body.length))).toBe(true);
    expect(read()).toEqual(paper);
  });

  it("splits a paragraph as a suggestion and writes on in the new one", () => {
    const { body, text, block, does } = open();
    const split = () => {
      text(1).delete(5, text(1).length - 5);
      const rest = new Y.XmlElement("paragraph");
      rest.setAttribute("id", "new");
      rest.setAttribute("inserted", mine as never);
      rest.insert(0, [new Y.XmlText(" leave the coast at night.")]);
      body.insert(2, [rest]);
    };
    expect(does(split)).toBe(false);
    expect(does(() => text(2).insert(0, "They", { insertion: mine }))).toBe(false);
    expect(does(() => text(2).delete(0, 8))).toBe(true);
    expect(block(2).getAttribute("inserted")).toEqual(mine);
  });

  it("adds a whole table as a suggestion, and takes it away again", () => {
    const { body, does } = open();
    const add = () => {
      const table = new Y.XmlElement("table");
      table.setAttribute("inserted", mine as never);
      const row = new Y.XmlElement("tableRow");
      table.insert(0, [row]);
      body.insert(3, [table]);
    };
    expect(does(add)).toBe(false);
    expect(does(() => body.delete(3, 1))).toBe(false);
  });

  it("suggests another kind of block, whose former kind is what it was", () => {
    const { body, does, read } = open();
    const change = (was: unknown) => () => {
      body.delete(2, 1);
      const changed = new Y.XmlElement("heading");
      changed.setAttribute("id", "a2");
      changed.setAttribute("level", 2 as never);
      changed.setAttribute("changed", { ...mine, was } as never);
      changed.insert(0, [new Y.XmlText("Nobody counts them.")]);
      body.insert(2, [changed]);
    };
    expect(does(change({ type: "blockquote", attrs: {} }))).toBe(true);
    expect(read()).toEqual(paper);
    expect(does(change({ type: "paragraph", attrs: { id: "a2" } }))).toBe(false);
  });

  it("cannot suggest in another's name, nor under the id of another's suggestion", () => {
    const { text, block, does, read } = open();
    text(2).format(0, 6, { deletion: others });
    const before = read();
    expect(does(() => text(1).insert(0, "So ", { insertion: others }))).toBe(true);
    expect(does(() => text(1).format(0, 3, { deletion: { ...others, id: "s9" } }))).toBe(true);
    expect(does(() => block(1).setAttribute("removed", others as never))).toBe(true);
    expect(does(() => text(1).insert(0, "So ", { insertion: { ...mine, id: "s2" } }))).toBe(true);
    expect(read()).toEqual(before);
  });

  it("cannot decide what others have suggested", () => {
    const { text, does, read } = open();
    text(1).insert(5, " and ships", { insertion: others });
    text(2).format(0, 6, { deletion: others });
    const before = read();
    expect(does(() => text(1).format(5, 10, { insertion: null }))).toBe(true);
    expect(does(() => text(1).delete(5, 10))).toBe(true);
    expect(does(() => text(2).format(0, 6, { deletion: null }))).toBe(true);
    expect(does(() => text(2).delete(0, 6))).toBe(true);
    expect(read()).toEqual(before);
  });

  it("cannot accept what they have suggested themselves", () => {
    const { text, does, read } = open();
    text(1).insert(5, " and ships", { insertion: mine });
    const before = read();
    expect(does(() => text(1).format(5, 10, { insertion: null }))).toBe(true);
    expect(read()).toEqual(before);
  });

  it("keeps what they suggest elsewhere in the same update", () => {
    const { text, does, read } = open();
    const edit = () => {
      text(1).delete(0, 6);
      text(2).insert(6, " ever", { insertion: mine });
    };
    expect(does(edit)).toBe(true);
    expect(wordsOf(read()).slice(1, 3)).toEqual([
      "Boats leave the coast at night.",
      "Nobody ever counts them.",
    ]);
  });

  it("keeps what they suggest in the very words that they change against the rules", () => {
    const { text, does, read } = open();
    const edit = () => {
      text(1).delete(0, 6);
      text(1).insert(0, "Small ", { insertion: mine });
      text(1).format(20, 4, { "deletion--bbbbbbbb": mine });
    };
    expect(does(edit)).toBe(true);
    expect(wordsOf(read())[1]).toBe("Boats Small leave the coast at night.");
    expect(bearing(text(1), "insertion")).toBe("Small ");
    expect(bearing(text(1), "deletion--bbbbbbbb")).not.toBe("");
  });

  it("is not refused when another's marks slip at the moment that they write beside them", () => {
    const { text, page } = open();
    text(1).insert(5, " and ships", { insertion: others });
    const { text: there, sends } = page();
    // Behind it the page opens Eva's mark again, of which nothing is left by then.
    there(1).insert(8, " small", { insertion: mine });
    text(1).delete(5, 10);
    expect(sends()).toBe("mended");
    expect(bearing(text(1), "insertion")).toBe(" small");
  });

  it("is not refused when they write on in words of theirs that were just written back", () => {
    const { text, page, does, guard } = open();
    text(1).insert(5, " and ships", { insertion: mine });
    const { text: there, sends } = page();
    guard.prepare();
    text(1).delete(0, 20);
    const eva: SuggestOnly = { personId: "eva", suggestsIn: "everywhere" };
    expect(guard.settle(eva, (client) => 2_000_000 + client)).toBe("takenBack");
    there(1).insert(9, " many");
    expect(sends()).toBe("mended");
    expect(bearing(text(1), "insertion")).toContain(" many");
    expect(does(() => text(1).insert(text(1).length, " So"))).toBe(true);
  });

  it("is not refused when they write where a forged mark was just taken away", () => {
    const { text, page, does, guard } = open();
    text(1).insert(text(1).length, " Often", { insertion: mine });
    const { text: there, sends } = page();
    const eva: SuggestOnly = { personId: "eva", suggestsIn: "everywhere" };
    guard.prepare();
    text(1).format(0, text(1).length, { "deletion--abcdefgh": {} });
    expect(guard.settle(eva, (client) => 2_000_000 + client)).toBe("takenBack");
    there(1).insert(there(1).length, " so", { insertion: { ...mine, id: "s3" } });
    expect(sends()).toBe("kept");
    expect(bearing(text(1), "insertion")).toBe(" Often| so");
    expect(does(() => text(1).delete(0, 3))).toBe(true);
  });

  it("may have ids given to blocks that have none, but no block's id taken", () => {
    const { doc, block, does } = open();
    doc.transact(() => block(1).removeAttribute("id"));
    expect(does(() => block(1).setAttribute("id", "a1"))).toBe(false);
    expect(does(() => block(1).setAttribute("id", "a2"))).toBe(true);
    expect(block(1).getAttribute("id")).toBe("a1");
  });
});

describe("an editor who may only suggest in some sections", () => {
  const limits: SuggestOnly = { personId: "ana", suggestsIn: new Set(["sec-b"]) };

  it("writes in the others and suggests in those", () => {
    const { text, does } = open(paper, limits);
    expect(does(() => text(1).insert(0, "Small "))).toBe(false);
    expect(does(() => text(4).insert(0, "Often ", { insertion: mine }))).toBe(false);
    expect(does(() => text(4).insert(0, "Never "))).toBe(true);
    expect(does(() => text(3).insert(0, "Bad "))).toBe(true);
    expect(text(1).toJSON()).toContain("Small ");
    expect(text(3).toJSON()).toBe("Answers");
  });

  it("gains nothing by a heading with the id of one, by renaming one's own, or by joining two", () => {
    const { body, block, does, read } = open(paper, limits);
    const forge = () => {
      const forged = new Y.XmlElement("heading");
      forged.setAttribute("id", "sec-c");
      forged.setAttribute("level", 1 as never);
      body.insert(4, [forged]);
    };
    expect(does(forge)).toBe(true);
    expect(does(() => block(0).setAttribute("id", "sec-b"))).toBe(true);
    expect(does(() => block(3).setAttribute("id", "sec-a"))).toBe(true);
    expect(does(() => body.delete(3, 1))).toBe(true);
    expect(does(() => block(3).setAttribute("level", 2 as never))).toBe(true);
    expect(read()).toEqual(paper);
  });

  it("cannot hand text over to a section of others' by deleting the heading of one's own", () => {
    const own: SuggestOnly = { personId: "ana", suggestsIn: new Set(["sec-a"]) };
    const { body, does, read } = open(paper, own);
    expect(does(() => body.delete(3, 1))).toBe(true);
    expect(read()).toEqual(paper);
    expect(does(() => body.delete(3, 2))).toBe(false);
  });

  it("keeps what they write in a section of theirs when blocks around it were just written back", () => {
    for (const client of [2_000, 4_000_000_000]) {
      const { doc, body, block, guard, page } = open(paper, limits);
      const { doc: theirs, sends } = page();
      theirs.clientID = client;
      const added = (words: string) => {
        const it = new Y.XmlElement("paragraph");
        it.insert(0, [new Y.XmlText(words)]);
        return it;
      };
      // Before and behind a paragraph that goes with the heading of the next section.
      theirs.getXmlFragment(bodyFragment).insert(2, [added("Before.")]);
      theirs.getXmlFragment(bodyFragment).insert(4, [added("Behind.")]);
      guard.prepare();
      doc.transact(() => body.delete(2, 2), "eva");
      const eva: SuggestOnly = { personId: "eva", suggestsIn: "everywhere" };
      expect(guard.settle(eva, (it) => 100 + it)).toBe("takenBack");
      expect(sends()).toBe("kept");
      const ids = [1, 2, 3, 4, 5].map((it) => block(it).getAttribute("id"));
      expect(ids).toEqual(["a1", undefined, "a2", undefined, "sec-b"]);
    }
  });

  it("opens no section with a heading that is only suggested", () => {
    const { body, text, does } = open(paper, limits);
    const suggest = () => {
      const suggested = new Y.XmlElement("heading");
      suggested.setAttribute("id", "sec-c");
      suggested.setAttribute("level", 1 as never);
      suggested.setAttribute("inserted", mine as never);
      body.insert(4, [suggested]);
    };
    expect(does(suggest)).toBe(false);
    expect(does(() => text(5).insert(0, "Now mine: "))).toBe(true);
  });
});
