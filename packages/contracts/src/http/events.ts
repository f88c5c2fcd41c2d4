/** The event log as a list, and what waits for the person who asks. */
import { z } from "zod";
import { id, personRef, typedText } from "./common.ts";

export const loggedEvent = z.object({
  seq: z.int(),
  type: z.string(),
  payload: z.record(z.string(), z.unknown()),
  actor: personRef.nullable(),
  at: z.iso.datetime(),
});

export const eventsQuery = z.object({
  /** Only what came after this position. */
  since: z.coerce.number().int().min(0).optional(),
  /** Oldest first when `since` is given, newest first otherwise. */
  order: z.enum(["asc", "desc"]).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The position where the page before ended. */
  cursor: z.coerce.number().int().min(0).optional(),
});

export const waitingKinds = [
  /** A draft that the office must accept or return. */
  "submission_to_decide",
  /** A paper that came back with a note. */
  "paper_returned",
  /** An action item of mine, late or due within 14 days. */
  "action_due",
  /** An action item of mine that is blocked. */
  "action_blocked",
  /** An item that somebody else has done and I may verify. */
  "action_to_verify",
  /** An item of a centre that I lead, late or blocked in somebody else's hands. */
  "action_of_my_centre",
  /** A review round that waits for the position that I submit. */
  "round_to_answer",
  /** A round whose time has run out, or in which all have submitted, for the office to close. */
  "round_to_close",
  /** A commitment of my body that waits to be agreed to. */
  "commitment_to_agree",
  /** One whose evidence I give, late or due within 30 days. */
  "commitment_evidence_due",
  /** One whose evidence somebody outside its body looks at. */
  "commitment_to_verify",
] as const;

/** What waits for me, the most urgent first. */
export const waitingItem = z.object({
  kind: z.enum(waitingKinds),
  paperId: id.nullable(),
  actionId: id.nullable(),
  roundId: id.nullable(),
  commitmentId: id.nullable(),
  title: typedText,
  /** The day it is due, or the time since when it waits. */
  since: z.string(),
  isLate: z.boolean(),
  /** Who answers for an action item, when that is somebody else. */
  owner: personRef.nullable(),
  note: z.string().nullable(),
});
export type WaitingItem = z.infer<typeof waitingItem>;
