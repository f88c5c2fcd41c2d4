/** Papers, their editions, and the way of a draft to the regional office and back. */
import { othersMayWays, stateMachines } from "@istmo/domain";
import { z } from "zod";
import { editionRoles } from "../collab.ts";
import {
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
import { classification } from "./people.ts";

/** Characters of a paper's title, after cleaning. */
export const titleLength = 300;
/** Characters of a message to the office or a note back. */
export const noteLength = 4000;

export const paperStage = z.enum(stateMachines.paper.states);
export type PaperStage = z.infer<typeof paperStage>;

export const template = z.object({
  id,
  kind: z.string(),
  name: localText,
  purpose: localText,
  sections: z.array(
    z.object({ id, heading: localText, guidance: localText, required: z.boolean() }),
  ),
  defaultClassification: classification,
  wordLimit: z.int().nullable(),
});
export type Template = z.infer<typeof template>;

export const paperSummary = z.object({
  id,
  title: typedText,
  templateId: id,
  templateName: localText,
  stage: paperStage,
  classification,
  leadCentreId: id,
  centreIds: z.array(id),
  symbol: z.string().nullable(),
  sample: z.boolean(),
  /** Where its translations stand, as far as it has been worked out. */
  translations: z.array(
    z.object({
      editionId: id,
      language,
      stale: z.int(),
      missing: z.int(),
      unmarked: z.int(),
      /** Blocks that stand otherwise than in the original. */
      differences: z.int(),
    }),
  ),
  version: rowVersion,
  updatedAt: z.iso.datetime(),
});
export type PaperSummary = z.infer<typeof paperSummary>;

export const edition = z.object({
  id,
  paperId: id,
  language,
  title: z.string(),
  /** What the asking person may do in its text. */
  role: z.enum(editionRoles),
  /** Sections in which that is something else: those of another owner who lets others suggest. */
  sections: z.array(z.object({ sectionId: id, role: z.enum(editionRoles) })),
  /** Where the asking person accepts and rejects what others suggest. */
  decides: z.object({
    /** In text of no section that is somebody's. */
    elsewhere: z.boolean(),
    sections: z.array(z.object({ sectionId: id, decides: z.boolean() })),
  }),
});
export type Edition = z.infer<typeof edition>;

export const submission = z.object({
  id,
  paperId: id,
  versionNumber: z.int(),
  /** SHA-256 of the canonical JSON of each edition, as frozen. */
  editions: z.array(z.object({ language, sha256: z.string() })),
  submittedBy: personRef,
  submittedAt: z.iso.datetime(),
  message: z.string().nullable(),
  decision: z.enum(["returned", "accepted"]).nullable(),
  decidedBy: personRef.nullable(),
  decidedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
});
export type Submission = z.infer<typeof submission>;

export const paper = paperSummary.extend({
  originalLanguage: language,
  editions: z.array(edition),
  sections: z.array(
    z.object({
      sectionId: id,
      heading: localText.nullable(),
      guidance: localText.nullable(),
      required: z.boolean(),
      /** A centre, or the regional office. */
      ownerId: id.nullable(),
      /** What the owner lets the others do who may edit the paper. */
      othersMay: z.enum(othersMayWays),
      version: rowVersion,
    }),
  ),
  /** Newest first. */
  submissions: z.array(submission),
  wordLimit: z.int().nullable(),
  abilities: z.object({
    submit: z.boolean(),
    decide: z.boolean(),
    /** Whether this person may ask for comments now; that no round is open is asked of the rounds. */
    openRound: z.boolean(),
    createAction: z.boolean(),
    share: z.boolean(),
    assignSections: z.boolean(),
    /** The languages into which this person may start a translation. */
    translateInto: z.array(language),
    /** The classifications that this person may set from where the paper stands. */
    classifyTo: z.array(classification),
    /** "with_reason": a reason is asked for and recorded. */
    export: z.enum(["yes", "with_reason", "no"]),
  }),
});
export type Paper = z.infer<typeof paper>;

/** Gives a section to a centre of the paper or to the office. */
export const assignSection = z.object({
  ownerId: id,
  /** By default the others suggest in what is given to somebody. */
  othersMay: z.enum(othersMayWays).optional(),
  /** Of the section; 0 for one that was nobody's. */
  version: z.int().min(0),
});
export type AssignSection = z.infer<typeof assignSection>;

export const papersQuery = listQuery.extend({
  stage: paperStage.optional(),
  centre: id.optional(),
});

export const createPaper = z.object({
  templateId: id,
  title: z
    .object({ es: line(titleLength).optional(), en: line(titleLength).optional() })
    .refine((title) => title.es !== undefined || title.en !== undefined, { error: "es | en" }),
  originalLanguage: language,
  languages: z.array(language).min(1).max(2),
  leadCentreId: id,
  centreIds: z.array(id).min(1).max(20),
  classification: classification.optional(),
});
export type CreatePaper = z.infer<typeof createPaper>;

export const submitPaper = z.object({
  version: rowVersion,
  message: text(noteLength).optional(),
});
export const decideSubmission = z.object({
  version: rowVersion,
  note: text(noteLength).optional(),
});

/** A frozen text of a paper. */
export const paperVersion = z.object({
  id,
  number: z.int(),
  reason: z.string(),
  createdBy: personRef,
  createdAt: z.iso.datetime(),
  editions: z.array(z.object({ language, title: z.string(), sha256: z.string() })),
});
export type PaperVersion = z.infer<typeof paperVersion>;
