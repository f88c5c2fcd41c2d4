/**
 * Commitments: the ledger, and the steps from a promise to the evidence that somebody else has seen.
 *
 *     GET    commitments?series&centre&organisation&state&age   → page of commitment, late first
 *     POST   commitments                       proposeCommitment → commitmentDetail (201)
 *     GET    commitments/:id                                     → commitmentDetail
 *     POST   commitments/:id/steps             commitmentStep    → commitmentDetail
 *     POST   commitments/:id/actions           carryCommitment   → commitmentDetail
 *     DELETE commitments/:id/actions/:actionId                   → commitmentDetail
 */
import { commitmentAges, commitmentSteps, stateMachines } from "@istmo/domain";
import { z } from "zod";
import { actionItem, createAction } from "./actions.ts";
import {
  day,
  id,
  language,
  line,
  listQuery,
  localText,
  personRef,
  rowVersion,
  text,
  typedText,
} from "./common.ts";
import { documentIds, keptDocument } from "./documents.ts";
import { classification } from "./people.ts";

export const commitmentTitleLength = 300;
/** Action items that carry one commitment. */
export const actionsPerCommitment = 50;

export const commitmentState = z.enum(stateMachines.commitment.states);
export const commitmentAge = z.enum(commitmentAges);
export const responsibleBody = z.object({ kind: z.enum(["centre", "organisation"]), id });

const bilingual = (max: number) =>
  z
    .object({ es: line(max).optional(), en: line(max).optional() })
    .refine((texts) => texts.es !== undefined || texts.en !== undefined);

export const commitment = z.object({
  id,
  /** What was promised. */
  title: typedText,
  /** The evidence that will count; null until it has been said. */
  evidenceWanted: typedText.nullable(),
  body: responsibleBody.extend({ label: localText }),
  state: commitmentState,
  dueOn: day.nullable(),
  isOverdue: z.boolean(),
  daysLate: z.int(),
  age: commitmentAge,
  dateSlips: z.int(),
  actions: z.object({
    /** Those that are done or verified, of all that are not cancelled. */
    done: z.int(),
    all: z.int(),
  }),
  origin: z.object({
    kind: z.enum(["paper", "consultation", "manual"]),
    /** Null also when the paper is hidden from the asking person. */
    paperId: id.nullable(),
    consultationId: id.nullable(),
    seriesId: id.nullable(),
  }),
  classification,
  sample: z.boolean(),
  version: rowVersion,
  updatedAt: z.iso.datetime(),
  abilities: z.object({
    steps: z.array(z.enum(commitmentSteps)),
    /** Whether action items may be linked and unlinked. */
    carry: z.boolean(),
  }),
});
export type Commitment = z.infer<typeof commitment>;

export const commitmentDetail = commitment.extend({
  /** What was given, the latest last; what is above the asking person's clearance is left out. */
  evidence: z.array(
    z.object({
      id,
      text: z.string(),
      link: z.string().nullable(),
      classification,
      givenBy: personRef.nullable(),
      givenAt: z.iso.datetime(),
    }),
  ),
  documents: z.array(keptDocument),
  /** Those that the asking person may see; empty for people of organisations. */
  carriedBy: z.array(
    actionItem.pick({
      id: true,
      title: true,
      state: true,
      dueOn: true,
      isOverdue: true,
      owner: true,
    }),
  ),
  /** What has happened to it, the latest last. */
  history: z.array(
    z.object({
      step: z.string(),
      from: z.string(),
      to: z.string(),
      reason: z.string().nullable(),
      /** Of a change of date. */
      dueBefore: day.nullable(),
      dueAfter: day.nullable(),
      by: personRef.nullable(),
      at: z.iso.datetime(),
    }),
  ),
});
export type CommitmentDetail = z.infer<typeof commitmentDetail>;

export const commitmentsQuery = listQuery.extend({
  limit: z.coerce.number().int().min(1).max(500).default(200),
  series: id.optional(),
  centre: id.optional(),
  organisation: id.optional(),
  state: commitmentState.optional(),
  /** Neither kept nor released. */
  open: z.stringbool().optional(),
  age: commitmentAge.optional(),
});

export const proposeCommitment = z.object({
  title: bilingual(commitmentTitleLength),
  evidenceWanted: bilingual(1000).optional(),
  body: responsibleBody,
  dueOn: day.optional(),
  origin: z
    .object({ paperId: id.optional(), consultationId: id.optional() })
    .refine(
      ({ paperId, consultationId }) => (paperId === undefined) !== (consultationId === undefined),
    )
    .optional(),
});
export type ProposeCommitment = z.infer<typeof proposeCommitment>;

export const commitmentStep = z.object({
  version: rowVersion,
  event: z.enum(commitmentSteps),
  reason: text(1000).optional(),
  /** Of submit_evidence: words, a link or documents; and how classified they are. */
  evidence: z
    .object({
      text: text(4000).optional(),
      link: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .optional(),
      documentIds: documentIds.default([]),
      classification,
    })
    .optional(),
  /** Of release: what a consultation decided. */
  decision: z.object({ consultationId: id, text: text(2000) }).optional(),
  dueOn: day.optional(),
  /** Of agree: may be said with the agreement where it was left open. */
  evidenceWanted: bilingual(1000).optional(),
});
export type CommitmentStepRequest = z.infer<typeof commitmentStep>;

export const carryCommitment = z.union([
  z.object({ version: rowVersion, actionId: id }),
  z.object({
    version: rowVersion,
    create: createAction.omit({ origin: true }).extend({ language }),
  }),
]);
