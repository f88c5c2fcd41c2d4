/** The calendar of one's own action items, at an address that is a secret. */
import { z } from "zod";

export const calendarFeed = z.object({
  /** Null where there is none. */
  createdAt: z.iso.datetime().nullable(),
});
export type CalendarFeed = z.infer<typeof calendarFeed>;

export const newCalendarFeed = z.object({
  createdAt: z.iso.datetime(),
  /** Below the address of the page. Said once: only a hash of it is kept. */
  path: z.string(),
});
export type NewCalendarFeed = z.infer<typeof newCalendarFeed>;
