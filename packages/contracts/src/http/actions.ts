/** Action items. The row is the truth; a paper's text holds only the id. */
import { checklistAtMost, stateMachines, textPlaces } from "@istmo/domain";
import { z } from "zod";
import { actionEvidence, evidencePieces } from "./action-evidence.ts";
import { recurrencePattern, wantedRecurrence } from "./action-recurrence.ts";
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

export const helpersAtMost = 20;

/** An output of a programme, as `outcomes[].outputs[].id` of the programme names it. */
export const programmeOutput = z.object({ programmeId: id, outputId: id });

/** An item as lists and the board show it. */
export const actionItem = z.object({
  id,
  title: typedText,
  description: z.string().nullable(),
  centreId: id.nullable(),
  /** The body that it has been given to, whose people see it. */
  organisationId: id.nullable(),
  output: programmeOutput.nullable(),
  owner: personRef.nullable(),
  helpers: z.array(personRef),
  state: actionState,
  priority,
  startOn: day.nullable(),
  dueOn: day.nullable(),
  isOverdue: z.boolean(),
  dateSlips: z.int(),
  blockedReason: z.string().nullable(),
  /** Who could unblock it. */
  unblocker: personRef.nullable(),
  /** Of its checklist. */
  progress: z.object({ done: z.int(), total: z.int() }),
  /** Unfinished items that it waits for, of those that the asking person may see. */
  waitsForOpen: z.int(),
  /** Which these are. */
  waitsForIds: z.array(id),
  /** Whether the asking person watches it. */
  isWatching: z.boolean(),
  /** The words or the address with which it was marked as done. */
  evidence: z.string().nullable(),
  /** Comments that have not been taken back. */
  comments: z.int(),
  /** Whether it is one of a series, which may have ended. */
  recurs: z.boolean(),
  verifier: personRef.nullable(),
  origin: z.object({
    kind: z.string(),
    /** Null also when the paper is hidden from the asking person. */
    paperId: id.nullable(),
    blockId: id.nullable(),
    /** Whether its text still names the item; `gone` when the line has been removed. */
    inText: z.enum(textPlaces),
  }),
  /** Fractional order within its column; compare as plain strings. */
  rank: z.string(),
  sample: z.boolean(),
  version: rowVersion,
  updatedAt: z.iso.datetime(),
  abilities: z.object({
    edit: z.boolean(),
    /** Ticking the checklist and adding evidence. */
    work: z.boolean(),
    assignAcross: z.boolean(),
    steps: z.array(z.enum(actionSteps)),
  }),
});
export type ActionItem = z.infer<typeof actionItem>;

export const checklistLineLength = 300;
export const checklistLine = z.object({ id, text: z.string(), done: z.boolean() });
export type ChecklistLine = z.infer<typeof checklistLine>;

/** Another item, as far as it says whether there is anything to wait for. */
export const relatedAction = z.object({
  id,
  title: typedText,
  state: actionState,
  dueOn: day.nullable(),
});
export type RelatedAction = z.infer<typeof relatedAction>;

/** Everything about one item but its history. */
export const wholeAction = actionItem.extend({
  checklist: z.array(checklistLine),
  /** What has to be done before, finished or not; items that the asking person may not see are left out. */
  waitsFor: z.array(relatedAction),
  /** What waits for it. */
  neededBy: z.array(relatedAction),
  watchers: z.array(personRef),
  /** All that was ever given, the latest last. */
  evidenceGiven: z.array(actionEvidence),
  recurrence: z
    .object({
      pattern: recurrencePattern,
      until: day.nullable(),
      isEnded: z.boolean(),
      /** Which of its series it is, counted from 1. */
      occurrence: z.int(),
      /** The one after it, once it has been made; null also where it is hidden. */
      next: relatedAction.nullable(),
    })
    .nullable(),
  createdBy: personRef.nullable(),
  createdAt: z.iso.datetime(),
});
export type WholeAction = z.infer<typeof wholeAction>;

/** `merged` tells that others had changed other fields since the version that was named. */
export const changedAction = wholeAction.extend({ merged: z.boolean() });
export type ChangedAction = z.infer<typeof changedAction>;

/** One act of the history: what somebody changed at once. */
export const actionAct = z.object({
  /** Names the act for whoever takes it back. */
  id,
  /** Of the item, after it. */
  version: z.int(),
  at: z.iso.datetime(),
  /** Null for the installation itself, such as at a handover. */
  by: personRef.nullable(),
  reason: z.string().nullable(),
  /** People are given as `{ id, name }`, other items by their id, null where it is hidden. */
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  /** The act that this one took back. */
  undoes: id.nullable(),
  /** Whether the asking person may take it back as things stand. */
  canUndo: z.boolean(),
});
export type ActionAct = z.infer<typeof actionAct>;

/**
 * `details` of a `field_conflict`: what others have put into the fields since, so that a page can
 * ask which shall stand. Sending the change again with `version` overwrites it.
 */
export const fieldConflict = z.object({
  version: rowVersion,
  fields: z.array(
    z.object({
      field: z.string(),
      value: z.unknown(),
      by: personRef.nullable(),
      at: z.iso.datetime(),
    }),
  ),
});
export type FieldConflict = z.infer<typeof fieldConflict>;

/** Several of a kind in one parameter, with commas between them. */
const several = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .max(1000)
    .transform((all) => all.split(","))
    .pipe(z.array(item).min(1).max(50));

export const actionSorts = ["rank", "due", "updated", "priority"] as const;

/** In place of a centre's id: the items of the regional office itself. */
export const noCentre = "office";
/** In place of the owner's id: items that nobody owns. */
export const nobody = "nobody";

/** In place of a person's id "me" stands for whoever asks, so that a saved filter can be shared. */
export const actionsFilter = z.object({
  state: several(actionState).optional(),
  centre: id.optional(),
  organisation: id.optional(),
  owner: id.optional(),
  helper: id.optional(),
  /** Owner, helper, or asked to unblock it. */
  involves: id.optional(),
  watcher: id.optional(),
  priority: several(priority).optional(),
  dueFrom: day.optional(),
  dueTo: day.optional(),
  /** Without a date. */
  undated: z.stringbool().optional(),
  overdue: z.stringbool().optional(),
  /** Blocked, or waiting for an unfinished item. */
  blocked: z.stringbool().optional(),
  programme: id.optional(),
  output: id.optional(),
  paper: id.optional(),
  /** In the title, in whichever language; accents and case do not count. */
  q: line(200).optional(),
});

export const actionsQuery = listQuery.extend({
  ...actionsFilter.shape,
  limit: z.coerce.number().int().min(1).max(500).default(100),
  sort: z.enum(actionSorts).default("rank"),
});

/** Between which neighbours of its new column a card is put; null is the end of the column. */
export const place = z.object({ afterId: id.nullable(), beforeId: id.nullable() });

export const createAction = z.object({
  title: line(actionTitleLength),
  language: z.enum(["es", "en"]),
  description: text(4000).optional(),
  centreId: id.nullable(),
  organisationId: id.optional(),
  output: programmeOutput.optional(),
  ownerId: id.optional(),
  helperIds: z.array(id).max(helpersAtMost).optional(),
  priority: priority.default("normal"),
  startOn: day.optional(),
  dueOn: day.optional(),
  checklist: z.array(line(checklistLineLength)).max(checklistAtMost).optional(),
  origin: z
    .object({
      paperId: id,
      blockId: id.nullable(),
      /** Whether the page puts a line that names the item into the text. */
      isNamed: z.boolean().optional(),
    })
    .optional(),
  /** Asks for a due date. */
  recurrence: wantedRecurrence.optional(),
});
export type CreateAction = z.input<typeof createAction>;

/** Fields that are left out stay; each is merged with what others have changed since `version`. */
export const changeAction = z.object({
  version: rowVersion,
  title: z.object({ language: z.enum(["es", "en"]), text: line(actionTitleLength) }).optional(),
  description: text(4000).nullable().optional(),
  organisationId: id.nullable().optional(),
  output: programmeOutput.nullable().optional(),
  ownerId: id.nullable().optional(),
  /** Applied to the helpers of now, so that two people who add one each both do. */
  helpers: z
    .object({
      add: z.array(id).max(helpersAtMost).default([]),
      remove: z.array(id).max(helpersAtMost).default([]),
    })
    .optional(),
  priority: priority.optional(),
  startOn: day.nullable().optional(),
  dueOn: day.nullable().optional(),
  /** Needed when the date of an item that is already late moves. */
  reason: text(1000).optional(),
  place: place.optional(),
});
export type ChangeAction = z.input<typeof changeAction>;

export const takeStep = z.object({
  version: rowVersion,
  event: z.enum(actionSteps),
  reason: text(1000).optional(),
  /** With "block": who could unblock it. */
  unblockerId: id.optional(),
  /** With "mark_done": words; at least one piece of evidence in all. */
  evidence: text(4000).optional(),
  ...evidencePieces,
  place: place.optional(),
});
export type TakeStep = z.infer<typeof takeStep>;

/** What to do with one line of the checklist as it is now; ids of new lines are the page's own. */
export const checklistCommand = z.object({
  command: z.discriminatedUnion("do", [
    z.object({ do: z.literal("add"), id, text: line(checklistLineLength) }),
    z.object({ do: z.enum(["tick", "untick", "remove"]), id }),
    z.object({ do: z.literal("rename"), id, text: line(checklistLineLength) }),
    z.object({ do: z.literal("move"), id, afterId: id.nullable() }),
  ]),
});

export const addDependency = z.object({ needsId: id });

/** Takes back one act of the history; refused with `field_conflict` where it has changed since. */
export const undoAct = z.object({ actId: id });
