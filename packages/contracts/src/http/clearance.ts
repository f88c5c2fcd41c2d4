/**
 * Clearance and the last steps of a paper: organisations answer to one frozen version, at the expert
 * and then at the policy level; what was cleared is sealed, and issued under a symbol.
 *
 *     GET   papers/:id/clearance                         → paperClearance, what I may see of it
 *     POST  papers/:id/steps             takePaperStep        → paperClearance
 *     POST  papers/:id/meeting           setMeeting      → paperMeeting
 *     GET   papers/:id/record            recordQuery     → the sealed record, as JSON or PDF
 *     GET   papers/:id/issued            issuedQuery     → issuedPaper
 *     GET   clearance-requests           listQuery       → page(clearanceRequest), those that wait for me
 *     GET   clearance-requests/:id                       → clearanceRequest
 *     GET   clearance-requests/:id/text  clearanceTextQuery → clearanceText, as it was frozen
 *     POST  clearance-requests/:id/receipt                → clearanceRequest
 *     POST  clearance-requests/:id/answer     answerClearance  → clearanceRequest
 *     POST  clearance-requests/:id/withdraw   withdrawAnswer   → clearanceRequest
 *     POST  clearance-requests/:id/delegate   delegateClearance → clearanceRequest
 *     POST  clearance-requests/:id/end-delegation changeRow    → clearanceRequest
 *     POST  clearance-requests/:id/override   overrideClearance → clearanceRequest
 *
 * From a mail, without a session; the token is in the body, so that no log holds it:
 *
 *     POST  clearance-links/open         openLink        → linkedClearance
 *     POST  clearance-links/code         openLink        → { sentTo }
 *     POST  clearance-links/answer       answerByLink    → linkedClearance
 */
import {
  calendarPaths,
  clearanceAnswers,
  clearanceLevels,
  lifecycleSteps,
  milestones,
  stateMachines,
} from "@istmo/domain";
import { z } from "zod";
import {
  day,
  id,
  language,
  line,
  localText,
  personRef,
  rowVersion,
  text,
  typedText,
} from "./common.ts";
import { errorCodes, type ErrorCode } from "../error-codes.ts";
import { paperStage } from "./papers.ts";
import { classification } from "./people.ts";
import { localHour, roundText } from "./rounds.ts";

/** Characters of a reason, of comments, of a reservation, and of a correction. */
export const clearanceTextLength = 8000;
/** Organisations that one level asks. */
export const organisationsPerLevel = 60;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const note = text(clearanceTextLength);
const level = z.enum(clearanceLevels);
const errorCode = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);
const timeLimit = z.object({ at: z.iso.datetime(), timeZone: z.string() });

// ── Requests ────────────────────────────────────────────────────────────────

/** An answer that was given, whether it still holds or was withdrawn. */
export const givenAnswer = z.object({
  id,
  /** "silence" is no consent in words, "override" is the head of office's. */
  answer: z.enum([...clearanceAnswers, "silence", "override"]),
  sha256,
  comments: z.string().nullable(),
  isConditional: z.boolean(),
  reason: z.string().nullable(),
  reservation: z.string().nullable(),
  isLate: z.boolean(),
  /** Null of silence. */
  givenBy: personRef.nullable(),
  by: z.enum(["session", "mail", "installation"]),
  asDelegate: z.boolean(),
  givenAt: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().nullable(),
});
export type GivenAnswer = z.infer<typeof givenAnswer>;

export const clearanceRequest = z.object({
  id,
  paperId: id,
  /** That of the paper. */
  title: typedText,
  level,
  organisationId: id,
  organisation: localText,
  sha256,
  languages: z.array(language),
  state: z.enum(stateMachines.clearance.states),
  limit: timeLimit,
  silence: z.boolean(),
  askedAt: z.iso.datetime(),
  receivedAt: z.iso.datetime().nullable(),
  remindedAt: z.iso.datetime().nullable(),
  delegate: personRef.nullable(),
  isConditional: z.boolean(),
  /** Why it is asked again; null the first time. */
  renewedFor: z.enum(["sections_changed", "objected", "not_answered"]).nullable(),
  /** What changed since it was last asked; `sectionId` null is what stands before the first section. */
  changedSections: z.array(z.object({ sectionId: z.string().nullable(), heading: z.string() })),
  /** Whether the answer was given to an earlier version whose sections that concern it are the same. */
  isCarried: z.boolean(),
  /** Newest first, those that were withdrawn or given to an earlier version included. */
  answers: z.array(givenAnswer),
  version: rowVersion,
  abilities: z.object({
    answer: z.boolean(),
    withdraw: z.boolean(),
    delegate: z.boolean(),
    endDelegation: z.boolean(),
    override: z.boolean(),
    /** To whom it can be delegated. */
    delegates: z.array(personRef),
  }),
});
export type ClearanceRequestAnswer = z.infer<typeof clearanceRequest>;

export const clearanceTextQuery = z.object({
  language: language.optional(),
  /** "before": the version that the organisation was asked about last. */
  of: z.enum(["asked", "before"]).default("asked"),
});
export const clearanceText = roundText;
export type ClearanceText = z.infer<typeof clearanceText>;

export const answerClearance = z.object({
  version: rowVersion,
  answer: z.enum(clearanceAnswers),
  /** The hash that the page showed. */
  sha256,
  comments: note.optional(),
  /** Whether the answer holds only if the comments are met. */
  isConditional: z.boolean().default(false),
  reason: note.optional(),
  reservation: note.optional(),
});
export type AnswerClearance = z.input<typeof answerClearance>;
/** As it arrives, checked and filled in. */
export type GivenClearance = Omit<z.output<typeof answerClearance>, "version">;
export const withdrawAnswer = z.object({ version: rowVersion, sha256 });
export const delegateClearance = z.object({ version: rowVersion, delegateId: id });
export const overrideClearance = z.object({ version: rowVersion, reason: note });

// ── The paper ───────────────────────────────────────────────────────────────

const askedOrganisation = z.object({
  organisationId: id,
  /** The sections that concern it; empty: all. */
  concerns: z
    .array(z.string().regex(/^[\x21-\x7e]{1,64}$/))
    .max(200)
    .default([]),
});

const opening = {
  organisations: z.array(askedOrganisation).max(organisationsPerLevel),
  limit: localHour,
  /** Left out: as the level has it by default. */
  silence: z.boolean().optional(),
};

const step = <Name extends (typeof lifecycleSteps)[number], Shape extends z.ZodRawShape>(
  name: Name,
  shape: Shape,
) => z.object({ step: z.literal(name), version: rowVersion, ...shape });

/** A step, as somebody takes it; `version` is the paper's. */
export const takePaperStep = z.discriminatedUnion("step", [
  step("send_back", { reason: note.optional() }),
  step("open_expert_clearance", { ...opening, listsBrackets: z.boolean().default(false) }),
  step("revise", { reason: note.optional() }),
  step("open_policy_clearance", {
    ...opening,
    reason: note.optional(),
    sendsBracketsUp: z.boolean().default(false),
  }),
  step("complete_without_policy", { reason: note.optional() }),
  step("complete", { reason: note.optional() }),
  step("issue", {
    sha256,
    symbol: line(60).optional(),
    distribution: z.array(id).max(200).default([]),
  }),
  step("issue_corrigendum", {
    correction: note.optional(),
    keepsMeaning: z.boolean().default(false),
  }),
  step("supersede", { successorId: id }),
  step("withdraw", { reason: note.optional() }),
]);
export type TakePaperStep = z.input<typeof takePaperStep>;
export type TakenPaperStep = z.output<typeof takePaperStep>;

export const paperStep = z.object({
  id,
  step: z.enum(lifecycleSteps),
  from: paperStage,
  to: paperStage,
  reason: z.string().nullable(),
  isOverride: z.boolean(),
  by: personRef,
  at: z.iso.datetime(),
});

export const paperMeeting = z.object({
  day,
  hour: z.string(),
  timeZone: z.string(),
  path: z.enum(calendarPaths),
  plan: z.array(
    z.object({ milestone: z.enum(milestones), at: z.iso.datetime(), isMissed: z.boolean() }),
  ),
  next: z.enum(milestones).nullable(),
  version: rowVersion,
});
export type PaperMeeting = z.infer<typeof paperMeeting>;

export const setMeeting = localHour.extend({
  path: z.enum(calendarPaths),
  /** 0 for a paper that was for no meeting yet. */
  version: z.int32().min(0),
});

export const paperClearance = z.object({
  paperId: id,
  title: typedText,
  classification,
  stage: paperStage,
  version: rowVersion,
  symbol: z.string().nullable(),
  /** The levels that the paper's template asks for. */
  asks: z.array(level),
  levels: z.array(
    z.object({
      level,
      isOpen: z.boolean(),
      sha256,
      openedAt: z.iso.datetime(),
      /** Unagreed wording that went out with it. */
      brackets: z.array(z.object({ id: z.string().nullable(), alternatives: z.array(z.string()) })),
      /** Where it stands; null to everybody but the office. */
      standing: z
        .object({
          asked: z.int(),
          waitingFor: z.array(id),
          objections: z.int(),
          withComments: z.int(),
          isComplete: z.boolean(),
        })
        .nullable(),
    }),
  ),
  /** The requests that hold and that I may see. */
  requests: z.array(clearanceRequest),
  /** The steps that are mine to take, with what each is still refused for. */
  steps: z.array(z.object({ step: z.enum(lifecycleSteps), refusal: errorCode.nullable() })),
  /** What was done, newest first; empty to those outside the office and the paper's centres. */
  history: z.array(paperStep),
  /** The next free symbol of the office's scheme; null to whoever does not issue it. */
  nextSymbol: z.string().nullable(),
  record: z
    .object({ sha256, versionSha256: sha256, sealedAt: z.iso.datetime(), sealedBy: personRef })
    .nullable(),
  meeting: paperMeeting.nullable(),
  abilities: z.object({
    setMeeting: z.boolean(),
    /** Whether the person may open the paper itself, and not only what was frozen of it. */
    readPaper: z.boolean(),
  }),
});
export type PaperClearance = z.infer<typeof paperClearance>;

export const recordQuery = z.object({
  form: z.enum(["json", "pdf"]).default("json"),
  language: language.default("es"),
});

// ── Issued ──────────────────────────────────────────────────────────────────

export const issuedQuery = z.object({ language: language.optional() });

const issuedRef = z.object({ paperId: id, symbol: z.string() });
export const issuedPaper = z.object({
  paperId: id,
  symbol: z.string(),
  stage: paperStage,
  issuedAt: z.iso.datetime(),
  languages: z.array(language),
  sha256,
  /** Null where the paper was withdrawn: then there is but the notice. */
  text: roundText.nullable(),
  withdrawn: z.object({ at: z.iso.datetime() }).nullable(),
  corrigenda: z.array(
    z.object({ symbol: z.string(), text: z.string(), issuedAt: z.iso.datetime() }),
  ),
  /** On record beside the text, outside its hash. */
  reservations: z.array(
    z.object({ number: z.int(), organisation: localText, level, text: z.string() }),
  ),
  supersededBy: issuedRef.nullable(),
  supersedes: z.array(issuedRef),
});
export type IssuedPaper = z.infer<typeof issuedPaper>;

// ── From a mail ─────────────────────────────────────────────────────────────

const token = z.string().regex(/^[\w.-]{20,200}$/);
export const openLink = z.object({ token, language: language.optional() });
export const answerByLink = answerClearance
  .omit({ version: true })
  .extend({ token, code: z.string().regex(/^\d{6}$/) });
export type AnswerByLink = z.input<typeof answerByLink>;

/** What a link shows: one request, and the text that it asks about. */
export const linkedClearance = z.object({
  title: typedText,
  person: z.string(),
  organisation: localText,
  level,
  limit: timeLimit,
  silence: z.boolean(),
  state: z.enum(stateMachines.clearance.states),
  isOpen: z.boolean(),
  sha256,
  languages: z.array(language),
  text: roundText,
  renewedFor: clearanceRequest.shape.renewedFor,
  changedSections: clearanceRequest.shape.changedSections,
  /** The text that it was asked about before; null the first time. */
  before: roundText.nullable(),
});
export type LinkedClearance = z.infer<typeof linkedClearance>;
