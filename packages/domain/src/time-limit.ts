/**
 * Limits by an exact hour with its zone. A limit is an instant, worked out once, on the server, from
 * the hour that a person chose; whether it has passed is asked of the server's clock alone, so that
 * the clock of a page, a day off or not, never counts.
 */

export interface TimeLimit {
  /** The instant itself. */
  readonly at: Date;
  /** The zone in whose hours it was set and is shown, as IANA calls it. */
  readonly timeZone: string;
}

/** A day and an hour on the clocks of a zone: "2026-12-04", "18:00", "America/Panama". */
export interface LocalHour {
  readonly day: string;
  readonly hour: string;
  readonly timeZone: string;
}

/** Whether a limit has passed; at its very instant it has. */
export const hasPassed = (limit: Pick<TimeLimit, "at">, now: Date): boolean => limit.at <= now;

/** Whether IANA knows a zone of this name. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    // "+05:00" is an offset and no zone: nobody can say in words which place it is.
    return /^[A-Za-z]/.test(timeZone);
  } catch {
    return false;
  }
}

/** By zone: making one costs a hundred times what asking it does. */
const clockFaces = new Map<string, Intl.DateTimeFormat>();

function clockFace(timeZone: string): Intl.DateTimeFormat {
  const known = clockFaces.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  clockFaces.set(timeZone, format);
  return format;
}

/** Milliseconds by which a zone is ahead of UTC at an instant, which is in milliseconds. */
export function offsetAt(timeZone: string, at: number): number {
  const format = clockFace(timeZone);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - Math.floor(at / 1000) * 1000;
}

/**
 * The instant at which the clocks of a zone show this hour. An hour that they show twice is the
 * later one, so that nobody loses an hour; one that they skip is as much later as they jump. Null
 * where there is no such zone, day or hour.
 */
export function instantOf({ day, hour, timeZone }: LocalHour): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(hour)) return null;
  const wanted = Date.parse(`${day}T${hour}:00Z`);
  if (Number.isNaN(wanted) || !isTimeZone(timeZone)) return null;
  // No 31 February: `Date.parse` may read it as a day in March.
  if (new Date(wanted).toISOString().slice(0, 10) !== day) return null;
  const around = [wanted - 86_400_000, wanted + 86_400_000];
  const candidates = around.map((at) => wanted - offsetAt(timeZone, at));
  const fitting = candidates.filter((at) => at + offsetAt(timeZone, at) === wanted);
  return new Date(Math.max(...(fitting.length > 0 ? fitting : candidates)));
}

/** The limit at an hour of a zone; null where there is none such. */
export function limitAt(hour: LocalHour): TimeLimit | null {
  const at = instantOf(hour);
  return at && { at, timeZone: hour.timeZone };
}

/** The day (YYYY-MM-DD) some days after another; before it with a negative number. */
export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
