/** Action items that come again: on a day of the week or of the month, every one or several of them. */

export type Recurrence =
  | {
      readonly unit: "week";
      readonly every: number;
      /** ISO: 1 is Monday, 7 Sunday. */
      readonly weekday: number;
    }
  | {
      readonly unit: "month";
      readonly every: number;
      /** 1 to 31; in a shorter month its last day. */
      readonly monthDay: number;
    };

export const weeksAtMost = 52;
export const monthsAtMost = 24;

const dayMs = 86_400_000;
const toDate = (day: string) => new Date(`${day}T00:00:00Z`);
const toDay = (date: Date) => date.toISOString().slice(0, 10);
const plusDays = (day: string, count: number) =>
  toDay(new Date(toDate(day).getTime() + count * dayMs));
const weekdayOf = (day: string) => toDate(day).getUTCDay() || 7;

/** The day of a month counted from the year 0, at most the month's last. */
function dayOfMonth(month: number, monthDay: number): string {
  const year = Math.floor(month / 12);
  const last = new Date(Date.UTC(year, (month % 12) + 1, 0)).getUTCDate();
  return toDay(new Date(Date.UTC(year, month % 12, Math.min(monthDay, last))));
}

function monthOf(day: string): number {
  const date = toDate(day);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Whether a day (YYYY-MM-DD) is one of the pattern, not counting how many are left out between. */
export function isOnPattern(rule: Recurrence, day: string): boolean {
  return rule.unit === "week"
    ? weekdayOf(day) === rule.weekday
    : dayOfMonth(monthOf(day), rule.monthDay) === day;
}

/**
 * The next day of the pattern. From a day that is on it, `every` weeks or months later; from any
 * other day, as after the pattern was changed, the first one that follows.
 */
export function nextOccurrence(rule: Recurrence, day: string): string {
  if (isOnPattern(rule, day))
    return rule.unit === "week"
      ? plusDays(day, rule.every * 7)
      : dayOfMonth(monthOf(day) + rule.every, rule.monthDay);
  if (rule.unit === "week") return plusDays(day, (rule.weekday - weekdayOf(day) + 7) % 7);
  const inThisMonth = dayOfMonth(monthOf(day), rule.monthDay);
  return inThisMonth > day ? inThisMonth : dayOfMonth(monthOf(day) + 1, rule.monthDay);
}

/** The first day of the pattern after a day that has not passed; what was slept through is left out. */
export function nextOpenOccurrence(
  rule: Recurrence,
  { after, today }: { readonly after: string; readonly today: string },
): string {
  let next = nextOccurrence(rule, after);
  while (next < today) next = nextOccurrence(rule, next);
  return next;
}

/** A day as many days before another one as a second pair is apart, to keep how long there is for it. */
export function movedAlong(
  day: string,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  return plusDays(day, Math.round((toDate(to).getTime() - toDate(from).getTime()) / dayMs));
}
