/**
 * Writes what stood somewhere before: into what is left of it by small changes (mend-text.ts), so
 * that what others type there meanwhile keeps its place, or anew. Letters are written under a client
 * of whoever wrote them first.
 */
import * as Y from "yjs";

import { headOf } from "./accepted-view.ts";
import { mendText, type Restoring, type WriteAs } from "./mend-text.ts";
import {
  CopyCache,
  copyText,
  isElement,
  isText,
  spell,
  suggesterOf,
  suggestionKey,
  type Copy,
  type NodeCopy,
  type RunCopy,
  type TextCopy,
} from "./node-copy.ts";

/**
 * Makes the element what the copy says, but for what is suggested in texts that still stand; only
 * its name cannot change.
 */
export function rewriteElement(element: Y.XmlElement, copy: NodeCopy, restoring: Restoring): void {
  const { suggester, writeAs, takesBack } = restoring;
  const now = attributesOf(element);
  const isRight =
    suggester !== null &&
    ![...suggester.forged].some((key) => holdsKey(now, key)) &&
    headOf({ ...copy, attrs: now }, [], { by: suggester.personId }) ===
      headOf(copy, [], { by: suggester.personId });
  if (!isRight && rewriteAttributes(element, copy.attrs)) takesBack();
  const current = element.toArray();
  const copies = current.map(copyChild);
  const want = copy.children;
  let start = 0;
  while (start < copies.length && start < want.length && areSame(copies[start], want[start]))
    start++;
  let end = copies.length;
  let wantEnd = want.length;
  while (end > start && wantEnd > start && areSame(copies[end - 1], want[wantEnd - 1])) {
    end--;
    wantEnd--;
  }
  let at = start;
  let next = start;
  for (; at < end && next < wantEnd; at++, next++) {
    const child = current[at];
    const wanted = want[next]!;
    if (child instanceof Y.XmlText && isText(wanted)) mendText(child, wanted, restoring);
    else if (child instanceof Y.XmlElement && !isText(wanted) && child.nodeName === wanted.name)
      rewriteElement(child, wanted, restoring);
    else break;
  }
  if (end > at || next < wantEnd) takesBack();
  if (end > at) element.delete(at, end - at);
  for (; next < wantEnd; next++) insertCopy(element, next, { copy: want[next]!, writeAs });
}

/** Writes a copy into a parent that is part of a document. */
export function insertCopy(
  parent: Y.XmlFragment,
  index: number,
  { copy, writeAs }: { readonly copy: Copy; readonly writeAs: WriteAs },
): void {
  const { doc } = parent;
  if (doc === null) throw new Error("A copy is written into a document");
  const own = doc.clientID;
  // Elements and attributes have no author; they are the server's.
  doc.clientID = writeAs(0);
  try {
    if (isText(copy)) {
      const text = new Y.XmlText();
      parent.insert(index, [text]);
      insertRuns(text, 0, { runs: copy.runs, writeAs });
      return;
    }
    const element = new Y.XmlElement(copy.name);
    parent.insert(index, [element]);
    fill(element, copy, writeAs);
  } finally {
    doc.clientID = own;
  }
}

function fill(element: Y.XmlElement, { attrs, children }: NodeCopy, writeAs: WriteAs): void {
  rewriteAttributes(element, attrs);
  for (const [at, copy] of children.entries()) insertCopy(element, at, { copy, writeAs });
}

/**
 * Writes a block anew right behind what was deleted of it, so that what others put before or behind
 * it, before they heard of either, still lies there. `Y.XmlFragment.insert` would write it before all
 * that is deleted between two blocks. Behind it that holds as far as the writer's client is smaller
 * than theirs: of two that come behind the same, Yjs puts that of the smaller one first.
 */
export function insertInPlaceOf(
  gone: Y.XmlElement,
  parent: Y.XmlFragment,
  { copy, writeAs }: { readonly copy: NodeCopy; readonly writeAs: WriteAs },
): void {
  const { doc } = parent;
  if (doc === null || gone._item === null) throw new Error("A copy is written into a document");
  const { lastId } = gone._item;
  const client = writeAs(0);
  doc.transact((transaction) => {
    const left = Y.getItemCleanEnd(transaction, doc.store, lastId);
    const { right } = left;
    const id = Y.createID(client, Y.getState(doc.store, client));
    const element = new Y.XmlElement(copy.name);
    const content = new Y.ContentType(element);
    const item = new Y.Item(id, left, left.lastId, right, right?.id ?? null, parent, null, content);
    item.integrate(transaction, 0);
    const own = doc.clientID;
    doc.clientID = client;
    try {
      fill(element, copy, writeAs);
    } finally {
      doc.clientID = own;
    }
  });
}

const copyChild = (child: unknown): Copy =>
  isElement(child) ? new CopyCache().of(child) : copyText(child);

function areSame(one: Copy | undefined, other: Copy | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one === other || rawOf(one) === rawOf(other);
}

/** All of it as one string, but for who wrote it and how it lies in runs. */
export function rawOf(copy: Copy): string {
  if (!isText(copy)) return spell([copy.name, copy.attrs]) + copy.children.map(rawOf).join("");
  return JSON.stringify(lettersOf(copy).map(({ letters, marks }) => [letters, marks]));
}

function lettersOf({ runs }: TextCopy): { letters: string; marks: string }[] {
  const all: { letters: string; marks: string }[] = [];
  for (const { text, formats } of runs) {
    const marks = spell(formats);
    const last = all.at(-1);
    if (last?.marks === marks) last.letters += text;
    else all.push({ letters: text, marks });
  }
  return all;
}

const attributesOf = (element: Y.XmlElement): Record<string, unknown> => element.getAttributes();

const holdsKey = (attrs: Readonly<Record<string, unknown>>, key: string): boolean =>
  Object.values(attrs).some((value) => suggesterOf(value) !== null && suggestionKey(value) === key);

/** Whether any of them was another. */
function rewriteAttributes(
  element: Y.XmlElement,
  attrs: Readonly<Record<string, unknown>>,
): boolean {
  const current = attributesOf(element);
  let isOther = false;
  for (const name of Object.keys(current)) {
    if (name in attrs) continue;
    element.removeAttribute(name);
    isOther = true;
  }
  for (const [name, value] of Object.entries(attrs)) {
    if (spell(current[name]) === spell(value)) continue;
    element.setAttribute(name, value as string);
    isOther = true;
  }
  return isOther;
}

function insertRuns(
  text: Y.XmlText,
  index: number,
  { runs, writeAs }: { readonly runs: readonly RunCopy[]; readonly writeAs: WriteAs },
): void {
  const { doc } = text;
  if (doc === null) return;
  const own = doc.clientID;
  let at = index;
  try {
    for (const run of runs) {
      doc.clientID = writeAs(run.client);
      text.insert(at, run.text, { ...run.formats });
      at += run.text.length;
    }
  } finally {
    doc.clientID = own;
  }
}
