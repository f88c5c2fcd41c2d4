/** What people do to a text within limits, and what hostile ones try. */
import * as Y from "yjs";
import { editTree } from "./random-edits.ts";
import { ownedByOthers, type LimitedPage } from "./limited-pages.ts";
import type { Random } from "./seeded-random.ts";

interface Suggestion {
  readonly id: string;
  readonly by: string;
  readonly at: string;
}

const suggestionOf = (by: string, random: Random): Suggestion => ({
  id: `${by}-${random.below(5)}`,
  by,
  at: "2026-11-28T00:00:00.000Z",
});

/** Which text it is, on all replicas. */
export function idOfText({ _item: item }: Y.XmlText): string {
  return item === null ? "" : `${item.id.client} ${item.id.clock}`;
}

/** Every text within, with the section that it stands in. */
export function textsOf(
  body: Y.XmlFragment,
): { readonly text: Y.XmlText; readonly section: string }[] {
  const texts: { text: Y.XmlText; section: string }[] = [];
  let section = "";
  const go = (parent: Y.XmlFragment): void => {
    for (const child of parent.toArray() as unknown[]) {
      if (child instanceof Y.XmlText) texts.push({ text: child, section });
      else if (child instanceof Y.XmlElement) go(child);
    }
  };
  for (const block of body.toArray() as unknown[]) {
    if (!(block instanceof Y.XmlElement)) continue;
    const { id, inserted } = block.getAttributes() as Record<string, unknown>;
    if (block.nodeName === "heading" && inserted === undefined)
      section = typeof id === "string" ? id : "";
    go(block);
  }
  return texts;
}

/** Where each letter stands that this person has suggested to insert: from, and up to. */
function ownRuns(text: Y.XmlText, by: string): [from: number, to: number][] {
  const runs: [number, number][] = [];
  let at = 0;
  for (const run of text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
    const length = typeof run.insert === "string" ? run.insert.length : 1;
    const insertion = run.attributes?.["insertion"] as Suggestion | undefined;
    if (insertion?.by === by) runs.push([at, at + length]);
    at += length;
  }
  return runs;
}

/** One thing that an honest suggester does, with a word that is found again. */
export function suggest(page: LimitedPage, random: Random, word: string): void {
  const { body, personId, doc } = page;
  const texts = textsOf(body);
  if (texts.length === 0) return;
  const { text } = random.pick(texts);
  const mine = suggestionOf(personId, random);
  const at = random.below(text.length + 1);
  doc.transact(() => {
    switch (random.below(6)) {
      case 0:
        return text.format(at, Math.min(random.below(9), text.length - at), {
          [`deletion--${"abcdefgh".slice(0, 7)}${personId.at(-1) ?? "x"}`]: mine,
        });
      case 1: {
        const [run] = ownRuns(text, personId);
        if (run !== undefined) text.delete(run[0], run[1] - run[0]);
        return;
      }
      case 2: {
        const added = new Y.XmlElement("paragraph");
        added.setAttribute("inserted", mine as never);
        added.setAttribute("id", `b${random.below(1e9)}`);
        const words = new Y.XmlText();
        words.insert(0, word, { insertion: mine });
        added.insert(0, [words]);
        body.insert(1 + random.below(body.length), [added]);
        return;
      }
      default:
        // No other marks: what is typed within another's struck words is not struck.
        return text.insert(at, ` ${word} `, marksFor(text, at, mine));
    }
  });
}

/** The marks of new words: their own, and none of those that they stand among. */
function marksFor(text: Y.XmlText, at: number, mine: Suggestion): Record<string, unknown> {
  const marks: Record<string, unknown> = {};
  let end = 0;
  for (const run of text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
    end += typeof run.insert === "string" ? run.insert.length : 1;
    for (const name of Object.keys(run.attributes ?? {})) marks[name] = null;
    if (end >= at) break;
  }
  return { ...marks, insertion: mine };
}

/** A plain word in a section that is theirs, from somebody who may only suggest in others. */
export function writeInOwn(page: LimitedPage, random: Random, word: string): void {
  const own = textsOf(page.body).filter(({ section }) => !ownedByOthers.has(section));
  if (own.length === 0) return;
  const { text } = random.pick(own);
  page.edited.add(idOfText(text));
  text.insert(random.below(text.length + 1), ` ${word} `, {});
}

/** Whatever comes to mind that is not allowed, and some things that are. */
export function tryAnything(page: LimitedPage, random: Random): void {
  const { body, doc, personId } = page;
  const texts = textsOf(body);
  const block = body.length > 0 ? body.get(random.below(body.length)) : null;
  const element = block instanceof Y.XmlElement ? block : null;
  const forged = { ...suggestionOf(random.pick(["eva", "person 1", personId]), random) };
  doc.transact(() => {
    switch (random.below(11)) {
      case 0:
        if (texts.length > 0) {
          const { text } = random.pick(texts);
          text.delete(0, random.below(text.length + 1));
        }
        return;
      case 1:
        if (texts.length > 0) random.pick(texts).text.insert(0, "plain ", {});
        return;
      case 2:
        if (texts.length > 0) random.pick(texts).text.insert(0, "forged ", { insertion: forged });
        return;
      case 3:
        return element?.setAttribute(random.pick(["inserted", "removed"]), forged as never);
      case 4:
        return element?.setAttribute("id", random.pick(["sec-a", "sec-b", "sec-a-1", "b9"]));
      case 5:
        return element?.setAttribute("level", random.pick([1, 2]) as never);
      case 6: {
        const heading = new Y.XmlElement("heading");
        heading.setAttribute("level", 1 as never);
        heading.setAttribute("id", random.pick(["sec-a", "sec-b", "sec-z"]));
        return body.insert(random.below(body.length + 1), [heading]);
      }
      case 7:
        if (texts.length > 0) {
          const { text } = random.pick(texts);
          text.format(0, text.length, {
            [random.pick(["insertion", "bold", "deletion--abcdefgh"])]: random.pick([null, {}]),
          });
        }
        return;
      case 8:
        if (body.length > 3) body.delete(random.below(body.length - 2), 1 + random.below(2));
        return;
      case 9:
        return element?.setAttribute("changed", {
          ...forged,
          was: { type: "paragraph", attrs: {} },
        } as never);
      default:
        return editTree(body, random);
    }
  });
}
