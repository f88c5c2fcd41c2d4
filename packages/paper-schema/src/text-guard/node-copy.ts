/**
 * Copies of what stands in a Yjs text: what its nodes and runs were, and by which client, so that
 * they can be compared with what became of them, and written anew.
 */
import * as Y from "yjs";

import { paperSchema } from "../schema.ts";

/** Marks of a run as Yjs keeps them: by name, with the suffix of y-tiptap where there are several. */
export type Formats = Readonly<Record<string, unknown>>;

/** Letters of one client with the same marks. */
export interface RunCopy {
  readonly text: string;
  /** The Yjs client that wrote them, and the clock of the first. */
  readonly client: number;
  readonly clock: number;
  readonly formats: Formats;
}

export interface TextCopy {
  readonly runs: readonly RunCopy[];
  readonly suggestions: ReadonlySet<string>;
}

export interface NodeCopy {
  readonly name: string;
  /** As they are written, null or not. */
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly children: readonly (NodeCopy | TextCopy)[];
  /** The suggestions in it, as `suggestionKey` writes them. */
  readonly suggestions: ReadonlySet<string>;
}

export type Copy = NodeCopy | TextCopy;

export const isText = (copy: Copy): copy is TextCopy => "runs" in copy;

const none: ReadonlySet<string> = new Set();
const noFormats: Formats = {};

/** y-tiptap adds this to the name of a mark of which a run of text has several. */
const severalSuffix = /--[a-zA-Z0-9+/=]{8}$/;

/** The mark that a format is. */
export const markOf = (format: string): string =>
  format.length > 10 ? format.replace(severalSuffix, "") : format;

const suggestionMarks: ReadonlySet<string> = new Set(["insertion", "deletion", "formatting"]);
const suggestionAttributes = ["inserted", "removed", "changed"] as const;

export const isSuggestionMark = (mark: string): boolean => suggestionMarks.has(mark);

/** Whose suggestion this mark or attribute is; null when it is none. */
export function suggesterOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const { by } = value as { by?: unknown };
  return typeof by === "string" ? by : "";
}

/** Which suggestion of whom, as one string. */
export function suggestionKey(value: unknown): string {
  const { id, by } = value as { id?: unknown; by?: unknown };
  return JSON.stringify([id ?? null, by ?? null]);
}

/** Told apart by what it is: Yjs types what stands in an element as anything. */
export const isElement = (child: unknown): child is Y.XmlElement => child instanceof Y.XmlElement;

/** The copies of a text, kept until what they are of has changed. */
export class CopyCache {
  #copies = new WeakMap<Y.XmlElement, NodeCopy>();

  of(element: Y.XmlElement): NodeCopy {
    const known = this.#copies.get(element);
    if (known !== undefined) return known;
    const copy = this.#read(element);
    this.#copies.set(element, copy);
    return copy;
  }

  /** Something in it has changed: it and what it stands in are to be read anew. */
  forget(type: unknown): void {
    for (let it = type; it instanceof Y.AbstractType; it = it._item?.parent) {
      if (isElement(it)) this.#copies.delete(it);
    }
  }

  #read(element: Y.XmlElement): NodeCopy {
    const attrs: Record<string, unknown> = element.getAttributes();
    let suggestions: Set<string> | null = null;
    // A node that no paper has would make every page read-only: nobody suggests it.
    if (!defaults.has(element.nodeName))
      suggestions = new Set([suggestionKey({ id: `unknown node ${element.nodeName}` })]);
    for (const name of suggestionAttributes) {
      const value = attrs[name];
      if (typeof value === "object" && value !== null)
        (suggestions ??= new Set()).add(suggestionKey(value));
    }
    const children: Copy[] = [];
    for (const child of element.toArray() as unknown[]) {
      const copy = isElement(child) ? this.of(child) : copyText(child);
      children.push(copy);
      for (const key of copy.suggestions) (suggestions ??= new Set()).add(key);
    }
    return { name: element.nodeName, attrs, children, suggestions: suggestions ?? none };
  }
}

/** Stands for what no text of a paper holds, so that nobody adds it unnoticed. */
export const unknownContent = "\uFFFC";

/** Reads the letters off; what is no text counts as something unknown. */
export function copyText(text: unknown): TextCopy {
  if (!(text instanceof Y.XmlText))
    return {
      runs: [{ text: unknownContent, client: 0, clock: 0, formats: noFormats }],
      suggestions: none,
    };
  const runs: RunCopy[] = [];
  let suggestions: Set<string> | null = null;
  let formats: Formats = noFormats;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      formats = withFormat(formats, content.key, content.value);
    } else if (content instanceof Y.ContentString) {
      const { client, clock } = item.id;
      const last = runs.at(-1);
      const goesOn = last?.client === client && last.clock + last.text.length === clock;
      if (goesOn && last.formats === formats)
        runs[runs.length - 1] = { ...last, text: last.text + content.str };
      else runs.push({ text: content.str, client, clock, formats });
    } else {
      runs.push({ text: unknownContent, ...item.id, formats });
    }
  }
  for (const run of runs) {
    if (run.formats === noFormats) continue;
    for (const [name, value] of Object.entries(run.formats)) {
      if (typeof value === "object" && value !== null && isSuggestionMark(markOf(name)))
        (suggestions ??= new Set()).add(suggestionKey(value));
    }
  }
  return { runs, suggestions: suggestions ?? none };
}

function withFormat(formats: Formats, key: string, value: unknown): Formats {
  const next: Record<string, unknown> = { ...formats };
  if (value === null) delete next[key];
  else next[key] = value;
  return Object.keys(next).length === 0 ? noFormats : next;
}

const defaults = new Map<string, Readonly<Record<string, unknown>>>(
  Object.values(paperSchema.nodes).map((type) => [
    type.name,
    Object.fromEntries(
      Object.entries(type.spec.attrs ?? {}).map(([name, { default: value }]) => [
        name,
        value as unknown,
      ]),
    ),
  ]),
);

/** Attributes in order, without those that say nothing. */
export function saidAttributes(
  name: string,
  attrs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const ofType = defaults.get(name);
  const said: Record<string, unknown> = {};
  for (const key of Object.keys(attrs).sort()) {
    const value = attrs[key];
    if (value === null || value === undefined || value === ofType?.[key]) continue;
    said[key] = value;
  }
  return said;
}

/** One string for one value, whatever the order of its keys. */
export const spell = (value: unknown): string => JSON.stringify(value, inOrder) ?? "null";

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, it]) => it !== null && it !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
