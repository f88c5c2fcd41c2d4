import { Transform } from "prosemirror-transform";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { bodyFragment } from "../paper-document.ts";
import { paperSchema } from "../schema.ts";

import { MarksAsMeant } from "./marks-as-meant.ts";
import { World, type Page } from "./same-words.ts";
import { finalView, originalView } from "./settle.ts";

const orders = [
  [1, 2, 3],
  [2, 1, 3],
];

const change = (page: Page, make: (tr: Transform) => Transform, at = 0) =>
  page.edit(make(new Transform(page.read())), at);

const type = (page: Page, pos: number, words: string) =>
  change(page, (tr) => tr.insert(pos, paperSchema.text(words)));

describe("what two do in the same words before they have heard of each other", () => {
  it("leaves unstruck what one types into a passage that another strikes", () => {
    for (const clients of orders)
      for (const first of [0, 1]) {
        const world = new World([6], clients);
        const [ana, eva, iris] = world.pages as [Page, Page, Page];
        change(ana, (tr) => tr.delete(2, 6));
        type(eva, 4, "very");
        // Either is the first whom the server hears.
        for (const page of first === 0 ? [ana, eva] : [eva, ana]) world.send(page);
        world.calm(4);
        const kept = `${world.original.slice(0, 1)}very${world.original.slice(5)}`;
        for (const page of [ana, eva, iris]) {
          expect(finalView(page.read()).textContent).toBe(kept);
          expect(originalView(page.read()).textContent).toBe(world.original);
        }
        // The second corrects, and whoever has struck keeps to what they struck.
        expect(eva.marks.corrections).toBe(first === 0 ? 1 : 0);
        expect(ana.marks.corrections).toBe(1);
        expect(iris.marks.corrections).toBe(0);
      }
  });

  it("keeps a suggested word from running on over the text behind, when the word before it goes", () => {
    for (const clients of orders) {
      const world = new World([6], clients);
      const [ana, eva] = world.pages as [Page, Page];
      type(ana, 3, "own");
      world.calm(4);
      type(eva, 6, "hers");
      change(ana, (tr) => tr.delete(3, 6));
      world.calm(4);
      const [before, after] = [world.original.slice(0, 2), world.original.slice(2)];
      expect(finalView(ana.read()).textContent).toBe(`${before}hers${after}`);
      expect(originalView(ana.read()).textContent).toBe(world.original);
    }
  });

  it("leaves unstruck a word typed into struck words that a third takes away at that moment", () => {
    for (const clients of orders) {
      const world = new World([7], clients);
      const [ana, eva, iris] = world.pages as [Page, Page, Page];
      change(eva, (tr) => tr.delete(4, 8));
      world.send(eva);
      let asked = 0;
      // Only Iris hears of it.
      world.deliver(() => ++asked === 3);
      type(ana, 6, "very");
      change(iris, (tr) => tr.delete(4, 8));
      world.send(iris);
      change(eva, (tr) => tr.delete(3, 4), 20_000);
      world.calm(6);
      expect(finalView(ana.read()).textContent).toBe(`${world.original.slice(0, 2)}very`);
      expect(originalView(ana.read()).textContent).toBe(world.original.slice(0, 3));
    }
  });

  it("is corrected by nobody when each has heard of the other", () => {
    const world = new World([8], [1, 2, 3]);
    const [ana, eva, iris] = world.pages as [Page, Page, Page];
    change(ana, (tr) => tr.delete(2, 6));
    world.calm(4);
    type(eva, 4, "very");
    world.calm(4);
    change(iris, (tr) => tr.delete(3, 5));
    world.calm(4);
    expect(world.pages.map(({ marks }) => marks.corrections)).toEqual([0, 0, 0]);
  });
});

describe("corrections", () => {
  it("end, even when somebody moves marks again and again while a change is not acknowledged", () => {
    const page = new Y.Doc();
    const other = new Y.Doc();
    const textOf = (doc: Y.Doc) => doc.getXmlFragment(bodyFragment).get(0) as Y.XmlText;
    page.getXmlFragment(bodyFragment).insert(0, [new Y.XmlText("some words")]);
    Y.applyUpdate(other, Y.encodeStateAsUpdate(page));
    const marks = new MarksAsMeant(page, { personOf: () => null });
    const updates: Uint8Array[] = [];
    other.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "page") updates.push(update);
    });
    textOf(page).insert(2, "own", {});
    for (let time = 0; time < 100; time++) {
      textOf(other).format(0, 10, { insertion: time % 2 === 0 ? { id: "s", by: "eva" } : null });
      for (const update of updates.splice(0)) {
        marks.hear(update);
        Y.applyUpdate(page, update, "server");
      }
    }
    expect(marks.corrections).toBeGreaterThan(0);
    expect(marks.corrections).toBeLessThanOrEqual(8);
    marks.close();
  });
});
