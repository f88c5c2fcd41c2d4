/**
 * How the structure of two editions differs, block by block. Blocks are the same when their ids
 * are: a translation starts as a copy of the original's structure and keeps its ids.
 */
import type { PaperDocumentJson, PaperNodeJson } from "../paper-document.ts";
import { blockNodeNames } from "../schema.ts";
import { acceptedText } from "./accepted-text.ts";

export type StructuralProblem =
  /** The original has the block and the translation has not. */
  | "missing"
  /** The translation has a block of its own. */
  | "extra"
  /** It stands in another place, or in another section. */
  | "moved"
  /** It is something else there: a heading of another level, a list where there is a paragraph. */
  | "kind";

export interface StructuralDifference {
  readonly sectionId: string;
  readonly blockId: string;
  readonly problem: StructuralProblem;
  /** The first words of the block where it stands. */
  readonly words: string;
}

interface Placed {
  readonly node: PaperNodeJson;
  readonly id: string;
  readonly parentId: string | null;
  readonly sectionId: string | null;
  /** Ids of the parent's children, in order. */
  readonly siblings: readonly string[];
}

const blockNames: ReadonlySet<string> = new Set(blockNodeNames);

/**
 * All differences, in the order of the original and then of the translation's extras. A block
 * whose parent is told already is not told again.
 */
export function structuralDifferences(
  original: PaperDocumentJson,
  translation: PaperDocumentJson,
): StructuralDifference[] {
  const there = placesOf(acceptedText(original));
  const here = placesOf(acceptedText(translation));
  const differences: StructuralDifference[] = [];
  const add = (place: Placed, problem: StructuralProblem) => {
    if (place.sectionId === null) return;
    const { sectionId, id, node } = place;
    differences.push({ sectionId, blockId: id, problem, words: firstWords(node) });
  };
  for (const place of there.values()) {
    const partner = here.get(place.id);
    const isParentHere = place.parentId === null || here.has(place.parentId);
    if (partner === undefined) {
      if (isParentHere) add(place, "missing");
    } else if (kindOf(partner.node) !== kindOf(place.node)) add(place, "kind");
    else if (
      partner.parentId !== place.parentId ||
      partner.sectionId !== place.sectionId ||
      isOutOfOrder(place, partner)
    )
      add(place, "moved");
  }
  for (const place of here.values()) {
    if (there.has(place.id)) continue;
    if (place.parentId === null || there.has(place.parentId)) add(place, "extra");
  }
  return differences;
}

/** Whether the nearest earlier sibling that both have is another one. */
function isOutOfOrder(place: Placed, partner: Placed): boolean {
  return earlierIn(place, partner.siblings) !== earlierIn(partner, place.siblings);
}

function earlierIn({ id, siblings }: Placed, others: readonly string[]): string | null {
  const known = siblingSet(others);
  for (let at = siblings.indexOf(id) - 1; at >= 0; at -= 1) {
    const sibling = siblings[at] ?? "";
    if (known.has(sibling)) return sibling;
  }
  return null;
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function siblingSet(siblings: readonly string[]): ReadonlySet<string> {
  let known = sets.get(siblings);
  if (known === undefined) {
    known = new Set(siblings);
    sets.set(siblings, known);
  }
  return known;
}

/** Every block with an id, by that id, parents before what is in them. */
function placesOf(document: PaperDocumentJson): Map<string, Placed> {
  const places = new Map<string, Placed>();
  let sectionId: string | null = null;
  const visit = (nodes: readonly PaperNodeJson[], parentId: string | null) => {
    const siblings = nodes.flatMap((node) => blockId(node) ?? []);
    for (const node of nodes) {
      const id = blockId(node);
      if (parentId === null && isSectionHeading(node)) sectionId = id;
      if (id === null) continue;
      if (!places.has(id)) places.set(id, { node, id, parentId, sectionId, siblings });
      visit(node.content ?? [], id);
    }
  };
  visit(document.content, null);
  return places;
}

/** The id of a block; null of anything else. */
export function blockId(node: PaperNodeJson): string | null {
  const id = node.attrs?.["id"];
  return blockNames.has(node.type) && typeof id === "string" ? id : null;
}

export function isSectionHeading(node: PaperNodeJson): boolean {
  return node.type === "heading" && (node.attrs?.["level"] ?? 1) === 1;
}

function kindOf({ type, attrs }: PaperNodeJson): string {
  const level = type === "heading" ? (attrs?.["level"] ?? 1) : null;
  return JSON.stringify([type, level, type === "orderedList" ? (attrs?.["type"] ?? null) : null]);
}

const wordsShown = 8;

/** The first words of a block and what is in it. */
function firstWords(node: PaperNodeJson): string {
  const words: string[] = [];
  const read = (child: PaperNodeJson) => {
    if (words.length >= wordsShown || child.type === "footnote") return;
    if (child.text !== undefined) words.push(...child.text.split(/\s+/).filter((it) => it !== ""));
    child.content?.forEach(read);
  };
  read(node);
  return words.slice(0, wordsShown).join(" ") + (words.length > wordsShown ? "…" : "");
}
