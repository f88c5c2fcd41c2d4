import type { ActionsSummary } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";
import styles from "./dashboard.module.css";
import { Count, Numbers } from "./numbers.tsx";
import type { ActionsSearch } from "./places.ts";

const tallest = 84;

/** One column for each of the next fourteen days. */
export function NextDays({
  days,
  placeOn,
}: {
  days: ActionsSummary["nextDays"];
  placeOn: (day: string) => ActionsSearch;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const most = Math.max(1, ...days.map(({ count }) => count));
  const weekday = new Intl.DateTimeFormat(language === "es" ? "es-PA" : "en-GB", {
    ...{ weekday: "narrow", timeZone: "UTC" },
  });
  return (
    <div className={styles.picture}>
      <ol className={styles.days} aria-label={t("dashboard.aheadPicture")}>
        {days.map(({ day, count }, index) => {
          const date = new Date(`${day}T00:00:00Z`);
          const tall = Math.round((count / most) * tallest);
          return (
            <li key={day} className={styles.day} data-today={index === 0}>
              <span className={styles.dayCount}>
                {count > 0 && (
                  <Link
                    to="/actions"
                    search={placeOn(day)}
                    aria-label={`${formatDay(day, language)}: ${count}`}
                  >
                    {count}
                  </Link>
                )}
              </span>
              <svg width="100%" height={Math.max(2, tall)} aria-hidden="true" focusable="false">
                <rect
                  width="100%"
                  height="100%"
                  className={styles.column}
                  data-none={count === 0}
                />
              </svg>
              <span className={styles.dayName} aria-hidden={count > 0}>
                <span>{weekday.format(date)}</span>
                <span>{date.getUTCDate()}</span>
              </span>
            </li>
          );
        })}
      </ol>
      <Numbers
        label={t("dashboard.ahead")}
        heads={[t("dashboard.day"), t("dashboard.due")]}
        rows={days.map(({ day, count }) => ({
          id: day,
          name: formatDay(day, language),
          cells: [<Count key={day} count={count} to={placeOn(day)} />],
        }))}
      />
    </div>
  );
}
