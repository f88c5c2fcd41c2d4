/** Action items as a spreadsheet: taken out, and read back. */
import { z } from "zod";
import { actionsFilter } from "./actions.ts";
import { id, language } from "./common.ts";

/** Rows of a sheet, at most; an export is cut there and says so. */
export const sheetRowsAtMost = 10_000;
/** Bytes of a file that is read. */
export const sheetBytes = 5 * 1024 * 1024;
export const sheetTypes = [
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "text/csv",
] as const;

export const exportActions = z.object({ ...actionsFilter.shape, language });
export const sheetTemplate = z.object({ language });

/** Looks at a file, or with `take` takes what was looked at: its SHA-256 says which. */
export const importActions = z.object({
  language,
  take: z.literal("true").optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** Why a row is not taken, besides the refusals of an item itself. */
export const sheetRefusals = [
  "title_missing",
  "too_long",
  "formula",
  "wrong_date",
  "unknown_priority",
  "unknown_place",
  "unknown_owner",
  "ambiguous_person",
  "unknown_helper",
  "repeated",
  "foreign",
] as const;
export type SheetRefusal = (typeof sheetRefusals)[number];

const importedLine = z.object({
  /** Of the file, from 1: as the spreadsheet numbers its rows. */
  line: z.int(),
  title: z.string(),
  verdict: z.enum(["created", "changed", "unchanged", "refused"]),
  /** Of `sheetRefusals`, or codes of errors: all that is wrong with the row. */
  refusals: z.array(z.string()),
});

/** Lines that an answer tells of, those refused first. */
export const linesToldAtMost = 300;

export const actionsImport = z.object({
  sha256: z.string(),
  isTaken: z.boolean(),
  counts: z.object({
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    refused: z.int(),
  }),
  /** Names what was changed, for whoever takes it back; items that were made stay. */
  actId: id.nullable(),
  lines: z.array(importedLine),
});
export type ActionsImport = z.infer<typeof actionsImport>;
