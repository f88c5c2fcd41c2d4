/** Who may open a paper, its classification, and taking it out as a file. */
import { editionRoles } from "@istmo/domain";
import { z } from "zod";
import { day, id, language, personRef, rowVersion } from "./common.ts";
import { reason } from "./administration.ts";
import { classification } from "./people.ts";

/** "person:<id>", "centre:<id>", "organisation:<id>" or "post:<role>@<centre, organisation or office>". */
export const shareSubject = z.string().regex(/^(person|centre|organisation|post):[\w@.-]{1,140}$/);

export const share = z.object({
  id,
  subject: z.string(),
  /** The name of a person, or null for what the page names by itself. */
  name: z.string().nullable(),
  level: z.enum(editionRoles),
  /** The last day on which it holds, in the office's time zone. */
  expiresOn: day.nullable(),
  hasExpired: z.boolean(),
  sharedBy: personRef,
  createdAt: z.iso.datetime(),
  version: rowVersion,
});
export type Share = z.infer<typeof share>;

/** Who may open the paper: by their posts, and by shares. For those who may share it. */
export const paperAccess = z.object({
  shares: z.array(share),
  /** Everybody who can open it today, with what they may do and why. */
  people: z.array(
    personRef.extend({
      role: z.enum(editionRoles),
      through: z.enum(["post", "share"]),
    }),
  ),
});
export type PaperAccess = z.infer<typeof paperAccess>;

/** A day that a database can hold. */
const lastDay = day.refine((it) => it >= "1970-01-01" && it < "9000-01-01");

export const addShare = z.object({
  subject: shareSubject,
  level: z.enum(editionRoles),
  expiresOn: lastDay.nullable().default(null),
});
export const changeShare = z.object({
  version: rowVersion,
  level: z.enum(editionRoles).optional(),
  expiresOn: lastDay.nullable().optional(),
});

export const classifyPaper = z.object({
  version: rowVersion,
  to: classification,
  reason: reason.optional(),
});

/** What a file may be; all of them carry the marking. */
export const exportFormats = ["html", "markdown", "text"] as const;
export type ExportFormat = (typeof exportFormats)[number];
/** What becomes of suggestions: marked, as if accepted, or as if rejected. */
export const exportSuggestions = ["markup", "final", "original"] as const;
export type ExportSuggestions = (typeof exportSuggestions)[number];

export const exportEdition = z.object({
  reason: reason.optional(),
  language: language.optional(),
  format: z.enum(exportFormats).default("html"),
  suggestions: z.enum(exportSuggestions).default("markup"),
});
