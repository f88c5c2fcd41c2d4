/** Days of a calendar, as YYYY-MM-DD; weeks begin on Monday. */
import { dayPlus } from "../../../lib/days.ts";
import { dateFormat } from "../../../lib/formats.ts";

const asDate = (day: string) => new Date(`${day}T00:00:00Z`);
const asDay = (date: Date) => date.toISOString().slice(0, 10);

/** The Monday of a day's week. */
export function weekStart(day: string): string {
  return dayPlus(day, -((asDate(day).getUTCDay() + 6) % 7));
}

/** The same day some months on, or the last one of that month where it is shorter. */
export function monthPlus(day: string, months: number): string {
  const date = asDate(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return asDay(date);
}

/** The weeks that show the month of a day, whole, each of seven days. */
export function weeksOfMonth(day: string): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const next = monthPlus(first, 1);
  const weeks: string[][] = [];
  for (let monday = weekStart(first); monday < next; monday = dayPlus(monday, 7))
    weeks.push(weekOf(monday));
  return weeks;
}

/** The seven days of a day's week. */
export function weekOf(day: string): string[] {
  const monday = weekStart(day);
  return Array.from({ length: 7 }, (_, index) => dayPlus(monday, index));
}

/** Days from one to another; negative backwards. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((asDate(to).getTime() - asDate(from).getTime()) / 86_400_000);

/** A day as a format of the language says it. */
export const sayDay = (
  day: string,
  language: string,
  options: Intl.DateTimeFormatOptions,
): string =>
  dateFormat(language === "en" ? "en-GB" : "es-PA", {
    ...options,
    timeZone: "UTC",
  }).format(asDate(day));

/** How many days an arrow key goes in a grid of weeks; 0 for other keys. */
export function daysOfKey(key: string): number {
  return { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key] ?? 0;
}
