/**
 * The comment matrix of a round: a row for each comment that was submitted, with the office's
 * response and what became of it. Several people work on it at once: every act names the `version`
 * of the row that its author saw, and is answered 409 `stale_version` where somebody was quicker.
 *
 *     GET   rounds/:id/matrix             matrixQuery  → matrixPage, in the order of the matrix
 *     GET   matrix-rows/:id                            → matrixRowDetail, with its paragraph
 *     POST  matrix-rows/:id/draft         draftRow     → matrixRow
 *     POST  matrix-rows/:id/answer        answerRow    → matrixRow
 *     POST  matrix-rows/:id/contest       contestRow   → matrixRow
 *     POST  matrix-rows/:id/settle        settleRow    → matrixRow
 *     POST  matrix-rows/:id/close         closeRow     → matrixRow
 *     POST  matrix-rows/:id/withdraw      changeRow    → matrixRow
 *     POST  rounds/:id/finish-matrix      finishMatrix → matrixStanding
 *     POST  rounds/:id/matrix/export      exportMatrix → a Word or spreadsheet file
 *     POST  rounds/:id/matrix/import      importMatrix, the file as the body → matrixImport
 */
import { commentKinds, dispositions, stateMachines } from "@istmo/domain";
import { z } from "zod";
import {
  cleanText,
  id,
  language,
  listQuery,
  localText,
  personRef,
  rowVersion,
  text,
} from "./common.ts";
import { observationLength, partSubject } from "./rounds.ts";

/** Characters of a response, and of a reason, a contest and a note of a change. */
export const responseLength = observationLength;
export const rowReasonLength = 4000;

/** Text of 0 to `max` characters. */
const optionalText = (max: number) =>
  z
    .string()
    .max(100_000)
    .overwrite(cleanText)
    .refine((it) => [...it].length <= max, { error: `0..${max}` });

/** Who sees to a change: a centre, the regional office as an organisation, or a person. */
export const responsibleSubject = z.string().regex(/^(organisation|centre|person):[\w.-]{1,64}$/);

const disposition = z.enum(dispositions);
const at = z.iso.datetime();

export const matrixRow = z.object({
  id,
  roundId: id,
  /** Who says it: "organisation:<id>", or "person:<id>" in their own name. */
  subject: partSubject,
  label: localText,
  /** Null on the paper as a whole. */
  blockId: z.string().nullable(),
  paragraph: z.int().nullable(),
  sectionId: z.string().nullable(),
  /** Of the frozen text. */
  quote: z.string(),
  observation: z.string(),
  proposedText: z.string().nullable(),
  kind: z.enum(commentKinds),
  state: z.enum(stateMachines.comment.states),
  submittedAt: at,
  /**
   * Until the row has been answered, response, responsible and who wrote them are known to those
   * who may read the paper's draft alone; to everybody else they are empty.
   */
  response: z.string(),
  responsible: z.object({ subject: responsibleSubject, label: localText }).nullable(),
  respondedBy: personRef.nullable(),
  respondedAt: at.nullable(),
  disposition: disposition.nullable(),
  reason: z.string(),
  decidedBy: personRef.nullable(),
  decidedAt: at.nullable(),
  /** Why the answer was contested, and what it was. Who contested speaks for the participant. */
  contest: z
    .object({ text: z.string(), at, disposition: disposition.nullable(), reason: z.string() })
    .nullable(),
  /** By whom of the head's post it was settled; the answer of the row is then final. */
  settlement: z.object({ by: personRef, at }).nullable(),
  /** Where in the text the change that was promised stands. */
  changeNote: z.string(),
  /** It has been dealt with, and keeps the paper from its next stage no longer. */
  isDone: z.boolean(),
  version: rowVersion,
  abilities: z.object({
    respond: z.boolean(),
    answer: z.boolean(),
    contest: z.boolean(),
    settle: z.boolean(),
    close: z.boolean(),
    withdraw: z.boolean(),
  }),
});
export type MatrixRow = z.infer<typeof matrixRow>;

export const matrixQuery = listQuery;

/** How the matrix stands, of the rows that one may read. */
export const matrixStanding = z.object({
  roundState: z.enum(stateMachines.round.states),
  /** That of the round, which finishing names. */
  roundVersion: rowVersion,
  rows: z.int(),
  /** Not dealt with, the contested ones among them. */
  open: z.int(),
  contested: z.int(),
  canFinish: z.boolean(),
});
export type MatrixStanding = z.infer<typeof matrixStanding>;

export const matrixPage = z.object({
  items: z.array(matrixRow),
  nextCursor: z.string().nullable(),
  standing: matrixStanding,
  /** Headings of the frozen original; empty on the pages after the first. */
  sections: z.array(z.object({ id, heading: z.string() })),
  /** To whom a change can be given, besides to oneself; empty for those who write no response. */
  owners: z.array(z.object({ subject: responsibleSubject, label: localText })),
  abilities: z.object({
    /** Whether the matrix may leave the house as a file. */
    export: z.enum(["yes", "with_reason", "no"]),
    /** Whether a filled file is read back. */
    import: z.boolean(),
  }),
});
export type MatrixPage = z.infer<typeof matrixPage>;

export const matrixRowDetail = matrixRow.extend({
  /** The paragraph as it was frozen; null on the paper as a whole, and where it cannot be read. */
  frozenText: z.string().nullable(),
  /**
   * The paragraph in the text of today, for those who may read it: whether it still is what was
   * commented on. Null for everybody else; `text` is null where it has been taken out.
   */
  live: z.object({ editionId: id, isSame: z.boolean(), text: z.string().nullable() }).nullable(),
});
export type MatrixRowDetail = z.infer<typeof matrixRowDetail>;

const responsible = responsibleSubject.nullable();

export const draftRow = z.object({
  version: rowVersion,
  response: optionalText(responseLength),
  responsible,
});
export const answerRow = z.object({
  version: rowVersion,
  disposition,
  reason: optionalText(rowReasonLength).default(""),
  /** Left out: as they were drafted. */
  response: optionalText(responseLength).optional(),
  responsible: responsible.optional(),
});
export const contestRow = z.object({ version: rowVersion, text: text(rowReasonLength) });
export const settleRow = z.object({
  version: rowVersion,
  disposition,
  reason: text(rowReasonLength),
});
export const closeRow = z.object({
  version: rowVersion,
  /** Where the change stands, when it is not in the paragraph that was commented on. */
  changeNote: optionalText(rowReasonLength).default(""),
});
export const finishMatrix = z.object({ version: rowVersion });

export const matrixFormats = ["docx", "xlsx"] as const;
export type MatrixFormat = (typeof matrixFormats)[number];
export const exportMatrix = z.object({
  format: z.enum(matrixFormats),
  language,
  /** Asked for where an export of the paper asks for one. */
  reason: text(rowReasonLength).optional(),
});
export type ExportMatrix = z.input<typeof exportMatrix>;

/** Bytes of a filled file as it is uploaded. */
export const matrixFileBytes = 3 * 1024 * 1024;
export const matrixFileTypes = [
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
] as const;

/**
 * Without `take` nothing is changed: the answer says what would be. With it, the SHA-256 of the file
 * that was looked at has to be given, so that no other is taken.
 */
export const importMatrix = z.object({
  take: z.enum(["true", "false"]).default("false"),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** Why a row of a file is not taken, besides the refusals of the row itself. */
export const importRefusals = [
  "added",
  "foreign",
  "repeated",
  "changed_since",
  "emptied",
  "unknown_disposition",
  "disposition_missing",
  "too_long",
] as const;
export type ImportRefusal = (typeof importRefusals)[number];

const importedRow = z.object({
  /** Which row of the file's table it is, from 1. */
  line: z.int(),
  /** Null where it is no row of this matrix that one may read. */
  rowId: id.nullable(),
  paragraph: z.int().nullable(),
  label: localText.nullable(),
  /** Of the file, to show which row is meant. */
  observation: z.string(),
  verdict: z.enum(["taken", "unchanged", "refused"]),
  /** Of `importRefusals`, or a code of an error; null where it is not refused. */
  refusal: z.string().nullable(),
  /** What the file says otherwise than the row. */
  changes: z.object({
    response: z.string().optional(),
    disposition: disposition.optional(),
    reason: z.string().optional(),
  }),
  /** Cells that were emptied; what the row says there stays. */
  keeps: z.array(z.enum(["response", "disposition", "reason"])),
});
export type ImportedRow = z.infer<typeof importedRow>;

export const matrixImport = z.object({
  /** Of the file. */
  sha256: z.string(),
  format: z.enum(matrixFormats),
  /** Whether it has been taken, or only looked at. */
  isTaken: z.boolean(),
  /** Its rows stand in another order than those of the matrix, which does not matter. */
  isReordered: z.boolean(),
  /** Rows of the matrix that the file does not hold. */
  missing: z.int(),
  rows: z.array(importedRow),
});
export type MatrixImport = z.infer<typeof matrixImport>;
