/**
 * The headings of a text and the size of its sections. A section is a level-1 heading and what
 * follows it up to the next; its id is that heading's.
 */
import { numberingOf } from "./numbering.ts";
import type { PaperDocumentJson, PaperNodeJson } from "./paper-document.ts";
import type { HeadingLevel } from "./schema.ts";
import { countNodeWords, type WordCount } from "./word-count.ts";

export interface OutlineHeading {
  readonly id: string | null;
  readonly level: HeadingLevel;
  readonly text: string;
  /** "II.", "A."; null where the section stands outside the numbering. */
  readonly number: string | null;
  /** The section that it opens or stands in; null before the first level-1 heading. */
  readonly sectionId: string | null;
}

export interface OutlineSection extends WordCount {
  readonly id: string | null;
  readonly heading: string;
  /** Nothing is written yet: headings and the header row of a starter table do not count. */
  readonly isEmpty: boolean;
}

export interface PaperOutline extends WordCount {
  readonly headings: readonly OutlineHeading[];
  /** In order. Text before the first level-1 heading counts in the paper and in no section. */
  readonly sections: readonly OutlineSection[];
}

/** A section and its blocks, its heading first. */
export interface PaperSection {
  readonly id: string | null;
  readonly heading: string;
  readonly blocks: readonly PaperNodeJson[];
}

/** The sections in order; text before the first level-1 heading is in none of them. */
export function sectionsOf(document: PaperDocumentJson): readonly PaperSection[] {
  const sections: { id: string | null; heading: string; blocks: PaperNodeJson[] }[] = [];
  for (const block of document.content) {
    if (block.type === "heading" && levelOf(block) === 1)
      sections.push({ id: idOf(block), heading: inlineText(block), blocks: [block] });
    else sections.at(-1)?.blocks.push(block);
  }
  return sections;
}

/** The outline of a text written in `language`. */
export function outlineOf(document: PaperDocumentJson, language: string): PaperOutline {
  const headings: OutlineHeading[] = [];
  const numbers = numberingOf(document, language);
  let sectionId: string | null = null;
  for (const block of document.content) {
    if (block.type !== "heading") continue;
    const level = levelOf(block);
    const id = idOf(block);
    if (level === 1) sectionId = id;
    const number = id === null ? null : (numbers.get(id)?.label ?? null);
    headings.push({ id, level, text: inlineText(block), number, sectionId });
  }
  const sections = sectionsOf(document).map((section): OutlineSection => {
    const counts = section.blocks.map((block) => countOf(block, language));
    return {
      id: section.id,
      heading: section.heading,
      words: sum(counts.map((count) => count.words)),
      footnoteWords: sum(counts.map((count) => count.footnoteWords)),
      isEmpty: !section.blocks.some(hasContent),
    };
  });
  const counts = document.content.map((block) => countOf(block, language));
  return {
    headings,
    sections,
    words: sum(counts.map((count) => count.words)),
    footnoteWords: sum(counts.map((count) => count.footnoteWords)),
  };
}

/** By block and language: the same block, as `toDocumentJson` gives it again, is counted once. */
const knownCounts = new WeakMap<PaperNodeJson, Map<string, WordCount>>();

function countOf(block: PaperNodeJson, language: string): WordCount {
  const known = knownCounts.get(block) ?? new Map<string, WordCount>();
  knownCounts.set(block, known);
  const count = known.get(language) ?? countNodeWords(block, language);
  known.set(language, count);
  return count;
}

/** The text of a block's own line; footnotes and action chips are left out. */
export function inlineText(block: PaperNodeJson): string {
  return (block.content ?? [])
    .map((child) => (child.type === "hardBreak" ? " " : (child.text ?? "")))
    .join("")
    .trim();
}

function hasContent(node: PaperNodeJson): boolean {
  if (node.type === "heading" || node.type === "tableHeader") return false;
  if (node.type === "actionItem" || node.type === "footnote") return true;
  if (node.text !== undefined) return node.text.trim() !== "";
  return (node.content ?? []).some(hasContent);
}

function levelOf(heading: PaperNodeJson): HeadingLevel {
  return (heading.attrs?.["level"] ?? 1) as HeadingLevel;
}

function idOf(node: PaperNodeJson): string | null {
  const id = node.attrs?.["id"];
  return typeof id === "string" ? id : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
