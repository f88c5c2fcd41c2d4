import { offsetAt } from "@istmo/domain";

/** Where the time comes from, so that tests may move it. */
export interface Clock {
  now(): Date;
}

/** The machine's clock; a demonstration's may be ahead by some milliseconds. */
export const systemClock = (ahead = 0): Clock => ({ now: () => new Date(Date.now() + ahead) });

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day (YYYY-MM-DD) at an instant in a time zone, for due dates. */
export function dayIn(timeZone: string, at: Date): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/** The first instant of a calendar day (YYYY-MM-DD) in a time zone. */
export function startOfDay(timeZone: string, day: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The offset in force then may differ from that of the first guess, around a change of the clocks.
  const guess = new Date(midnight - offsetAt(timeZone, midnight));
  const start = new Date(midnight - offsetAt(timeZone, guess.getTime()));
  // Where the clocks skip midnight, the day begins when they have.
  return dayIn(timeZone, start) < day ? guess : start;
}

/** The day after a calendar day (YYYY-MM-DD). */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
