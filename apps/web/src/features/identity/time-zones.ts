/** The time zones that a person may choose from: the region's by country, then all others. */
import type { Language } from "../../i18n/i18n.ts";

/** The centres' countries, their neighbours, and where the office's partners sit. */
const regional: readonly (readonly [country: string, zone: string])[] = [
  ["PA", "America/Panama"],
  ["SV", "America/El_Salvador"],
  ["GT", "America/Guatemala"],
  ["NI", "America/Managua"],
  ["DO", "America/Santo_Domingo"],
  ["HN", "America/Tegucigalpa"],
  ["CR", "America/Costa_Rica"],
  ["BZ", "America/Belize"],
];
const alsoRegional = ["America/Mexico_City", "America/Bogota", "America/New_York", "Europe/Vienna"];

export interface TimeZoneOption {
  readonly id: string;
  readonly label: string;
}
export interface TimeZoneGroups {
  readonly region: readonly TimeZoneOption[];
  readonly others: readonly TimeZoneOption[];
}

/** "UTC−05:00" at that moment; zones with summer time change. */
function offsetOf(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    timeZoneName: "longOffset",
  }).formatToParts(at);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  return name.replace("GMT", "UTC").replace("-", "−");
}

/** "America/Argentina/La_Rioja" is "America / Argentina / La Rioja". */
function readable(zone: string): string {
  return zone.replaceAll("_", " ").replaceAll("/", " / ");
}

export function timeZoneGroups(
  language: Language,
  current: string,
  { now = new Date(), known = Intl.supportedValuesOf("timeZone") } = {},
): TimeZoneGroups {
  const countries = new Intl.DisplayNames(language, { type: "region" });
  const option = (zone: string, name: string) => ({
    id: zone,
    label: `${name} (${offsetOf(zone, now)})`,
  });
  const region = [
    ...regional.map(([country, zone]) => option(zone, countries.of(country) ?? readable(zone))),
    ...alsoRegional.map((zone) => option(zone, readable(zone))),
  ];
  const inRegion = new Set(region.map(({ id }) => id));
  // An older name of a zone, or UTC, is not among those that the browser lists.
  const all = known.includes(current) ? known : [...known, current].sort();
  const others = all.filter((zone) => !inRegion.has(zone));
  return { region, others: others.map((zone) => option(zone, readable(zone))) };
}
