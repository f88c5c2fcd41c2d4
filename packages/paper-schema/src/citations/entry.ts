/** One source, described in full: as it stands in the list of sources, or in a note. */
import { isSafeHref } from "../links.ts";
import type { CslMoment, CslSource, TextRun } from "./csl.ts";
import { creatorsOf, isByEditors, listNames } from "./names.ts";
import type { CitationWords } from "./words.ts";

export type Part = readonly TextRun[];

const plain = (text: string): Part => [{ text }];
const italic = (text: string): Part => [{ text, isItalic: true }];

/** What appears within something larger: its title stands in quotation marks. */
const contained: ReadonlySet<string> = new Set([
  "article-journal",
  "article-magazine",
  "article-newspaper",
  "chapter",
  "entry",
  "entry-dictionary",
  "entry-encyclopedia",
  "paper-conference",
  "post",
  "post-weblog",
  "webpage",
]);
/** What is known by its name, which is set like any other. */
const named: ReadonlySet<string> = new Set([
  "bill",
  "legal_case",
  "legislation",
  "regulation",
  "treaty",
]);
/** What is dated to the day. */
const dated: ReadonlySet<string> = new Set([
  "article-magazine",
  "article-newspaper",
  "bill",
  "broadcast",
  "document",
  "hearing",
  "interview",
  "legal_case",
  "legislation",
  "personal_communication",
  "post",
  "post-weblog",
  "regulation",
  "speech",
  "treaty",
  "webpage",
]);

export function titlePart(source: CslSource, words: CitationWords, title = source.title): Part {
  if (contained.has(source.type)) {
    const [opening, closing] = words.quotes;
    return plain(`${opening}${title}${closing}`);
  }
  return named.has(source.type) ? plain(title) : italic(title);
}

/** Whether the names stand at the beginning, and how. */
export function creatorsPart(
  source: CslSource,
  words: CitationWords,
  options: { readonly isTurned: boolean },
): string {
  const people = creatorsOf(source);
  if (people.length === 0) return "";
  const names = listNames(people, words, options);
  return isByEditors(source) ? `${names} (${words.editor[people.length > 1 ? 1 : 0]})` : names;
}

/** "2024", "2023–2024", "s. f." */
export function yearOf(source: CslSource, words: CitationWords): string {
  const { issued } = source;
  const years = (issued?.["date-parts"] ?? []).map((parts) => String(parts[0] ?? ""));
  if (years.length > 0) return [...new Set(years)].join("–");
  return issued?.literal ?? words.undated;
}

/** As exactly as it is known. */
export function dateOf(date: CslMoment | undefined, words: CitationWords): string {
  const parts = date?.["date-parts"]?.[0];
  if (parts === undefined) return date?.literal ?? "";
  const [year = "", month, day] = parts;
  return words.date({
    year: String(year),
    month: month === undefined ? "" : (words.months[month - 1] ?? ""),
    day: day === undefined ? "" : String(day),
  });
}

export function pagesPart(page: string, words: CitationWords): string {
  const pages = page.replace(/\s*[-–]+\s*/g, "–");
  return /^[\divxlc–, ]+$/i.test(pages)
    ? `${words.page[/[–,]/.test(pages) ? 1 : 0]} ${pages}`
    : page;
}

/** Where it appeared, by whom it was edited and translated, and which of several it is. */
function within(source: CslSource, words: CitationWords): Part[] {
  const parts: Part[] = [];
  const { edition, volume, issue, number } = source;
  const container = source["container-title"];
  if (container !== undefined) {
    const isSection = source.type === "chapter" || source.type === "paper-conference";
    const { editor = [] } = source;
    const isEdited = isSection && editor.length > 0 && !isByEditors(source);
    const by = isEdited
      ? `${listNames(editor, words, { isTurned: false })} (${words.editor[editor.length > 1 ? 1 : 0]}), `
      : "";
    parts.push([
      ...(isSection ? plain(`${words.within} ${by}`) : []),
      { text: container, isItalic: true },
    ]);
  }
  if (source.translator !== undefined && source.translator.length > 0)
    parts.push(
      plain(`${words.translator} ${listNames(source.translator, words, { isTurned: false })}`),
    );
  if (edition !== undefined) parts.push(plain(words.edition(edition)));
  if (volume !== undefined) parts.push(plain(`${words.volume} ${volume}`));
  if (issue !== undefined) parts.push(plain(`${words.issue} ${issue}`));
  if (source.genre !== undefined) parts.push(plain(source.genre));
  if (number !== undefined) parts.push(plain(number));
  const collection = source["collection-title"];
  if (collection !== undefined)
    parts.push(
      plain([collection, source["collection-number"]].filter((it) => it !== undefined).join(", ")),
    );
  if (source["event-title"] !== undefined) parts.push(plain(source["event-title"]));
  if (source.jurisdiction !== undefined) parts.push(plain(source.jurisdiction));
  return parts;
}

/** Where it can be looked up; `available` opens it, where it is not a DOI. */
function whereToFind(source: CslSource, words: CitationWords, available: string): Part {
  const { DOI, URL } = source;
  const href = DOI === undefined ? URL : `https://doi.org/${DOI}`;
  if (href === undefined || !isSafeHref(href)) return [];
  const accessed = DOI === undefined ? dateOf(source.accessed, words) : "";
  return [
    ...(DOI === undefined ? plain(`${available} `) : []),
    { text: href, href },
    ...(accessed === "" ? [] : plain(` (${words.accessed(accessed)})`)),
  ];
}

/** Parts with a sign between, none of them doubled at the end of a part. */
export function joinParts(parts: readonly Part[], sign: string): TextRun[] {
  const runs: TextRun[] = [];
  for (const part of parts) {
    if (part.length === 0) continue;
    const before = runs.at(-1)?.text ?? "";
    if (runs.length > 0) {
      const isClosed = sign.startsWith(".") && /[.?!…][»”)]?$/.test(before);
      runs.push({ text: isClosed ? sign.slice(1) : sign });
    }
    runs.push(...part);
  }
  return runs;
}

/** In the list, by author and date: "UNODC (2024). Title. Vienna: United Nations. Available at …" */
export function authorDateEntry(
  source: CslSource,
  words: CitationWords,
  { letter }: { readonly letter: string },
): TextRun[] {
  const creators = creatorsPart(source, words, { isTurned: true });
  const exact = dated.has(source.type) ? dateOf(source.issued, words) : "";
  const year = yearOf(source, words);
  const date = `(${letter === "" && exact.length > year.length ? exact : `${year}${letter}`})`;
  const title = titlePart(source, words);
  const head: Part =
    creators === "" ? [...title, { text: ` ${date}` }] : plain(`${creators} ${date}`);
  const details = joinParts(within(source, words), ", ");
  const published = [source["publisher-place"], publisherOf(source)].filter(isSaid).join(": ");
  const pages = source.page === undefined ? "" : pagesPart(source.page, words);
  const found = whereToFind(source, words, words.available);
  const isJournal = details.length > 0 && pages !== "";
  const parts: Part[] = [
    head,
    ...(creators === "" ? [] : [title]),
    isJournal ? [...details, { text: `, ${pages}` }] : details,
    published === "" ? [] : plain(published),
    isJournal || pages === "" ? [] : plain(pages),
    found,
  ];
  return ended(joinParts([head, ...parts.slice(1).map(capitalised)], ". "));
}

/** In a note: "UNODC, Title (Vienna, United Nations, 2024)"; in the list the first name is turned. */
export function noteEntry(
  source: CslSource,
  words: CitationWords,
  { isTurned, locator = "" }: { readonly isTurned: boolean; readonly locator?: string },
): TextRun[] {
  const creators = creatorsPart(source, words, { isTurned });
  const exact = dated.has(source.type) ? dateOf(source.issued, words) : "";
  const date = exact === "" ? yearOf(source, words) : exact;
  const published = [source["publisher-place"], publisherOf(source), date].filter(isSaid);
  const found = whereToFind(source, words, words.available.toLowerCase());
  const head = joinParts(
    [creators === "" ? [] : plain(creators), titlePart(source, words), ...within(source, words)],
    ", ",
  );
  // The page that is meant stands for the pages from where to where.
  const pages = locator === "" ? (source.page ?? "") : locator;
  const where = pages === "" ? [] : plain(pagesPart(pages, words));
  return joinParts([[...head, { text: ` (${published.join(", ")})` }], where, found], ", ");
}

/** In a later note: who and what, in short. */
export function shortNote(source: CslSource, words: CitationWords, creators: string): TextRun[] {
  const title = titlePart(source, words, source["title-short"] ?? source.title.split(": ")[0]);
  return joinParts([creators === "" ? [] : plain(creators), title], ", ");
}

function capitalised(part: Part): Part {
  const [first, ...rest] = part;
  if (first === undefined || first.href !== undefined) return part;
  return [{ ...first, text: first.text.charAt(0).toUpperCase() + first.text.slice(1) }, ...rest];
}

/** Who issued it is not named twice. */
function publisherOf(source: CslSource): string | undefined {
  const { publisher } = source;
  return creatorsOf(source).some(({ literal }) => literal === publisher) ? undefined : publisher;
}

const isSaid = (text: string | undefined): text is string => text !== undefined && text !== "";

function ended(runs: TextRun[]): TextRun[] {
  const last = runs.at(-1)?.text ?? "";
  return /[.?!…]$/.test(last) ? runs : [...runs, { text: "." }];
}
