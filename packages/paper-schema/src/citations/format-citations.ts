/**
 * The citations of a text and the list of what it cites, in one of two styles. Page and exports ask
 * here, so what is printed is what was seen.
 *
 * "author-date": (UNODC, 2024, p. 14) in the text, and a list by author and year.
 * "notes": a full reference where a source is first cited in a note, short ones after, "Ibid." right
 * after itself; as the United Nations write them.
 */
import type { CslSource, TextRun } from "./csl.ts";
import {
  authorDateEntry,
  creatorsPart,
  joinParts,
  noteEntry,
  pagesPart,
  shortNote,
  titlePart,
  yearOf,
} from "./entry.ts";
import type { FoundCitation } from "./found-citations.ts";
import { creatorsOf, shortNames } from "./names.ts";
import { wordsOf, type CitationWords } from "./words.ts";

export const citationStyles = ["author-date", "notes"] as const;
export type CitationStyle = (typeof citationStyles)[number];

/** The style that a text names; the first where it names none that is known. */
export function citationStyleOf(name: unknown): CitationStyle {
  return citationStyles.find((style) => style === name) ?? "author-date";
}

export interface BibliographyEntry {
  readonly sourceId: string;
  readonly runs: readonly TextRun[];
}

export interface FormattedCitations {
  /** What each citation shows, in the order in which they were given. */
  readonly texts: readonly (readonly TextRun[])[];
  /** The sources that are cited, in the order of the list. */
  readonly bibliography: readonly BibliographyEntry[];
}

export interface CitationContext {
  readonly sources: ReadonlyMap<string, CslSource>;
  readonly style: CitationStyle;
  /** That of the text. */
  readonly language: string;
}

interface Cited {
  readonly id: string;
  readonly source: CslSource;
  /** As the text names it: "UNODC", or a title where nobody answers for it. */
  readonly name: string;
  readonly year: string;
  /** "a", "b" … where one name has several of one year. */
  letter: string;
}

export function formatCitations(
  citations: readonly FoundCitation[],
  context: CitationContext,
): FormattedCitations {
  const words = wordsOf(context.language);
  const cited = inOrder(citations, context, words);
  const byId = new Map(cited.map((it) => [it.id, it]));
  const texts =
    context.style === "notes"
      ? noteTexts(citations, byId, words)
      : citations.map((citation) => framed(citation, authorDateText(citation, byId, words)));
  const bibliography = cited.map(({ id, source, letter }) => ({
    sourceId: id,
    runs:
      context.style === "notes"
        ? [...noteEntry(source, words, { isTurned: true }), { text: "." }]
        : authorDateEntry(source, words, { letter }),
  }));
  return { texts, bibliography };
}

/** One source as the list prints it, whether it is cited or not. */
export function describeSource(
  source: CslSource,
  context: Omit<CitationContext, "sources">,
): TextRun[] {
  const words = wordsOf(context.language);
  return context.style === "notes"
    ? [...noteEntry(source, words, { isTurned: true }), { text: "." }]
    : authorDateEntry(source, words, { letter: "" });
}

/** How a source is named in short: "UNODC, 2024". */
export function nameSource(source: CslSource, language: string): string {
  const words = wordsOf(language);
  return `${nameOf(source, words)}, ${yearOf(source, words)}`;
}

function nameOf(source: CslSource, words: CitationWords): string {
  const creators = creatorsOf(source);
  if (creators.length > 0) return shortNames(creators, words);
  return source["title-short"] ?? source.number ?? shortened(source.title);
}

/** Words of a title that stand for it. */
function shortened(title: string): string {
  const parts = title.split(" ");
  return parts.length > 6 ? `${parts.slice(0, 5).join(" ")}…` : title;
}

function inOrder(
  citations: readonly FoundCitation[],
  { sources, language }: CitationContext,
  words: CitationWords,
): Cited[] {
  const cited: Cited[] = [];
  for (const id of new Set(citations.map(({ sourceId }) => sourceId))) {
    const source = id === null ? undefined : sources.get(id);
    if (id === null || source === undefined) continue;
    cited.push({
      id,
      source,
      name: nameOf(source, words),
      year: yearOf(source, words),
      letter: "",
    });
  }
  const { compare } = new Intl.Collator(language, { sensitivity: "base", numeric: true });
  const listed = ({ source }: Cited) =>
    creatorsPart(source, words, { isTurned: true }) || source.title;
  cited.sort(
    (a, b) =>
      compare(listed(a), listed(b)) ||
      compare(a.year, b.year) ||
      compare(a.source.title, b.source.title) ||
      (a.id < b.id ? -1 : 1),
  );
  const counts = new Map<string, Cited[]>();
  for (const it of cited) {
    const key = `${it.name.toLowerCase()} ${it.year}`;
    counts.set(key, [...(counts.get(key) ?? []), it]);
  }
  for (const same of counts.values())
    if (same.length > 1)
      same.forEach((it, index) => {
        it.letter = index < 26 ? String.fromCharCode(97 + index) : `-${index + 1}`;
      });
  return cited;
}

const prefixed = ({ prefix }: FoundCitation): string =>
  prefix === null || prefix.trim() === "" ? "" : `${prefix.trim()} `;

/** ", p. 14": a number alone is a page. */
function located({ locator }: FoundCitation, words: CitationWords): string {
  const written = locator?.trim() ?? "";
  return written === "" ? "" : `, ${pagesPart(written, words)}`;
}

function authorDateText(
  citation: FoundCitation,
  byId: ReadonlyMap<string, Cited>,
  words: CitationWords,
): TextRun[] {
  const cited = byId.get(citation.sourceId ?? "");
  const end = located(citation, words);
  if (cited === undefined) return [{ text: `${prefixed(citation)}[${words.unknown}]${end}` }];
  const { name, year, letter, source } = cited;
  const isTitle = creatorsOf(source).length === 0 && source.number === undefined;
  return [
    { text: prefixed(citation) },
    ...(isTitle ? titlePart(source, words, name) : [{ text: name }]),
    { text: `, ${year}${letter}${end}` },
  ].filter(({ text }) => text !== "");
}

/** Citations beside each other stand in one pair of brackets. */
function framed(citation: FoundCitation, runs: readonly TextRun[]): TextRun[] {
  return [
    { text: citation.followsAnother ? "; " : "(" },
    ...runs,
    ...(citation.isFollowed ? [] : [{ text: ")" }]),
  ];
}

function noteTexts(
  citations: readonly FoundCitation[],
  byId: ReadonlyMap<string, Cited>,
  words: CitationWords,
): TextRun[][] {
  const known = new Set<string>();
  let lastInNote: string | null = null;
  return citations.map((citation) => {
    const cited = byId.get(citation.sourceId ?? "");
    const locator = citation.locator?.trim() ?? "";
    const start = prefixed(citation);
    const at = locator === "" ? [] : [{ text: pagesPart(locator, words) }];
    const say = (runs: readonly TextRun[]) =>
      wrap(citation, [...(start === "" ? [] : [{ text: start }]), ...runs]);
    if (cited === undefined) return say(joinParts([[{ text: `[${words.unknown}]` }], at], ", "));
    const { id, source } = cited;
    const isInNote = citation.noteId !== null;
    const isAgain = isInNote && lastInNote === id;
    const isKnown = !isInNote || known.has(id);
    if (isInNote) {
      known.add(id);
      lastInNote = id;
    }
    if (isAgain) return say(joinParts([[{ text: words.same }], at], ", "));
    if (!isKnown) return say(noteEntry(source, words, { isTurned: false, locator }));
    const creators = creatorsOf(source);
    const name = creators.length === 0 ? "" : shortNames(creators, words);
    return say(joinParts([shortNote(source, words, name), at], ", "));
  });
}

/** In a note they follow each other; in the text itself a bracket keeps them apart from it. */
function wrap(citation: FoundCitation, runs: readonly TextRun[]): TextRun[] {
  if (citation.noteId === null) return framed(citation, runs);
  return [...(citation.followsAnother ? [{ text: "; " }] : []), ...runs];
}
