/**
 * The sources that a paper cites, as CSL-JSON.
 *
 *     GET   papers/:id/sources          listQuery → page of bibliographySource
 *     POST  papers/:id/sources          addSource     → bibliographySource (201)
 *     POST  papers/:id/sources/import   importSources → importedSources, all of them or none
 *     POST  papers/:id/sources/export   exportSources → a file
 *     PATCH sources/:id                 editSource    → bibliographySource
 *     POST  sources/:id/remove          changeSource  → bibliographySource
 *     POST  sources/:id/restore         changeSource  → bibliographySource
 */
import { z } from "zod";
import { cleanLine, id, line, rowVersion } from "./common.ts";

/** Sources of one paper. */
export const sourcesPerPaper = 2000;
/** Characters of a file of sources. */
export const importLength = 900_000;
/** Characters of one field of a source. */
export const cslFieldLength = 2000;
/** People or bodies in one role of one source. */
export const cslNamesAtMost = 100;

/** The types of CSL 1.0.2. */
export const cslTypes = [
  "article",
  "article-journal",
  "article-magazine",
  "article-newspaper",
  "bill",
  "book",
  "broadcast",
  "chapter",
  "classic",
  "collection",
  "dataset",
  "document",
  "entry",
  "entry-dictionary",
  "entry-encyclopedia",
  "event",
  "figure",
  "graphic",
  "hearing",
  "interview",
  "legal_case",
  "legislation",
  "manuscript",
  "map",
  "motion_picture",
  "musical_score",
  "pamphlet",
  "paper-conference",
  "patent",
  "performance",
  "periodical",
  "personal_communication",
  "post",
  "post-weblog",
  "regulation",
  "report",
  "review",
  "review-book",
  "software",
  "song",
  "speech",
  "standard",
  "thesis",
  "treaty",
  "webpage",
] as const;
export const cslType = z.enum(cslTypes);

/** Fields of CSL that are plain text. */
export const cslTextFields = [
  "title",
  "title-short",
  "container-title",
  "collection-title",
  "collection-number",
  "publisher",
  "publisher-place",
  "authority",
  "jurisdiction",
  "genre",
  "number",
  "volume",
  "issue",
  "page",
  "edition",
  "section",
  "event-title",
  "archive",
  "archive_location",
  "medium",
  "status",
  "references",
  "note",
  "language",
  "DOI",
  "ISBN",
  "ISSN",
  "URL",
] as const;

/** Fields of CSL that are people or bodies. */
export const cslNameFields = [
  "author",
  "editor",
  "translator",
  "container-author",
  "collection-editor",
  "director",
  "recipient",
  "interviewer",
] as const;

export const cslDateFields = ["issued", "accessed", "original-date", "event-date"] as const;

const within = z.string().max(20_000).overwrite(cleanLine);
const field = within.refine((it) => it.length > 0 && it.length <= cslFieldLength);
const address = within.refine((it) => it.length <= cslFieldLength && /^https?:\/\/\S+$/i.test(it), {
  error: "http | https",
});

export const cslName = z
  .object({
    family: line(300).optional(),
    given: line(300).optional(),
    suffix: line(50).optional(),
    "dropping-particle": line(50).optional(),
    "non-dropping-particle": line(50).optional(),
    /** A body, or a person whose name is one piece. */
    literal: line(500).optional(),
  })
  .refine((name) => name.literal !== undefined || name.family !== undefined, {
    error: "family | literal",
  });
export type CslName = z.infer<typeof cslName>;

const year = z.int().min(-3000).max(3000);
const datePart = z.union([
  z.tuple([year]),
  z.tuple([year, z.int().min(1).max(12)]),
  z.tuple([year, z.int().min(1).max(12), z.int().min(1).max(31)]),
]);
export const cslDate = z
  .object({
    /** One date, or the first and the last of a span. */
    "date-parts": z.array(datePart).min(1).max(2).optional(),
    /** As it is written, where it is no date. */
    literal: line(100).optional(),
  })
  .refine((date) => date["date-parts"] !== undefined || date.literal !== undefined, {
    error: "date-parts | literal",
  });
export type CslDate = z.infer<typeof cslDate>;

const each = <Name extends string, Shape extends z.ZodType>(names: readonly Name[], shape: Shape) =>
  Object.fromEntries(names.map((name) => [name, shape.optional()])) as Record<
    Name,
    z.ZodOptional<Shape>
  >;

/** One source; what is not named here is not kept. */
export const cslItem = z.object({
  type: cslType,
  ...each(cslTextFields, field),
  title: field,
  URL: address.optional(),
  ...each(cslNameFields, z.array(cslName).max(cslNamesAtMost)),
  ...each(cslDateFields, cslDate),
});
export type CslItem = z.infer<typeof cslItem>;

export const bibliographySource = z.object({
  id,
  paperId: id,
  /** What people call it, unique in the paper: "UNODC2024". */
  key: z.string(),
  csl: cslItem,
  /** Removed sources stay, so that what cites them still says what it cites. */
  isRemoved: z.boolean(),
  version: rowVersion,
  updatedAt: z.iso.datetime(),
  abilities: z.object({ edit: z.boolean() }),
});
export type BibliographySource = z.infer<typeof bibliographySource>;

export const sourceKey = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_:.+/-]{0,79}$/u);

export const addSource = z.object({ key: sourceKey.optional(), csl: cslItem });
export type AddSource = z.infer<typeof addSource>;

export const editSource = z.object({
  version: rowVersion,
  key: sourceKey.optional(),
  csl: cslItem,
});
export type EditSource = z.infer<typeof editSource>;

export const changeSource = z.object({ version: rowVersion });

export const sourceFormats = ["bibtex", "csl-json"] as const;
export type SourceFormat = (typeof sourceFormats)[number];

export const importSources = z.object({
  /** Found by what the text looks like where it is left out. */
  format: z.enum(sourceFormats).optional(),
  text: z.string().min(1).max(importLength),
});
export type ImportSources = z.infer<typeof importSources>;

/** What is wrong with one entry of a file; nothing of the file was taken. */
export const importProblems = ["unreadable", "no_title", "field_too_long", "invalid"] as const;
export interface ImportProblem {
  /** Counted from 1, in the order of the file. */
  readonly entry: number;
  readonly key: string | null;
  readonly problem: (typeof importProblems)[number];
  /** The line of the file where it begins, or the field. */
  readonly line?: number;
  readonly field?: string;
}

export const importedSources = z.object({
  added: z.int(),
  /** Those that the paper had already. */
  known: z.int(),
});
export type ImportedSources = z.infer<typeof importedSources>;

export const exportSources = z.object({ format: z.enum(sourceFormats) });
