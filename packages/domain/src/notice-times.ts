/** When somebody is told by mail, on the clocks of their own zone. */
import { dayPlus, instantOf, offsetAt } from "./time-limit.ts";

/** Hours in which no mail is sent: from one "HH:MM" to another, over midnight where that is earlier. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

export interface MailTimes {
  readonly timeZone: string;
  /** The full hour of the daily digest, 0 to 23. */
  readonly digestHour: number;
  readonly quiet: QuietHours | null;
}

/** The digest comes before the day's work. */
export const usualDigestHour = 7;
/** Days before the day it is due on which somebody is told. */
export const soonDays = 3;
/** Of a commitment, whose evidence takes longer. */
export const soonDaysOfCommitment = 14;

/** The day (YYYY-MM-DD) and the hour (HH:MM) that the clocks of a zone show. */
export function localTime(
  timeZone: string,
  at: Date,
): { readonly day: string; readonly hour: string } {
  const local = new Date(at.getTime() + offsetAt(timeZone, at.getTime())).toISOString();
  return { day: local.slice(0, 10), hour: local.slice(11, 16) };
}

/** Whether an hour (HH:MM) lies within the quiet ones; their last minute is not quiet any more. */
export function isQuietHour({ from, until }: QuietHours, hour: string): boolean {
  if (from === until) return false;
  return from < until ? from <= hour && hour < until : hour >= from || hour < until;
}

/** The instant from which a mail that is ready now may go: now, or the end of the quiet hours. */
export function mailableFrom({ timeZone, quiet }: Omit<MailTimes, "digestHour">, now: Date): Date {
  if (quiet === null) return now;
  const { day, hour } = localTime(timeZone, now);
  if (!isQuietHour(quiet, hour)) return now;
  const ends = quiet.until > hour ? day : dayPlus(day, 1);
  const end = instantOf({ day: ends, hour: quiet.until, timeZone }) ?? now;
  return end > now ? end : now;
}

/** The instant at which the digest of a day is sent: at the person's hour, after their quiet ones. */
export function digestAt(times: MailTimes, day: string): Date | null {
  const hour = `${String(times.digestHour).padStart(2, "0")}:00`;
  const at = instantOf({ day, hour, timeZone: times.timeZone });
  return at && mailableFrom(times, at);
}

/**
 * The day whose digest is to be sent now; null when the last one has been. Of several days that
 * were missed it is the last: there is one mail, not one for each.
 */
export function digestDue(times: MailTimes, lastDay: string | null, now: Date): string | null {
  const today = localTime(times.timeZone, now).day;
  // Quiet hours may push the digest of an evening into the next morning.
  for (const day of [today, dayPlus(today, -1)]) {
    const at = digestAt(times, day);
    if (at !== null && at <= now) return lastDay === null || lastDay < day ? day : null;
  }
  return null;
}

/** What a due date is told as on a day; null while it is far away. Days as YYYY-MM-DD. */
export function dateAlert(
  dueOn: string,
  today: string,
  within: number = soonDays,
): "due_soon" | "overdue" | null {
  if (dueOn < today) return "overdue";
  return dueOn <= dayPlus(today, within) ? "due_soon" : null;
}
