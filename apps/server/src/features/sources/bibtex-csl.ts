/** BibTeX entries as CSL-JSON and back. */
import { cslTypes, type CslDate, type CslItem, type CslName } from "@istmo/contracts";
import { fromLatex, toLatex } from "./latex.ts";
import type { BibtexEntry } from "./read-bibtex.ts";

type CslType = CslItem["type"];

const typesOfBibtex: Readonly<Record<string, CslType>> = {
  article: "article-journal",
  book: "book",
  mvbook: "book",
  booklet: "pamphlet",
  collection: "book",
  conference: "paper-conference",
  dataset: "dataset",
  electronic: "webpage",
  inbook: "chapter",
  incollection: "chapter",
  inproceedings: "paper-conference",
  jurisdiction: "legal_case",
  legislation: "legislation",
  legal: "treaty",
  manual: "report",
  mastersthesis: "thesis",
  news: "article-newspaper",
  online: "webpage",
  periodical: "periodical",
  phdthesis: "thesis",
  proceedings: "book",
  report: "report",
  software: "software",
  standard: "standard",
  techreport: "report",
  thesis: "thesis",
  treaty: "treaty",
  unpublished: "manuscript",
  www: "webpage",
};

const bibtexOfTypes: Partial<Record<CslType, string>> = {
  "article-journal": "article",
  "article-magazine": "article",
  "article-newspaper": "news",
  book: "book",
  chapter: "incollection",
  dataset: "dataset",
  legal_case: "jurisdiction",
  legislation: "legislation",
  manuscript: "unpublished",
  "paper-conference": "inproceedings",
  pamphlet: "booklet",
  periodical: "periodical",
  report: "report",
  software: "software",
  standard: "standard",
  thesis: "thesis",
  treaty: "treaty",
  webpage: "online",
};

/** One entry as CSL-JSON, not yet checked. */
export function toCsl({ type, fields }: BibtexEntry): Record<string, unknown> {
  const field = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = fromLatex(fields.get(name) ?? "");
      if (value !== "") return value;
    }
    return undefined;
  };
  const people = (name: string) => {
    const names = readNames(fields.get(name) ?? "");
    return names.length === 0 ? undefined : names;
  };
  const url = field("url") ?? /https?:\/\/\S+/.exec(field("howpublished") ?? "")?.[0];
  const isArticle = type === "article" || type === "news";
  const title = field("title");
  const subtitle = field("subtitle");
  const entryType = field("entrysubtype");
  const known = cslTypes.find((one) => one === entryType);
  return defined({
    type: known ?? typesOfBibtex[type] ?? (url !== undefined ? "webpage" : "document"),
    title: subtitle === undefined ? title : `${title ?? ""}: ${subtitle}`,
    "title-short": field("shorttitle"),
    author: people("author"),
    editor: people("editor"),
    translator: people("translator"),
    issued: readDate(field("date") ?? "") ?? datedBy(field("year"), field("month"), field("day")),
    accessed: readDate(field("urldate") ?? ""),
    "container-title": field("journaltitle", "journal", "booktitle", "maintitle"),
    "collection-title": field("series"),
    volume: field("volume"),
    issue: isArticle ? field("number", "issue") : field("issue"),
    number: isArticle ? field("eid") : field("number"),
    page: field("pages")?.replace(/\s*[–—]\s*/g, "-"),
    edition: field("edition"),
    publisher: field("publisher", "institution", "organization", "school"),
    "publisher-place": field("location", "address"),
    "event-title": field("eventtitle"),
    genre: field("type"),
    language: field("langid", "language"),
    note: field("note"),
    DOI: field("doi")?.replace(/^https?:\/\/(?:dx\.)?doi\.org\//i, ""),
    ISBN: field("isbn"),
    ISSN: field("issn"),
    URL: url,
  });
}

function defined(item: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

/** Names are parted by "and" outside of braces. */
function readNames(written: string): CslName[] {
  const names: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < written.length; at += 1) {
    if (written[at] === "{") depth += 1;
    else if (written[at] === "}") depth -= 1;
    const parting = depth === 0 ? /^\s+and\s+/i.exec(written.slice(at, at + 8)) : null;
    if (parting === null) continue;
    names.push(written.slice(start, at));
    at += parting[0].length - 1;
    start = at + 1;
  }
  names.push(written.slice(start));
  return names.flatMap((name) => {
    const read = readName(name.trim());
    return read === null ? [] : [read];
  });
}

function readName(written: string): CslName | null {
  // A body stands in braces of its own: {Naciones Unidas}.
  if (/^\{[^{}]*\}$/.test(written) && !written.startsWith("{\\"))
    return literal(fromLatex(written));
  const parts = written.split(",").map((part) => fromLatex(part));
  const [first = "", second = "", third] = parts;
  if (parts.length === 1) {
    const words = first.split(" ");
    if (words.length === 1) return literal(first);
    const family = words.findIndex((word, index) => index > 0 && /^\p{Ll}/u.test(word));
    const cut = family > 0 ? family : words.length - 1;
    return person(words.slice(cut).join(" "), words.slice(0, cut).join(" "));
  }
  return third === undefined
    ? person(first, second)
    : { ...person(first, third), ...(second === "" ? {} : { suffix: second }) };
}

const literal = (name: string): CslName | null => (name === "" ? null : { literal: name });
const person = (family: string, given: string): CslName =>
  given === "" ? { literal: family } : { family, given };

/** "2024", "2024-05", "2024-05-03", or a span of two parted by a slash. */
export function readDate(written: string): CslDate | undefined {
  if (written === "") return undefined;
  const parts = written
    .split("/")
    .map((date) => /^(-?\d{1,4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?/.exec(date));
  const dates = parts.flatMap((found) => {
    if (found === null) return [];
    const numbers = found.slice(1).filter((part) => part !== undefined);
    return [numbers.map(Number)];
  });
  return dates.length === 0
    ? { literal: written }
    : { "date-parts": dates.slice(0, 2) as NonNullable<CslDate["date-parts"]> };
}

const monthNames = [
  ["january", "enero"],
  ["february", "febrero"],
  ["march", "marzo"],
  ["april", "abril"],
  ["may", "mayo"],
  ["june", "junio"],
  ["july", "julio"],
  ["august", "agosto"],
  ["september", "septiembre"],
  ["october", "octubre"],
  ["november", "noviembre"],
  ["december", "diciembre"],
] as const;

function datedBy(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): CslDate | undefined {
  if (year === undefined) return undefined;
  if (!/^-?\d{1,4}$/.test(year)) return { literal: year };
  const named = month?.toLowerCase() ?? "";
  const at = monthNames.findIndex((names) =>
    names.some((name) => named.length >= 3 && name.startsWith(named.slice(0, 3))),
  );
  const number = /^\d{1,2}$/.test(named) ? Number(named) : at + 1;
  const parts = [Number(year)];
  if (number >= 1 && number <= 12) {
    parts.push(number);
    if (/^\d{1,2}$/.test(day ?? "")) parts.push(Number(day));
  }
  return { "date-parts": [parts] as NonNullable<CslDate["date-parts"]> };
}

/** The sources as a BibLaTeX file. */
export function writeBibtex(
  sources: readonly { readonly key: string; readonly csl: CslItem }[],
): string {
  return sources.map(({ key, csl }) => writeEntry(key, csl)).join("\n");
}

function writeEntry(key: string, csl: CslItem): string {
  const type = bibtexOfTypes[csl.type] ?? "misc";
  const isArticle = type === "article" || type === "news";
  const container = isArticle ? "journaltitle" : "booktitle";
  const institution = type === "report" || type === "thesis" ? "institution" : "publisher";
  const fields: [string, string | undefined][] = [
    ["author", writeNames(csl.author)],
    ["editor", writeNames(csl.editor)],
    ["translator", writeNames(csl.translator)],
    ["title", text(csl.title)],
    ["shorttitle", text(csl["title-short"])],
    [container, text(csl["container-title"])],
    ["series", text(csl["collection-title"])],
    ["date", writeDate(csl.issued)],
    ["volume", text(csl.volume)],
    ["number", text(isArticle ? csl.issue : csl.number)],
    ["pages", text(csl.page?.replace(/-/g, "--"))],
    ["edition", text(csl.edition)],
    [institution, text(csl.publisher ?? csl.authority)],
    ["location", text(csl["publisher-place"])],
    ["eventtitle", text(csl["event-title"])],
    ["type", text(csl.genre)],
    ["entrysubtype", bibtexOfTypes[csl.type] === undefined ? csl.type : undefined],
    ["langid", text(csl.language)],
    ["note", text(csl.note)],
    ["doi", csl.DOI],
    ["isbn", csl.ISBN],
    ["issn", csl.ISSN],
    ["url", csl.URL],
    ["urldate", writeDate(csl.accessed)],
  ];
  const lines = fields.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name} = {${value}},\n`],
  );
  return `@${type}{${key.normalize("NFD").replace(/[^\w:.+/-]/g, "")},\n${lines.join("")}}\n`;
}

const text = (value: string | undefined) => (value === undefined ? undefined : toLatex(value));

function writeNames(names: readonly CslName[] | undefined): string | undefined {
  if (names === undefined || names.length === 0) return undefined;
  return names
    .map((name) => {
      if (name.literal !== undefined) return `{${toLatex(name.literal)}}`;
      const particle = name["non-dropping-particle"] ?? name["dropping-particle"];
      const family = [particle, name.family].filter((part) => part !== undefined).join(" ");
      const parts = [family, name.suffix, name.given].filter((part) => part !== undefined);
      return parts.map(toLatex).join(", ");
    })
    .join(" and ");
}

function writeDate(date: CslDate | undefined): string | undefined {
  if (date === undefined) return undefined;
  return (
    date["date-parts"]
      ?.map((parts) => parts.map((part) => String(part).padStart(2, "0")).join("-"))
      .join("/") ?? text(date.literal)
  );
}
