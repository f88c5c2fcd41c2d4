import type { WantedRecurrence } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/use-language.ts";
import { formatDay } from "../../../lib/dates.ts";

/** The days of the week from Monday on, by their ISO numbers. */
export function useWeekdays(): readonly { readonly id: string; readonly label: string }[] {
  const language = useLanguage();
  const format = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  // The first of January 2024 was a Monday.
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    id: String(day),
    label: format.format(new Date(Date.UTC(2024, 0, day))),
  }));
}

/** How often something comes again, as a sentence. */
export function useRecurrenceWords(): (
  recurrence: Pick<WantedRecurrence, "pattern" | "until">,
) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const weekdays = useWeekdays();
  return ({ pattern, until }) => {
    const { every: count } = pattern;
    const how =
      pattern.unit === "week"
        ? t("action.recurrence.weekly", { count, day: weekdays[pattern.weekday - 1]?.label })
        : t("action.recurrence.monthly", { count, day: pattern.monthDay });
    if (until === null || until === undefined) return how;
    return t("action.recurrence.untilDay", { how, until: formatDay(until, language) });
  };
}
