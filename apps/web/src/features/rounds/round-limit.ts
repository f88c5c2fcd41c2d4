/** The time limit of a round in words: by the hour of its own zone, whatever the reader's clock says. */
import type { TFunction } from "i18next";
import type { Language } from "../../i18n/i18n.ts";

/** The zones that are offered; a round may have any that IANA knows. */
export const offeredZones = [
  "America/Panama",
  "America/Belize",
  "America/Bogota",
  "America/Costa_Rica",
  "America/El_Salvador",
  "America/Guatemala",
  "America/Guyana",
  "America/Jamaica",
  "America/Managua",
  "America/Mexico_City",
  "America/New_York",
  "America/Port_of_Spain",
  "America/Santo_Domingo",
  "America/Tegucigalpa",
  "Europe/Brussels",
  "Europe/Madrid",
  "Europe/Vienna",
  "UTC",
] as const;

const tags: Record<Language, string> = { es: "es-PA", en: "en-GB" };

/** "hora de Panamá"; a zone without a word of its own is called as IANA calls it. */
export function zoneName(t: TFunction, timeZone: string): string {
  return offeredZones.some((one) => one === timeZone) ? t(`rounds.zone.${timeZone}`) : timeZone;
}

function momentIn(at: string, timeZone: string | undefined, language: Language): string {
  return new Intl.DateTimeFormat(tags[language], {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at));
}

/** "30 de noviembre de 2026, 18:00, hora de Panamá". */
export function limitWords(
  t: TFunction,
  { at, timeZone }: { readonly at: string; readonly timeZone: string },
  language: Language,
): string {
  const zone = zoneName(t, timeZone);
  return t("rounds.zone", { moment: momentIn(at, timeZone, language), zone });
}

/** The same instant on the clock of this device; null where that shows the same hour. */
export function limitHere(
  { at, timeZone }: { readonly at: string; readonly timeZone: string },
  language: Language,
): string | null {
  const here = momentIn(at, undefined, language);
  return here === momentIn(at, timeZone, language) ? null : here;
}

/** The day and the hour that the clocks of a zone show at an instant, as the fields take them. */
export function localHourOf(at: string, timeZone: string): { day: string; hour: string } {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((one) => one.type === type)?.value ?? "";
  return {
    day: `${part("year")}-${part("month")}-${part("day")}`,
    hour: `${part("hour")}:${part("minute")}`,
  };
}

/** "dentro de 14 días", "hace 3 horas". */
export function remaining(at: string, language: Language, now = Date.now()): string {
  const hours = (Date.parse(at) - now) / 3_600_000;
  const relative = new Intl.RelativeTimeFormat(tags[language]);
  if (Math.abs(hours) >= 48) return relative.format(Math.trunc(hours / 24), "day");
  if (Math.abs(hours) >= 1) return relative.format(Math.trunc(hours), "hour");
  return relative.format(Math.trunc(hours * 60), "minute");
}
