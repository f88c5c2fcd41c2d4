/** Action items. The row is the truth; a paper's text holds only the id. */
import { stateMachines } from "@istmo/domain";
import { z } from "zod";
import { day, id, line, listQuery, personRef, rowVersion, text, typedText } from "./common.ts";

export const actionTitleLength = 200;
export const actionState = z.enum(stateMachines.action.states);
export const priorities = ["low", "normal", "high"] as const;
export const priority = z.enum(priorities);
export type Priority = z.infer<typeof priority>;

/** The events of the machine that a person can cause on an item. */
export const actionSteps = [
  "start",
  "block",
  "unblock",
  "mark_done",
  "verify",
  "refuse",
  "reopen",
  "cancel",
] as const;
export type ActionStepName = (typeof actionSteps)[number];

export const actionItem = z.object({
  id,
  title: typedText,
  description: z.string().nullable(),
  centreId: id.nullable(),
  owner: personRef.nullable(),
  state: actionState,
  priority,
  dueOn: day.nullable(),
  isOverdue: z.boolean(),
  dateSlips: z.int(),
  blockedReason: z.string().nullable(),
  evidence: z.string().nullable(),
  verifier: personRef.nullable(),
  origin: z.object({
    kind: z.string(),
    /** Null also when the paper is hidden from the asking person. */
    paperId: id.nullable(),
    blockId: id.nullable(),
  }),
  /** Fractional order within its column; compare as plain strings. */
  rank: z.string(),
  sample: z.boolean(),
  version: rowVersion,
  updatedAt: z.iso.datetime(),
  abilities: z.object({
    edit: z.boolean(),
    assignAcross: z.boolean(),
    steps: z.array(z.enum(actionSteps)),
  }),
});
export type ActionItem = z.infer<typeof actionItem>;

export const actionsQuery = listQuery.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  state: actionState.optional(),
  centre: id.optional(),
  owner: id.optional(),
  paper: id.optional(),
  overdue: z.stringbool().optional(),
});

/** Between which neighbours of its new column a card is put; null is the end of the column. */
export const place = z.object({ afterId: id.nullable(), beforeId: id.nullable() });

export const createAction = z.object({
  title: line(actionTitleLength),
  language: z.enum(["es", "en"]),
  description: text(4000).optional(),
  centreId: id.nullable(),
  ownerId: id.optional(),
  priority: priority.default("normal"),
  dueOn: day.optional(),
  origin: z.object({ paperId: id, blockId: id.nullable() }).optional(),
});
export type CreateAction = z.input<typeof createAction>;

export const changeAction = z.object({
  version: rowVersion,
  title: z.object({ language: z.enum(["es", "en"]), text: line(actionTitleLength) }).optional(),
  description: text(4000).nullable().optional(),
  ownerId: id.nullable().optional(),
  priority: priority.optional(),
  dueOn: day.nullable().optional(),
  /** Needed when the date of an item that is already late moves. */
  reason: text(1000).optional(),
  place: place.optional(),
});
export type ChangeAction = z.infer<typeof changeAction>;

export const takeStep = z.object({
  version: rowVersion,
  event: z.enum(actionSteps),
  reason: text(1000).optional(),
  evidence: text(4000).optional(),
  place: place.optional(),
});
export type TakeStep = z.infer<typeof takeStep>;
