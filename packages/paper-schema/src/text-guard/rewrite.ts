/**
 * Writes what stood somewhere before: into what is left of it by small changes, so that what others
 * type there meanwhile keeps its place, or anew. Letters are written under a client of whoever wrote
 * them first.
 */
import * as Y from "yjs";

import {
  CopyCache,
  copyText,
  isElement,
  isText,
  spell,
  type Copy,
  type Formats,
  type NodeCopy,
  type RunCopy,
  type TextCopy,
} from "./node-copy.ts";

/** The client under which letters are written anew that the given client wrote first. */
export type WriteAs = (client: number) => number;

/** Makes the element what the copy says; only its name cannot change. */
export function rewriteElement(element: Y.XmlElement, copy: NodeCopy, writeAs: WriteAs): void {
  rewriteAttributes(element, copy.attrs);
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
    if (child instanceof Y.XmlText && isText(wanted)) rewriteText(child, wanted, writeAs);
    else if (child instanceof Y.XmlElement && !isText(wanted) && child.nodeName === wanted.name)
      rewriteElement(child, wanted, writeAs);
    else break;
  }
  if (end > at) element.delete(at, end - at);
  for (; next < wantEnd; next++) insertCopy(element, next, { copy: want[next]!, writeAs });
}

/** Writes a copy into a parent that is part of a document; gives what it has written. */
export function insertCopy(
  parent: Y.XmlFragment,
  index: number,
  { copy, writeAs }: { readonly copy: Copy; readonly writeAs: WriteAs },
): Y.XmlElement | Y.XmlText {
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
      return text;
    }
    const element = new Y.XmlElement(copy.name);
    parent.insert(index, [element]);
    rewriteAttributes(element, copy.attrs);
    for (const [at, child] of copy.children.entries())
      insertCopy(element, at, { copy: child, writeAs });
    return element;
  } finally {
    doc.clientID = own;
  }
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

function rewriteAttributes(element: Y.XmlElement, attrs: Readonly<Record<string, unknown>>): void {
  const current: Record<string, unknown> = element.getAttributes();
  for (const name of Object.keys(current)) {
    if (!(name in attrs)) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(attrs)) {
    if (spell(current[name]) !== spell(value)) element.setAttribute(name, value as string);
  }
}

/** One letter of a text, with its marks. */
interface Letter {
  readonly char: string;
  readonly marks: string;
}

const lettersWithMarks = (copy: TextCopy): Letter[] =>
  lettersOf(copy).flatMap(({ letters, marks }) =>
    Array.from({ length: letters.length }, (_, i) => ({ char: letters[i]!, marks })),
  );

/** Changes only what differs, by its letters where they differ, else by their marks. */
function rewriteText(text: Y.XmlText, copy: TextCopy, writeAs: WriteAs): void {
  const is = lettersWithMarks(copyText(text));
  const was = lettersWithMarks(copy);
  let start = 0;
  while (start < is.length && start < was.length && is[start]!.char === was[start]!.char) start++;
  let end = is.length;
  let wasEnd = was.length;
  while (end > start && wasEnd > start && is[end - 1]!.char === was[wasEnd - 1]!.char) {
    end--;
    wasEnd--;
  }
  const { doc } = text;
  if (doc === null) return;
  const own = doc.clientID;
  doc.clientID = writeAs(0);
  try {
    if (end > start) text.delete(start, end - start);
    const runs = cutRuns(copy.runs, start, wasEnd);
    insertRuns(text, start, { runs, writeAs });
    rewriteMarks(text, copy);
  } finally {
    doc.clientID = own;
  }
}

/** The letters are the same by now. */
function rewriteMarks(text: Y.XmlText, { runs }: TextCopy): void {
  const is = lettersWithMarks(copyText(text));
  let at = 0;
  for (const { text: letters, formats } of runs) {
    const marks = spell(formats);
    for (let from = at; from < at + letters.length;) {
      const here = is[from]?.marks;
      let to = from + 1;
      while (to < at + letters.length && is[to]?.marks === here) to++;
      if (here !== undefined && here !== marks)
        text.format(from, to - from, exactly(formats, here));
      from = to;
    }
    at += letters.length;
  }
}

/** The formats, and null for each other one that the letters have. */
function exactly(formats: Formats, marks: string): Record<string, unknown> {
  const current = JSON.parse(marks) as Record<string, unknown>;
  return { ...Object.fromEntries(Object.keys(current).map((name) => [name, null])), ...formats };
}

function cutRuns(runs: readonly RunCopy[], from: number, to: number): RunCopy[] {
  const cut: RunCopy[] = [];
  let at = 0;
  for (const run of runs) {
    const text = run.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (text !== "") cut.push({ ...run, text });
    at += run.text.length;
  }
  return cut;
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
