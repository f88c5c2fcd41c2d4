/**
 * Whether a text holds what this schema does not know.
 *
 * The rule: **whoever does not know all of a text does not bind an editor to it.** y-tiptap takes
 * an element that the schema cannot make for the ruins of a concurrent edit and deletes it, for
 * everybody; an attribute that the schema does not list goes with the next key in its block. A page
 * that was loaded before an update of the server would so destroy what newer pages write. The text
 * itself tells, which a version number could only claim: a newer page that wrote nothing new stops
 * nobody, and a text from a backup or from another client is looked at like any other.
 *
 * Only names count: nodes, marks, attributes, and what is no text inside a text. What is known and
 * stands where it may not (a list without items) is left by concurrent edits and is the editor's to
 * mend.
 */
import * as Y from "yjs";

import { paperSchema } from "./schema.ts";

/** y-tiptap adds this to the name of a mark of which a run of text has several. */
const markSuffix = /--[a-zA-Z0-9+/=]{8}$/;

/** The name of the first thing in the fragment that the schema does not know; null when it knows all. */
export function unknownIn(fragment: Y.XmlFragment): string | null {
  return firstOf(fragment.toArray(), unknownNode);
}

/**
 * The same for what a transaction has brought to the fragment, before anybody is told of it; call
 * it on the document's `beforeObserverCalls`. Costs what has changed, not the whole text.
 */
export function unknownInChange(
  fragment: Y.XmlFragment,
  { changed, beforeState }: Y.Transaction,
): string | null {
  const isNew = (node: { readonly _item: Y.Item | null }) => {
    const id = node._item?.id;
    return id !== undefined && id.clock >= (beforeState.get(id.client) ?? 0);
  };
  return firstOf(changed.keys(), (type) => {
    const node: unknown = type;
    if (!isWithin(node, fragment)) return null;
    if (node instanceof Y.XmlText) return unknownText(node);
    if (node instanceof Y.XmlElement) {
      const own = unknownElement(node as Y.XmlElement);
      if (own !== null) return own;
    }
    return node instanceof Y.XmlFragment
      ? firstOf(node.toArray(), (child) => (isNew(child) ? unknownNode(child) : null))
      : null;
  });
}

function firstOf<Item>(items: Iterable<Item>, find: (item: Item) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

function isWithin(node: unknown, fragment: Y.XmlFragment): boolean {
  for (let at = node; at instanceof Y.AbstractType; at = at.parent)
    if (at === fragment) return true;
  return false;
}

function unknownNode(node: unknown): string | null {
  if (node instanceof Y.XmlText) return unknownText(node);
  if (!(node instanceof Y.XmlElement)) return "an object that is no XML";
  return unknownElement(node as Y.XmlElement) ?? firstOf(node.toArray(), unknownNode);
}

function unknownElement(element: Y.XmlElement): string | null {
  const { nodeName } = element;
  const type = Object.hasOwn(paperSchema.nodes, nodeName)
    ? paperSchema.nodes[nodeName as keyof typeof paperSchema.nodes]
    : undefined;
  if (type === undefined) return nodeName;
  const known = type.spec.attrs ?? {};
  const attribute = Object.keys(element.getAttributes()).find((it) => !Object.hasOwn(known, it));
  return attribute === undefined ? null : `${nodeName}[${attribute}]`;
}

function unknownText(text: Y.XmlText): string | null {
  const runs = text.toDelta() as readonly {
    readonly insert?: unknown;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
  return firstOf(runs, ({ insert, attributes = {} }) => {
    if (typeof insert !== "string") return "an object in a text";
    const names = Object.keys(attributes).map((it) => it.replace(markSuffix, ""));
    return names.find((name) => !Object.hasOwn(paperSchema.marks, name)) ?? null;
  });
}
