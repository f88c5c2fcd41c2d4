/**
 * Action items that come again.
 *
 *     POST actions/:id/recurrence   setRecurrence → wholeAction
 *
 * The next occurrence is made when the newest is done, verified or cancelled, or when its day comes;
 * a changed pattern holds for those that follow. Null ends the series.
 */
import { monthsAtMost, weeksAtMost } from "@istmo/domain";
import { z } from "zod";
import { day } from "./common.ts";

export const recurrencePattern = z.discriminatedUnion("unit", [
  z.object({
    unit: z.literal("week"),
    every: z.int().min(1).max(weeksAtMost),
    /** ISO: 1 is Monday, 7 Sunday. */
    weekday: z.int().min(1).max(7),
  }),
  z.object({
    unit: z.literal("month"),
    every: z.int().min(1).max(monthsAtMost),
    /** In a shorter month its last day. */
    monthDay: z.int().min(1).max(31),
  }),
]);
export type RecurrencePattern = z.infer<typeof recurrencePattern>;

export const wantedRecurrence = z.object({
  pattern: recurrencePattern,
  /** No occurrence after this day. */
  until: day.nullable().default(null),
});
export type WantedRecurrence = z.input<typeof wantedRecurrence>;

export const setRecurrence = z.object({ recurrence: wantedRecurrence.nullable() });
