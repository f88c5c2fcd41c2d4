/** Days and moments in words. A day (YYYY-MM-DD) has no time zone and is never shifted by one. */
import type { Language } from "../i18n/i18n.ts";

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const tags: Record<Language, string> = { es: "es-PA", en: "en-GB" };

function noonOf(day: string): Date | null {
  const match = dayPattern.exec(day);
  if (match === null) return null;
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]), 12);
}

function isThisYear(date: Date): boolean {
  return date.getFullYear() === new Date().getFullYear();
}

/** "24 nov", with the year where it is not this one. */
export function formatDay(dayOrMoment: string, language: Language): string {
  const date = noonOf(dayOrMoment) ?? new Date(dayOrMoment);
  return new Intl.DateTimeFormat(tags[language], {
    day: "numeric",
    month: "short",
    ...(isThisYear(date) ? {} : { year: "numeric" }),
  }).format(date);
}

/** "24 de noviembre de 2026, 14:05", for titles and records. */
export function formatMoment(moment: string, language: Language): string {
  return new Intl.DateTimeFormat(tags[language], {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(moment));
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "hace 5 min" for what is recent, the day for what is older than a week. */
export function formatAgo(moment: string, language: Language, now = Date.now()): string {
  const seconds = Math.round((new Date(moment).getTime() - now) / 1_000);
  if (Math.abs(seconds) > 7 * 86_400) return formatDay(moment, language);
  const relative = new Intl.RelativeTimeFormat(tags[language], { numeric: "auto", style: "short" });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(0, "second");
}
