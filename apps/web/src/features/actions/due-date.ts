/** When an item is due, in words. Days are YYYY-MM-DD in the time zone of the centre concerned. */
import type { ActionItem } from "@istmo/contracts";
import { dateFormat, relativeFormat } from "../../lib/formats.ts";

/** As elsewhere on the page: day before month in both languages. */
const tagOf = (language: string) => (language === "en" ? "en-GB" : "es-PA");
const msPerDay = 86_400_000;

/** Today's date in a time zone. */
export function todayIn(timeZone: string | undefined, now: Date = new Date()): string {
  // The Swedish locale writes dates as YYYY-MM-DD.
  return dateFormat("sv-SE", { timeZone, dateStyle: "short" }).format(now);
}

const asUtc = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** Whole days from `today` to `day`; negative when it has passed. */
export function daysUntil(day: string, today: string): number {
  return Math.round((asUtc(day) - asUtc(today)) / msPerDay);
}

/** "hoy", "mañana", "hace 3 días", "dentro de 2 semanas". */
export function relativeDay(day: string, today: string, language: string): string {
  const days = daysUntil(day, today);
  const far = Math.abs(days);
  // "tomorrow" is exact; "next month" would not be, so the longer units are counted.
  const numeric = far < 14 ? "auto" : "always";
  const words = relativeFormat(tagOf(language), { numeric });
  if (far < 14) return words.format(days, "day");
  if (far < 60) return words.format(Math.round(days / 7), "week");
  if (far < 730) return words.format(Math.round(days / 30.44), "month");
  return words.format(Math.round(days / 365.25), "year");
}

/** "24 nov 2026"; the year only where it is not this one. */
export function shortDay(day: string, today: string, language: string): string {
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return dateFormat(tagOf(language), {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(asUtc(day));
}

/** "martes, 24 de noviembre de 2026". */
export function longDay(day: string, language: string): string {
  return dateFormat(tagOf(language), { timeZone: "UTC", dateStyle: "full" }).format(asUtc(day));
}

export type Urgency = "none" | "settled" | "late" | "soon" | "later";

/** How pressing the date is: `soon` is within a week; done and later states press nobody. */
export function urgencyOf(
  item: Pick<ActionItem, "state" | "dueOn" | "isOverdue">,
  today: string,
): Urgency {
  if (item.dueOn === null) return "none";
  if (item.state === "done" || item.state === "verified" || item.state === "cancelled") {
    return "settled";
  }
  if (item.isOverdue || item.dueOn < today) return "late";
  return daysUntil(item.dueOn, today) <= 7 ? "soon" : "later";
}
