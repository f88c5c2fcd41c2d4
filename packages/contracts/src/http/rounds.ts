/**
 * Review rounds: organisations, and persons in their own name, are asked for their comments on a
 * frozen version until an hour. Each submits one position; those of the others are not sent to
 * anybody but the office before the round closes.
 *
 *     GET   rounds                        roundsQuery  → page(round), those that I may see
 *     GET   papers/:id/rounds                          → page(round), newest first
 *     POST  papers/:id/rounds             openRound    → round (201)
 *     GET   rounds/:id                                 → round
 *     GET   rounds/:id/text               roundTextQuery → roundText, as it was frozen
 *     GET   rounds/:id/comments                        → page(roundComment), those that I may read
 *     POST  rounds/:id/comments           draftComment → roundComment (201)
 *     PATCH round-comments/:id            editComment  → roundComment
 *     POST  round-comments/:id/drop       changeRow    → roundComment
 *     POST  rounds/:id/submit             submitToRound → round
 *     POST  rounds/:id/extend             extendRound  → round
 *     POST  rounds/:id/invite | reopen    changePart   → round
 *     POST  rounds/:id/remove             removePart   → round
 *     POST  rounds/:id/close              closeRound   → round
 *     POST  rounds/:id/cancel             cancelRound  → round
 */
import { commentKinds, roundScopes, stateMachines } from "@istmo/domain";
import { z } from "zod";
import {
  cleanLine,
  day,
  id,
  language,
  listQuery,
  localText,
  personRef,
  rowVersion,
  text,
  typedText,
} from "./common.ts";
import { classification } from "./people.ts";
import { bibliographySource } from "./sources.ts";

/** Characters of the questions of a round, of its summary, and of a reason. */
export const roundTextLength = 4000;
/** Characters of one observation, and of the wording that it proposes. */
export const observationLength = 8000;
/** Organisations and persons that one round asks. */
export const participantsPerRound = 100;
/** Comments that one participant drafts in a round. */
export const commentsPerPart = 500;

/** Who takes part: "organisation:<id>", or "person:<id>" in their own name. */
export const partSubject = z.string().regex(/^(organisation|person):[\w.-]{1,64}$/);

/** An hour on the clocks of a zone; the server makes the instant of it. */
export const localHour = z.object({
  day,
  hour: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  timeZone: z.string().regex(/^[A-Za-z][\w+/-]{0,63}$/),
});

/** Limits by their instant, and the zone in whose hours they are shown. */
const timeLimit = z.object({ at: z.iso.datetime(), timeZone: z.string() });

export const roundParticipant = z.object({
  subject: partSubject,
  label: localText,
  state: z.enum(["invited", "submitted", "removed"]),
  submittedAt: z.iso.datetime().nullable(),
  isLate: z.boolean(),
  hasNoComments: z.boolean(),
  /** Until when it has time. */
  until: z.iso.datetime(),
});

export const round = z.object({
  id,
  paperId: id,
  /** That of the paper. */
  title: typedText,
  classification,
  number: z.int(),
  state: z.enum(stateMachines.round.states),
  /** The frozen version, with its SHA-256: of the lines "<language> <sha256>" of its editions. */
  versionId: id,
  sha256: z.string(),
  languages: z.array(language),
  scope: z.enum(roundScopes),
  /** Of a round about what has changed: the blocks that may be commented on. */
  blockIds: z.array(z.string()),
  questions: z.string(),
  limit: timeLimit,
  openedBy: personRef,
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  summary: z.string().nullable(),
  /**
   * The office sees all; whoever takes part sees itself alone until the round closes, so that
   * nobody waits for the others to speak first.
   */
  participants: z.array(roundParticipant),
  progress: z
    .object({
      invited: z.int(),
      submitted: z.int(),
      waiting: z.int(),
      late: z.int(),
      removed: z.int(),
    })
    /** Null to whoever does not see all participants. */
    .nullable(),
  version: rowVersion,
  abilities: z.object({
    /** Whether the person reads the paper itself, besides being asked about its frozen text. */
    readPaper: z.boolean(),
    manage: z.boolean(),
    cancel: z.boolean(),
    /** The parts that the person takes, at whatever stage. */
    parts: z.array(partSubject),
    /** Those in which the person drafts comments now, and those for which they submit. */
    comment: z.array(partSubject),
    submit: z.array(partSubject),
  }),
});
export type Round = z.infer<typeof round>;

export const roundsQuery = listQuery.extend({
  state: z.enum(stateMachines.round.states).optional(),
});

export const openRound = z.object({
  limit: localHour,
  scope: z.enum(roundScopes),
  questions: text(roundTextLength),
  subjects: z.array(partSubject).max(participantsPerRound),
});
export type OpenRound = z.infer<typeof openRound>;

export const roundTextQuery = z.object({ language: language.optional() });
/** A frozen text: canonical JSON, of which `sha256` is the hash over UTF-8. */
export const roundText = z.object({
  language,
  title: z.string(),
  sha256: z.string(),
  canonical: z.string(),
  /** What it cites, as it stands today: whoever is asked may have no access to the paper's sources. */
  sources: z.array(bibliographySource.pick({ id: true, key: true, csl: true })),
});
export type RoundText = z.infer<typeof roundText>;

const blockId = z.string().regex(/^[\x21-\x7e]{1,64}$/);
const quote = z
  .string()
  .max(20_000)
  .overwrite(cleanLine)
  .refine((it) => [...it].length <= 500, { error: "0..500" });

export const roundComment = z.object({
  id,
  roundId: id,
  subject: partSubject,
  label: localText,
  /** Null on the paper as a whole. */
  blockId: z.string().nullable(),
  /** The number of the paragraph in the frozen version, the same in every language. */
  paragraph: z.int().nullable(),
  sectionId: z.string().nullable(),
  quote: z.string(),
  observation: z.string(),
  proposedText: z.string().nullable(),
  kind: z.enum(commentKinds),
  state: z.enum(stateMachines.comment.states),
  /** Who drafted it: known within the participant alone, null to everybody else. */
  author: personRef.nullable(),
  createdAt: z.iso.datetime(),
  version: rowVersion,
});
export type RoundComment = z.infer<typeof roundComment>;

export const draftComment = z.object({
  subject: partSubject,
  blockId: blockId.nullable().default(null),
  quote: quote.default(""),
  observation: text(observationLength),
  proposedText: text(observationLength).nullable().default(null),
  kind: z.enum(commentKinds).default("substantive"),
});
export type DraftComment = z.input<typeof draftComment>;

export const editComment = z.object({
  version: rowVersion,
  observation: text(observationLength),
  proposedText: text(observationLength).nullable(),
  kind: z.enum(commentKinds),
});
export const changeRow = z.object({ version: rowVersion });

/** All comments that are drafted and not dropped; or, in so many words, none. */
export const submitToRound = z.object({
  subject: partSubject,
  hasNoComments: z.boolean().default(false),
});

export const extendRound = z.object({
  version: rowVersion,
  limit: localHour,
  reason: text(roundTextLength),
  /** Null: for all. */
  subject: partSubject.nullable().default(null),
});
export const changePart = z.object({ version: rowVersion, subject: partSubject });
export const removePart = changePart.extend({ reason: text(roundTextLength) });
export const closeRound = z.object({
  version: rowVersion,
  summary: text(roundTextLength),
  reason: text(roundTextLength).optional(),
});
export const cancelRound = z.object({ version: rowVersion, reason: text(roundTextLength) });
