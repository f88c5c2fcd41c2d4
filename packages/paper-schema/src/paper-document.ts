/**
 * A paper's text in its two forms, and the ways between them.
 *
 * **Document JSON** is what versions store and what exports and the diff read. In its normal form
 * every attribute that is not null is written out, defaults included, attributes that are null are
 * left out, and neighbouring text with the same marks is one node. So an attribute added later with
 * a null default changes no stored text and no hash.
 *
 * **A Yjs document** is what people edit; its XML fragment `body` holds the text in the layout of
 * y-tiptap (one XML element per node, one XML text per run of text, marks as formats).
 */
import { Fragment, Node, type Mark } from "prosemirror-model";
import { updateYFragment } from "@tiptap/y-tiptap";
import * as Y from "yjs";

import { isSafeHref } from "./links.ts";
import { headingLevels, paperSchema, type PaperMarkName, type PaperNodeName } from "./schema.ts";

/** Name of the XML fragment of the Yjs document that holds the text. */
export const bodyFragment = "body";

/**
 * The Yjs client that writes what nobody typed: the first text of a new edition. Never a person's,
 * because Yjs draws those at random from 32 bits and the server binds them to people.
 */
export const foundingClientId = 1;

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

export interface PaperMarkJson {
  readonly type: PaperMarkName;
  readonly attrs?: { readonly [name: string]: JsonValue };
}

/** A node of the document JSON. `text` and `marks` only on text. */
export interface PaperNodeJson {
  readonly type: PaperNodeName;
  readonly attrs?: { readonly [name: string]: JsonValue };
  readonly content?: readonly PaperNodeJson[];
  readonly text?: string;
  readonly marks?: readonly PaperMarkJson[];
}

/** A whole text: the `doc` node. */
export interface PaperDocumentJson extends PaperNodeJson {
  readonly type: "doc";
  readonly content: readonly PaperNodeJson[];
}

/** The node in the normal form of document JSON. */
export function toDocumentJson(document: Node): PaperDocumentJson {
  return { type: "doc", content: document.children.map(blockJson) };
}

/** ProseMirror never changes a node: of a text that is being written only what was touched is read anew. */
const knownJson = new WeakMap<Node, PaperNodeJson>();

function blockJson(block: Node): PaperNodeJson {
  let json = knownJson.get(block);
  if (json === undefined) {
    json = nodeJson(block);
    knownJson.set(block, json);
  }
  return json;
}

/**
 * The JSON as a node of the schema. Throws a RangeError on a node, mark or nesting that the schema
 * does not know.
 */
export function toNode(document: PaperDocumentJson): Node {
  const node = Node.fromJSON(paperSchema, document);
  node.check();
  return node;
}

/** The same text in the normal form. Throws like {@link toNode}. */
export function normalDocument(document: PaperDocumentJson): PaperDocumentJson {
  return toDocumentJson(toNode(document));
}

/**
 * The text as the first update of a new Yjs document. Equal texts give equal bytes, so founding the
 * same edition twice is harmless.
 */
export function toYUpdate(
  document: PaperDocumentJson,
  clientId: number = foundingClientId,
): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  writeDocument(doc, document);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/**
 * Turns the text of a living Yjs document into the given one by the smallest edits that y-tiptap
 * finds, in one transaction: a restore is a forward edit that people see arrive.
 */
export function writeDocument(doc: Y.Doc, document: PaperDocumentJson, origin?: unknown): void {
  const node = toNode(document);
  doc.transact(() => {
    updateYFragment(doc, doc.getXmlFragment(bodyFragment), node, {
      mapping: new Map(),
      isOMark: new Map(),
    });
  }, origin);
}

/**
 * The text of a Yjs document or update. It only reads: what concurrent edits left outside the
 * schema (a list without items) is left out here, exactly as the page will remove it, and is not
 * removed from the document.
 */
export function fromYDoc(source: Y.Doc | Uint8Array): PaperDocumentJson {
  if (source instanceof Y.Doc) return readFragment(source.getXmlFragment(bodyFragment));
  const doc = new Y.Doc({ gc: false });
  try {
    Y.applyUpdate(doc, source);
    return readFragment(doc.getXmlFragment(bodyFragment));
  } finally {
    doc.destroy();
  }
}

/**
 * One string per text: keys in order, nothing undefined, no spaces. Versions are hashed by the
 * SHA-256 of its UTF-8 bytes.
 */
export function canonicalJson(value: JsonValue | PaperDocumentJson): string {
  return JSON.stringify(sortKeys(value as JsonValue));
}

function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => sortKeys(item));
  if (value === null || typeof value !== "object") return value;
  const sorted: [string, JsonValue][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) sorted.push([key, sortKeys(item)]);
  }
  // By code unit, not by locale: the order must be the same on every machine.
  sorted.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(sorted);
}

function childrenJson(node: Node): PaperNodeJson[] {
  const children: PaperNodeJson[] = [];
  node.forEach((child) => children.push(nodeJson(child)));
  return children;
}

function nodeJson(node: Node): PaperNodeJson {
  const attrs = attributesJson(node.attrs);
  const children = childrenJson(node);
  return {
    type: node.type.name as PaperNodeName,
    ...(attrs ? { attrs } : {}),
    ...(children.length > 0 ? { content: children } : {}),
    ...(node.text !== undefined ? { text: node.text } : {}),
    // Only text keeps marks in Yjs, so only text has them here.
    ...(node.isText && node.marks.length > 0 ? { marks: node.marks.map(markJson) } : {}),
  };
}

function markJson(mark: Mark): PaperMarkJson {
  const attrs = attributesJson(mark.attrs);
  return { type: mark.type.name as PaperMarkName, ...(attrs ? { attrs } : {}) };
}

function attributesJson(attrs: Readonly<Record<string, unknown>>) {
  const kept: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== null && value !== undefined) kept.push([name, value as JsonValue]);
  }
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function readFragment(fragment: Y.XmlFragment): PaperDocumentJson {
  const blocks = readChildren(fragment).filter((node) => node.isBlock);
  return { type: "doc", content: blocks.map(nodeJson) };
}

function readChildren(parent: Y.XmlFragment): Node[] {
  return parent
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlText
        ? readText(child)
        : child instanceof Y.XmlElement
          ? readElement(child)
          : [],
    );
}

function readElement(element: Y.XmlElement): Node[] {
  const type = (paperSchema.nodes as Partial<typeof paperSchema.nodes>)[
    element.nodeName as PaperNodeName
  ];
  if (!type || type.isText || type === paperSchema.nodes.doc) return [];
  try {
    const attributes = readAttributes(type.name, element.getAttributes());
    return [type.createChecked(attributes, Fragment.fromArray(readChildren(element)))];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

interface TextRun {
  readonly insert?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

function readText(text: Y.XmlText): Node[] {
  const nodes: Node[] = [];
  for (const run of text.toDelta() as readonly TextRun[]) {
    if (typeof run.insert !== "string" || run.insert === "") continue;
    nodes.push(paperSchema.text(run.insert, readMarks(run.attributes ?? {})));
  }
  return nodes;
}

/** y-tiptap adds this to the name of a mark of which a run of text has several. */
const severalSuffix = /--[a-zA-Z0-9+/=]{8}$/;

function readMarks(formats: Readonly<Record<string, unknown>>): Mark[] {
  let marks: readonly Mark[] = [];
  for (const [format, value] of Object.entries(formats)) {
    const mark = readMark(format.replace(severalSuffix, ""), value);
    if (mark !== null) marks = mark.addToSet(marks);
  }
  return [...marks];
}

function readMark(name: string, value: unknown): Mark | null {
  const attributes = typeof value === "object" && value !== null ? value : null;
  switch (name) {
    case "bold":
    case "italic":
      return value ? paperSchema.mark(name) : null;
    case "link": {
      const href: unknown = (attributes as { href?: unknown } | null)?.href;
      return isSafeHref(href) ? paperSchema.mark("link", { href }) : null;
    }
    case "insertion":
    case "deletion":
    case "formatting":
      return attributes === null ? null : readSuggestion(name, { ...attributes });
    default:
      return null;
  }
}

function readSuggestion(
  name: "insertion" | "deletion" | "formatting",
  written: Readonly<Record<string, unknown>>,
): Mark {
  const read: Record<string, unknown> = {};
  for (const key of ["id", "by", "at"])
    if (typeof written[key] === "string") read[key] = written[key];
  if (name === "formatting" && Array.isArray(written["was"])) read["was"] = written["was"];
  return paperSchema.mark(name, read);
}

const textAttributes = [
  "id",
  "actionId",
  "kind",
  "type",
  "align",
  "fileId",
  "alt",
  "source",
  "sourceId",
  "locator",
  "prefix",
  "targetId",
  "size",
  "citationStyle",
];
const countAttributes = ["start", "colspan", "rowspan", "width", "height"];
const flagAttributes = ["unnumbered", "untranslated", "caption"];
const suggestionAttributes = ["inserted", "removed", "changed"];

/** Only attributes that the schema knows, each of its own kind: the document is written by clients. */
function readAttributes(
  nodeName: string,
  written: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const name of textAttributes) {
    if (typeof written[name] === "string") read[name] = written[name];
  }
  for (const name of countAttributes) {
    const value = written[name];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1 && value <= 10_000)
      read[name] = value;
  }
  for (const name of flagAttributes) if (written[name] === true) read[name] = true;
  for (const name of suggestionAttributes) {
    const value = written[name];
    if (typeof value === "object" && value !== null && !Array.isArray(value)) read[name] = value;
  }
  const widths = written["colwidth"];
  if (Array.isArray(widths) && widths.every((width) => typeof width === "number"))
    read["colwidth"] = widths;
  if (nodeName === "heading") {
    const level = Number(written["level"]);
    read["level"] = headingLevels.find((known) => known === level) ?? headingLevels.at(-1);
  }
  return read;
}
