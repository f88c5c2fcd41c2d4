/**
 * Puts an earlier text, or one section of it, back into a living Yjs document: block by block by
 * their ids. A block that still stands is changed within, so that what others type there meanwhile
 * keeps its place; what went is written anew; what came since is taken out. It is one transaction,
 * an ordinary edit that merges, and one step to undo.
 */
import { updateYFragment } from "@tiptap/y-tiptap";
import { Node } from "prosemirror-model";
import * as Y from "yjs";
import { sectionsOf } from "../outline.ts";
import { bodyFragment, type PaperDocumentJson, type PaperNodeJson } from "../paper-document.ts";
import { paperSchema } from "../schema.ts";
import { keptOrder } from "./kept-order.ts";

/** `sectionId` null puts back all of the text. False where the version has no such section. */
export function restoreText(
  doc: Y.Doc,
  version: PaperDocumentJson,
  {
    sectionId = null,
    origin,
  }: { readonly sectionId?: string | null; readonly origin?: unknown } = {},
): boolean {
  const body = doc.getXmlFragment(bodyFragment);
  let isDone = true;
  doc.transact(() => {
    if (sectionId === null) {
      writeBlocks(body, { from: 0, to: body.length }, version.content);
      return;
    }
    const section = sectionsOf(version).find(({ id }) => id === sectionId);
    if (section === undefined) {
      isDone = false;
      return;
    }
    const range = rangeOf(body, sectionId) ?? placeFor(body, version, sectionId);
    const inside = new Set(elementsIn(body, range));
    const elsewhere = idsWithin(elementsOf(body).filter((it) => !inside.has(it)));
    writeBlocks(
      body,
      range,
      section.blocks.map((block) => withoutIds(block, elsewhere)),
    );
  }, origin);
  return isDone;
}

/** Children of the body, from one place to another. */
interface Range {
  readonly from: number;
  readonly to: number;
}

function writeBlocks(body: Y.XmlFragment, range: Range, wanted: readonly PaperNodeJson[]): void {
  const current = elementsIn(body, range);
  const byId = new Map<string, { readonly element: Y.XmlElement; readonly place: number }>();
  for (const [place, element] of current.entries()) {
    const id = idOf(element);
    if (id !== null && !byId.has(id)) byId.set(id, { element, place });
  }
  const partners = wanted.map(({ type, attrs }) => {
    const found = byId.get(typeof attrs?.["id"] === "string" ? attrs["id"] : "");
    return found?.element.nodeName === type ? found : null;
  });
  const matched = partners.flatMap((partner, index) =>
    partner === null ? [] : [{ partner, index }],
  );
  const kept = keptOrder(matched.map(({ partner }) => partner.place));
  const stays = new Map(
    matched.filter((_, at) => kept.has(at)).map(({ partner, index }) => [index, partner.element]),
  );
  const staying = new Set(stays.values());

  for (let at = range.to - 1; at >= range.from; at -= 1) {
    const child: unknown = body.get(at);
    if (!staying.has(child as Y.XmlElement)) body.delete(at, 1);
  }
  let at = range.from;
  for (const [index, block] of wanted.entries()) {
    let element = stays.get(index);
    if (element === undefined) {
      element = new Y.XmlElement(block.type);
      body.insert(at, [element]);
    }
    writeInto(element, block);
    at += 1;
  }
}

function writeInto(element: Y.XmlElement, block: PaperNodeJson): void {
  const { doc } = element;
  if (doc === null) return;
  updateYFragment(doc, element, Node.fromJSON(paperSchema, block), {
    mapping: new Map(),
    isOMark: new Map(),
  });
}

const elementsOf = (body: Y.XmlFragment): Y.XmlElement[] =>
  body.toArray().filter((it) => it instanceof Y.XmlElement);

const elementsIn = (body: Y.XmlFragment, { from, to }: Range): Y.XmlElement[] =>
  body
    .toArray()
    .slice(from, to)
    .filter((it) => it instanceof Y.XmlElement);

/** From the heading of the section to the next one of its level. */
function rangeOf(body: Y.XmlFragment, sectionId: string): Range | null {
  const children = body.toArray();
  const from = children.findIndex((it) => isHeading(it) && idOf(it) === sectionId);
  if (from < 0) return null;
  const next = children.findIndex((it, place) => place > from && isHeading(it));
  return { from, to: next < 0 ? children.length : next };
}

/** Where a section that is gone stood: behind the nearest earlier one that is still there. */
function placeFor(body: Y.XmlFragment, version: PaperDocumentJson, sectionId: string): Range {
  const sections = sectionsOf(version).map(({ id }) => id);
  for (const id of sections.slice(0, sections.indexOf(sectionId)).toReversed()) {
    const before = id === null ? null : rangeOf(body, id);
    if (before !== null) return { from: before.to, to: before.to };
  }
  const first = body.toArray().findIndex(isHeading);
  const at = first < 0 ? body.length : first;
  return { from: at, to: at };
}

const isHeading = (child: unknown): child is Y.XmlElement =>
  child instanceof Y.XmlElement &&
  child.nodeName === "heading" &&
  Number(child.getAttribute("level") ?? 1) === 1;

function idOf(element: Y.XmlElement): string | null {
  const id: unknown = element.getAttribute("id");
  return typeof id === "string" ? id : null;
}

function idsWithin(elements: readonly Y.XmlElement[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const visit = (element: Y.XmlElement) => {
    const id = idOf(element);
    if (id !== null) ids.add(id);
    for (const child of element.toArray()) if (child instanceof Y.XmlElement) visit(child);
  };
  for (const element of elements) visit(element);
  return ids;
}

/** What stands in another section by now keeps its id there; the page gives the copy one of its own. */
function withoutIds(node: PaperNodeJson, taken: ReadonlySet<string>): PaperNodeJson {
  const id = node.attrs?.["id"];
  const isTaken = typeof id === "string" && taken.has(id);
  const attrs = Object.entries(node.attrs ?? {}).filter(([name]) => !(isTaken && name === "id"));
  return {
    ...node,
    ...(node.attrs === undefined ? {} : { attrs: Object.fromEntries(attrs) }),
    ...(node.content === undefined
      ? {}
      : { content: node.content.map((child) => withoutIds(child, taken)) }),
  };
}
