/** The action items in numbers: what the dashboards show. */
import { z } from "zod";
import { day, id, personRef, typedText } from "./common.ts";

/** How late overdue items are, in days from … to; the last has no end. */
export const ageingSteps = [
  { key: "to7", from: 1, to: 7 },
  { key: "to30", from: 8, to: 30 },
  { key: "to90", from: 31, to: 90 },
  { key: "over90", from: 91, to: null },
] as const;

export const actionsSummaryQuery = z.object({
  /** A centre's id, or "office" for the items of the regional office itself. */
  centre: id.optional(),
  weeks: z.coerce.number().int().min(2).max(52).default(12),
});

/** Items of one centre. What waits is open, in progress or blocked. */
export const centreFigures = z.object({
  /** Null is the regional office. */
  centreId: id.nullable(),
  /** The day there; lateness is counted from it. */
  today: day,
  waiting: z.int(),
  overdue: z.int(),
  /** Waiting, and neither late nor without a date. */
  onTime: z.int(),
  noDate: z.int(),
  dueToday: z.int(),
  /** From today and for fourteen days. */
  dueSoon: z.int(),
  blocked: z.int(),
  /** Done, and not yet verified. */
  toVerify: z.int(),
  verified: z.int(),
  /** Waiting, with a date that has been put off. */
  slipped: z.int(),
  ageing: z.object({ to7: z.int(), to30: z.int(), to90: z.int(), over90: z.int() }),
});
export type CentreFigures = z.infer<typeof centreFigures>;

export const personLoad = z.object({
  /** Null for what nobody owns. */
  person: personRef.nullable(),
  waiting: z.int(),
  overdue: z.int(),
  dueSoon: z.int(),
  noDate: z.int(),
  blocked: z.int(),
});
export type PersonLoad = z.infer<typeof personLoad>;

export const actionsSummary = z.object({
  /** Those that hold an item, by id; the office last. */
  centres: z.array(centreFigures),
  /** Who has most to do, most first; at most `loadAtMost`. */
  load: z.array(personLoad),
  /** Each of the next fourteen days, with what waits to be done by it. */
  nextDays: z.array(z.object({ day, count: z.int() })),
  /** What waits and was put off most often. */
  slipping: z.array(
    z.object({ id, title: typedText, dueOn: day.nullable(), slips: z.int(), isLate: z.boolean() }),
  ),
  /** At the end of each week, the newest last: items taken on and not cancelled, and how many of them were done. */
  weeks: z.array(z.object({ end: day, all: z.int(), done: z.int() })),
});
export type ActionsSummary = z.infer<typeof actionsSummary>;

export const loadAtMost = 25;
export const slippingAtMost = 8;
export const daysAhead = 14;
