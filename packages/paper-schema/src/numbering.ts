/**
 * The numbers of a paper: of its headings, paragraphs, list items, tables, figures, notes and
 * unagreed wording. Nobody types them and nothing stores them; the page, the exports, comments and
 * cross-references all ask here, so that they name the same place by the same number.
 *
 * **What counts.** Paragraphs run on through the paper: those at the top level that are not empty,
 * and of a translation also the empty ones that stand for a paragraph of the original
 * (`untranslated`), so that para. 14 is para. 14 in every language. Not those of a section whose
 * heading is `unnumbered`, of lists, quotes, boxes and tables, nor the caption before a table.
 * Headings follow the United Nations: "I.", "A.", "1.", "(a)". A table has a number when it has a
 * caption; every figure and every note has one.
 *
 * **Suggestions.** Numbers are those of the text as it is accepted today. What somebody suggests to
 * add moves nobody's number: as in a United Nations draft it goes by the number before it, "14 bis",
 * "14 ter", until it is accepted. What is suggested to go keeps its number until it has gone.
 */
import type { Node } from "prosemirror-model";

import type { PaperDocumentJson } from "./paper-document.ts";
import { headingLevels } from "./schema.ts";

export type NumberedKind =
  "heading" | "paragraph" | "item" | "table" | "caption" | "figure" | "footnote" | "bracket";

/** The number of one block, note or bracket. */
export interface BlockNumber {
  readonly kind: NumberedKind;
  /** As it stands at the place itself: "II.", "14.", "(a)", "Table 2". */
  readonly label: string;
  /** As the text refers to it: "II.B", "para. 14", "para. 9 (a)", "Table 2", "note 3". */
  readonly reference: string;
  /** Among those of its kind, from 1; of what is only suggested the number that it follows. */
  readonly number: number;
  /** It is somebody's suggestion to add this. */
  readonly isSuggested: boolean;
}

/** By the id of the block, note or bracket; what has no number is not in it. */
export type PaperNumbering = ReadonlyMap<string, BlockNumber>;

interface Words {
  readonly paragraph: string;
  readonly table: string;
  readonly figure: string;
  readonly note: string;
  readonly item: string;
}

const words: Readonly<Record<string, Words>> = {
  es: { paragraph: "párr.", table: "Cuadro", figure: "Figura", note: "nota", item: "punto" },
  en: { paragraph: "para.", table: "Table", figure: "Figure", note: "note", item: "item" },
  fr: { paragraph: "par.", table: "Tableau", figure: "Figure", note: "note", item: "point" },
};

const ordinals = [
  "bis",
  "ter",
  "quater",
  "quinquies",
  "sexies",
  "septies",
  "octies",
  "nonies",
  "decies",
];

/** What the second, third … alternative or addition is called: "bis", "ter"; beyond ten "(11)". */
export function bisLabel(index: number): string {
  return index < 1 ? "" : (ordinals[index - 1] ?? `(${index + 1})`);
}

/** "a", "b", … "z", "aa". */
function letters(number: number): string {
  let written = "";
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26))
    written = String.fromCharCode(97 + ((rest - 1) % 26)) + written;
  return written;
}

const romanParts = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
] as const;

function roman(number: number): string {
  let rest = number;
  let written = "";
  for (const [value, sign] of romanParts) for (; rest >= value; rest -= value) written += sign;
  return written;
}

/** What opens a list item: "(a)" in English and "a)" in Spanish; within another such list "(i)". */
export function listMarker(
  number: number,
  list: { readonly isLettered: boolean; readonly depth: number; readonly language: string },
): string {
  if (!list.isLettered) return `${number}.`;
  const sign = list.depth % 2 === 0 ? letters(number) : roman(number).toLowerCase();
  return bracketed(sign, list.language);
}

function bracketed(sign: string, language: string): string {
  return isEnglish(language) ? `(${sign})` : `${sign})`;
}

function isEnglish(language: string): boolean {
  return language === "en" || language.startsWith("en-");
}

/** A node of either form: of document JSON, or of ProseMirror. */
type AnyNode = Node | PaperDocumentJson | JsonNode;
interface JsonNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly JsonNode[];
  readonly text?: string;
  readonly marks?: readonly { readonly type: string }[];
}

function isJson(node: AnyNode): node is JsonNode {
  return typeof node.type === "string";
}
function nameOf(node: AnyNode): string {
  return isJson(node) ? node.type : node.type.name;
}
function attributesOf(node: AnyNode): Readonly<Record<string, unknown>> {
  return node.attrs ?? {};
}
function childrenOf(node: AnyNode): readonly AnyNode[] {
  return isJson(node) ? (node.content ?? []) : node.children;
}
function isInsertion(node: AnyNode): boolean {
  return isJson(node)
    ? (node.marks ?? []).some(({ type }) => type === "insertion")
    : node.marks.some(({ type }) => type.name === "insertion");
}
function idOf(node: AnyNode): string | null {
  const id = attributesOf(node)["id"];
  return typeof id === "string" ? id : null;
}
function isSuggestedNode(node: AnyNode): boolean {
  const inserted = attributesOf(node)["inserted"];
  return typeof inserted === "object" && inserted !== null;
}

/** What fills a block without being text. */
const atoms: ReadonlySet<string> = new Set([
  "actionItem",
  "footnote",
  "citation",
  "crossReference",
  "bracket",
  "figure",
]);

/** Something with a number inside a top-level block. */
interface Inner {
  readonly kind: "figure" | "footnote" | "bracket";
  readonly id: string | null;
  readonly isSuggested: boolean;
}
interface ListItem {
  readonly id: string | null;
  /** The first paragraph of the item: a remark is mostly about that. */
  readonly paragraphId: string | null;
  readonly number: number;
  readonly depth: number;
  readonly isLettered: boolean;
  /** The place in the list of items of the one that holds this; -1 for none. */
  readonly parent: number;
}

/** What of a top-level block bears on numbers. Found once per block: nodes never change. */
interface BlockFacts {
  readonly type: string;
  readonly id: string | null;
  readonly attrs: Readonly<Record<string, unknown>>;
  /** Of a block of text: the border before it is only suggested; of others: the block is. */
  readonly isSuggested: boolean;
  /** It holds something that is accepted. */
  readonly hasAccepted: boolean;
  /** It holds something, if only suggested. */
  readonly hasAny: boolean;
  readonly inner: readonly Inner[];
  readonly items: readonly ListItem[];
}

const known = new WeakMap<object, BlockFacts>();

function factsOf(block: AnyNode): BlockFacts {
  let facts = known.get(block);
  if (facts === undefined) {
    facts = findFacts(block);
    known.set(block, facts);
  }
  return facts;
}

function findFacts(block: AnyNode): BlockFacts {
  const inner: Inner[] = [];
  const items: ListItem[] = [];
  let hasAccepted = false;
  let hasAny = false;

  function visit(node: AnyNode, isSuggested: boolean): void {
    const name = nameOf(node);
    if (name === "text") {
      if ((node.text ?? "").trim() === "") return;
      hasAny = true;
      hasAccepted ||= !isSuggested && !isInsertion(node);
      return;
    }
    const suggested = isSuggested || isSuggestedNode(node);
    if (name === "figure" || name === "footnote" || name === "bracket")
      inner.push({ kind: name, id: idOf(node), isSuggested: suggested });
    if (atoms.has(name)) {
      hasAny = true;
      hasAccepted ||= !suggested;
    }
    for (const child of childrenOf(node)) visit(child, suggested);
  }

  function visitList(list: AnyNode, depth: number, parent: number): void {
    const name = nameOf(list);
    const isOrdered = name === "orderedList";
    const isLettered = isOrdered && attributesOf(list)["type"] === "a";
    const start = startOf(list);
    childrenOf(list).forEach((item, index) => {
      const children = childrenOf(item);
      let place = parent;
      if (isOrdered) {
        place = items.length;
        const paragraphId = children[0] === undefined ? null : idOf(children[0]);
        const number = start + index;
        items.push({ id: idOf(item), paragraphId, number, depth, isLettered, parent });
      }
      for (const child of children)
        if (nameOf(child) === "orderedList" || nameOf(child) === "bulletList")
          visitList(child, isLettered ? depth + 1 : depth, place);
    });
  }

  const written = attributesOf(block);
  const isFigure = nameOf(block) === "figure";
  const changed = written["changed"];
  const was = isRecord(changed) && isRecord(changed["was"]) ? changed["was"] : null;
  if (isFigure) visit(block, false);
  else for (const child of childrenOf(block)) visit(child, isBlockSuggested(block));
  if (nameOf(block) === "orderedList" || nameOf(block) === "bulletList") visitList(block, 0, -1);
  return {
    type: was !== null && typeof was["type"] === "string" ? was["type"] : nameOf(block),
    id: idOf(block),
    attrs: was !== null && isRecord(was["attrs"]) ? { ...written, ...was["attrs"] } : written,
    isSuggested: isSuggestedNode(block),
    hasAccepted,
    hasAny,
    inner,
    items,
  };
}

/** The number of the first item: at least 1, and no more than a list can sensibly have. */
function startOf(list: AnyNode): number {
  const start = Number(attributesOf(list)["start"] ?? 1);
  return Number.isSafeInteger(start) ? Math.min(Math.max(start, 1), 10_000) : 1;
}

/** Of a block of text only the border before it is suggested, not what stands in it. */
function isBlockSuggested(block: AnyNode): boolean {
  const name = nameOf(block);
  return name !== "paragraph" && name !== "heading" && isSuggestedNode(block);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A counter whose suggested additions go by the last number: 14, 14 bis, 14 ter, 15. */
class Counter {
  #number = 0;
  #added = 0;

  next(isSuggested: boolean): { readonly number: number; readonly bis: string } {
    if (isSuggested) this.#added += 1;
    else {
      this.#number += 1;
      this.#added = 0;
    }
    return { number: this.#number, bis: isSuggested ? ` ${bisLabel(this.#added)}` : "" };
  }

  restart(): void {
    this.#number = 0;
    this.#added = 0;
  }
}

/**
 * Whether an edit has left all numbers of a text as they were, and at the same blocks; false where
 * that would take more than a glance to say.
 */
export function haveSameNumbers(before: Node, after: Node): boolean {
  if (before.childCount !== after.childCount) return false;
  return before.children.every((block, index) => {
    const now = after.children[index]!;
    if (block === now) return true;
    const { attrs: wasAttrs, ...was } = factsOf(block);
    const { attrs: isAttrs, ...is } = factsOf(now);
    return wasAttrs === isAttrs && JSON.stringify(was) === JSON.stringify(is);
  });
}

/**
 * The numbers of a text in `language`. Asking again after an edit costs a glance at each top-level
 * block: what lies in one is looked through once.
 */
export function numberingOf(document: Node | PaperDocumentJson, language: string): PaperNumbering {
  const numbers = new Map<string, BlockNumber>();
  const said = words[language.slice(0, 2)] ?? words["en"]!;
  const counters = {
    paragraph: new Counter(),
    table: new Counter(),
    figure: new Counter(),
    footnote: new Counter(),
    bracket: new Counter(),
  };
  const headings = [new Counter(), new Counter(), new Counter(), new Counter()];
  /** The signs of the headings above, by level. */
  let path: (string | null)[] = [];
  let isNumbered = true;
  /** How the last numbered paragraph is referred to: a list belongs to it. */
  let lastParagraph: string | null = null;
  /** The first block of text of those that are one block until a suggested border is accepted. */
  let head: { readonly facts: BlockFacts; isTaken: boolean } | null = null;

  function put(id: string | null, number: BlockNumber): void {
    // Of a doubled id the first place counts, as for everything that looks a block up.
    if (id !== null && !numbers.has(id)) numbers.set(id, number);
  }

  function numberHeading(facts: BlockFacts, id: string | null, isSuggested: boolean): void {
    const level = headingLevels.find((known) => known === facts.attrs["level"]) ?? 1;
    const isUnnumbered = facts.attrs["unnumbered"] === true;
    if (level === 1 && !isSuggested) {
      isNumbered = !isUnnumbered;
      lastParagraph = null;
      path = [];
      for (const counter of headings.slice(1)) counter.restart();
    }
    if (isUnnumbered || !isNumbered) return;
    const { number, bis } = headings[level - 1]!.next(isSuggested);
    if (!isSuggested) for (const counter of headings.slice(level)) counter.restart();
    const sign = headingSign(level, number, language);
    const above = path.slice(0, level - 1).filter((part) => part !== null);
    if (!isSuggested) path = [...padded(path, level - 1), sign.sign];
    const separator = level === 4 && above.length > 0 ? " " : above.length > 0 ? "." : "";
    put(id, {
      kind: "heading",
      label: bis === "" ? sign.label : `${sign.label.replace(/\.$/, "")}${bis}`,
      reference: `${above.join(".")}${separator}${sign.sign}${bis}`,
      number,
      isSuggested,
    });
  }

  function numberParagraph(id: string | null, isSuggested: boolean): void {
    if (!isNumbered) return;
    const { number, bis } = counters.paragraph.next(isSuggested);
    const reference = `${said.paragraph} ${number}${bis}`;
    if (!isSuggested) lastParagraph = reference;
    const label = bis === "" ? `${number}.` : `${number}${bis}`;
    put(id, { kind: "paragraph", label, reference, number, isSuggested });
  }

  function numberText(facts: BlockFacts): void {
    if (!facts.isSuggested || head === null) {
      const counts =
        facts.hasAccepted || facts.attrs["untranslated"] === true || facts.type === "heading";
      head = { facts, isTaken: counts };
      if (counts || facts.hasAny) numberAs(facts, facts.id, !counts);
      return;
    }
    // Until its border is accepted this is the end of the block before, whose number goes to the
    // part that has the accepted words: it is suggested to open a paragraph before those.
    const isMain = !head.isTaken && facts.hasAccepted;
    if (isMain) head.isTaken = true;
    if (isMain) numberAs(head.facts, facts.id, false);
    else if (facts.hasAny || facts.type === "heading") numberAs(facts, facts.id, true);
  }

  function numberAs(facts: BlockFacts, id: string | null, isSuggested: boolean): void {
    if (facts.type === "heading") numberHeading(facts, id, isSuggested);
    else numberParagraph(id, isSuggested);
  }

  function numberTable(facts: BlockFacts, caption: BlockFacts): void {
    const isSuggested = facts.isSuggested || caption.isSuggested;
    const { number, bis } = counters.table.next(isSuggested);
    const label = `${said.table} ${number}${bis}`;
    const numbered = { label, reference: label, number, isSuggested };
    put(facts.id, { kind: "table", ...numbered });
    put(caption.id, { kind: "caption", ...numbered });
  }

  function numberInner({ kind, id, isSuggested }: Inner): void {
    const { number, bis } = counters[kind].next(isSuggested);
    const plain = `${number}${bis}`;
    const shown = {
      figure: { label: `${said.figure} ${plain}`, reference: `${said.figure} ${plain}` },
      footnote: { label: plain, reference: `${said.note} ${plain}` },
      bracket: { label: plain, reference: `[${plain}]` },
    }[kind];
    put(id, { kind, ...shown, number, isSuggested });
  }

  function numberItems(items: readonly ListItem[], isSuggested: boolean): void {
    const references: string[] = [];
    for (const { id, paragraphId, number, depth, isLettered, parent } of items) {
      const label = listMarker(number, { isLettered, depth, language });
      const before = references[parent] ?? lastParagraph ?? "";
      const sign = isLettered ? label : `${said.item} ${number}`;
      const reference = [before, sign].filter((part) => part !== "").join(isLettered ? " " : ", ");
      references.push(reference);
      const shown = { kind: "item", label, reference, number, isSuggested } as const;
      put(id, shown);
      put(paragraphId, shown);
    }
  }

  const blocks = childrenOf(document).map(factsOf);
  blocks.forEach((facts, index) => {
    const next = blocks[index + 1];
    const isText = facts.type === "paragraph" || facts.type === "heading";
    const isCaption = isText && facts.attrs["caption"] === true && next?.type === "table";
    if (isText && !isCaption) numberText(facts);
    else head = null;
    const before = facts.type === "table" ? blocks[index - 1] : undefined;
    if (before?.type === "paragraph" && before.attrs["caption"] === true)
      numberTable(facts, before);
    if (facts.items.length > 0) numberItems(facts.items, facts.isSuggested);
    for (const inner of facts.inner) numberInner(inner);
  });
  return numbers;
}

function headingSign(
  level: number,
  number: number,
  language: string,
): { readonly sign: string; readonly label: string } {
  if (level === 4) {
    const sign = bracketed(letters(number), language);
    return { sign, label: sign };
  }
  const sign =
    level === 1 ? roman(number) : level === 2 ? letters(number).toUpperCase() : String(number);
  return { sign, label: `${sign}.` };
}

function padded(path: readonly (string | null)[], length: number): (string | null)[] {
  return Array.from({ length }, (_, index) => path[index] ?? null);
}
