/** Changing many action items at once, and taking that back at once. */
import { z } from "zod";
import { helpersAtMost, priority } from "./actions.ts";
import { day, id, text } from "./common.ts";

/** Items that one request changes, at most. */
export const bulkAtMost = 200;
/** Days by which a date moves at once, at most. */
export const shiftAtMost = 3650;

/** One thing that is done to all of them. */
export const bulkChange = z.discriminatedUnion("do", [
  z.object({ do: z.literal("set_owner"), ownerId: id.nullable() }),
  z.object({ do: z.literal("set_priority"), priority }),
  z.object({ do: z.literal("set_due"), dueOn: day.nullable() }),
  /** Each by its own date; an item without one has none to move. */
  z.object({
    do: z.literal("shift_due"),
    days: z
      .int()
      .min(-shiftAtMost)
      .max(shiftAtMost)
      .refine((days) => days !== 0),
  }),
  z.object({ do: z.literal("add_helpers"), helperIds: z.array(id).min(1).max(helpersAtMost) }),
  z.object({ do: z.literal("watch") }),
  z.object({ do: z.literal("start") }),
  z.object({ do: z.literal("cancel") }),
]);
export type BulkChange = z.infer<typeof bulkChange>;

/** Each item is decided by itself; those that are not refused are changed together, as one act. */
export const changeInBulk = z.object({
  ids: z.array(id).min(1).max(bulkAtMost),
  change: bulkChange,
  /** Asked for by a cancellation, and where the date of an item that is late moves. */
  reason: text(1000).optional(),
  /** Only tells what would become of each. */
  dryRun: z.boolean().default(false),
});
export type ChangeInBulk = z.input<typeof changeInBulk>;

/** What became, or would become, of one of the items. */
export const bulkVerdict = z.object({
  id,
  verdict: z.enum(["taken", "unchanged", "refused"]),
  /** The code by which it was refused; one that is hidden is `not_found`. */
  refusal: z.string().nullable(),
});

export const bulkAnswer = z.object({
  /** Names the act for whoever takes it back; null where nothing that can be taken back was written. */
  actId: id.nullable(),
  isDone: z.boolean(),
  items: z.array(bulkVerdict),
});
export type BulkAnswer = z.infer<typeof bulkAnswer>;
