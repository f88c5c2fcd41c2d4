/** A source as its form holds it, and as CSL-JSON. */
import type { CslDate, CslItem, CslName } from "@istmo/contracts";

/** What papers of this house cite, each with the fields that matter for it. */
export const sourceKinds = {
  report: ["author", "title", "date", "publisher", "publisher-place", "number", "URL", "accessed"],
  document: ["authority", "title", "number", "date", "URL"],
  treaty: ["title", "date", "container-title", "volume", "issue", "URL"],
  legislation: ["title", "number", "jurisdiction", "date", "container-title", "URL"],
  "article-journal": [
    "author",
    "title",
    "container-title",
    "volume",
    "issue",
    "page",
    "date",
    "DOI",
  ],
  book: ["author", "editor", "title", "edition", "date", "publisher", "publisher-place", "ISBN"],
  chapter: [
    ...["author", "title", "container-title", "editor", "page", "date"],
    ...["publisher", "publisher-place"],
  ],
  webpage: ["author", "title", "container-title", "date", "URL", "accessed"],
  "article-newspaper": ["author", "title", "container-title", "date", "page", "URL"],
} as const satisfies Partial<Record<CslItem["type"], readonly string[]>>;
export type SourceKind = keyof typeof sourceKinds;
export type SourceField = (typeof sourceKinds)[SourceKind][number];

export const kindsInOrder = Object.keys(sourceKinds) as SourceKind[];

export function isSourceKind(type: string): type is SourceKind {
  return Object.hasOwn(sourceKinds, type);
}

/** The fields that a form shows; of a type that it does not know, those of a report. */
export function fieldsOf(type: string): readonly SourceField[] {
  return sourceKinds[isSourceKind(type) ? type : "report"];
}

export interface SourceDraft {
  readonly type: CslItem["type"];
  readonly fields: Readonly<Partial<Record<SourceField, string>>>;
}

const names = ["author", "editor"] as const;
const isName = (field: SourceField): field is (typeof names)[number] =>
  names.some((name) => name === field);

export const emptyDraft: SourceDraft = { type: "report", fields: {} };

export function draftOf(csl: CslItem): SourceDraft {
  const fields: Partial<Record<SourceField, string>> = {};
  for (const field of fieldsOf(csl.type)) {
    if (isName(field)) fields[field] = (csl[field] ?? []).map(writeName).join("\n");
    else if (field === "date") fields[field] = writeDate(csl.issued);
    else if (field === "accessed") fields[field] = writeDate(csl.accessed);
    else fields[field] = csl[field] ?? "";
  }
  return { type: csl.type, fields };
}

/** The source with what the form says; what the form does not show stays as it was. */
export function cslOf({ type, fields }: SourceDraft, before: CslItem | null): CslItem {
  const made: Record<string, unknown> = { ...before, type };
  for (const field of fieldsOf(type)) {
    const written = (fields[field] ?? "").trim();
    const name = field === "date" ? "issued" : field;
    const value = valueOf(field, written);
    if (value === null) delete made[name];
    else made[name] = value;
  }
  return made as CslItem;
}

function valueOf(field: SourceField, written: string): unknown {
  if (written === "") return null;
  if (isName(field)) return readNames(written);
  return field === "date" || field === "accessed" ? readDate(written) : written;
}

function writeName({ literal, family, given, ...more }: CslName): string {
  const particle = more["non-dropping-particle"] ?? more["dropping-particle"];
  if (literal !== undefined) return literal;
  return [[particle, family].filter(Boolean).join(" "), given].filter(Boolean).join(", ");
}

/** One name on a line: "Pérez, Ana" is a person, everything else a body. */
function readNames(written: string): CslName[] {
  return written
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [family = "", given = ""] = line.split(",").map((part) => part.trim());
      return given === "" || family === "" ? { literal: line } : { family, given };
    });
}

function writeDate(date: CslDate | undefined): string {
  const parts = date?.["date-parts"]?.[0];
  if (parts === undefined) return date?.literal ?? "";
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

/** "2024", "2024-05", "2024-05-03"; everything else as it is written. */
function readDate(written: string): CslDate {
  const found = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(written);
  if (found === null) return { literal: written };
  const parts = found.slice(1).flatMap((part) => (part === undefined ? [] : [Number(part)]));
  return { "date-parts": [parts] as unknown as NonNullable<CslDate["date-parts"]> };
}
