import type { ActionsSummary } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";
import styles from "./dashboard.module.css";
import { Numbers } from "./numbers.tsx";
import { niceTop } from "./scale.ts";
import { useWidth } from "./use-width.ts";

const height = 200;
const room = { left: 34, right: 84, top: 12, bottom: 26 };

/** What was taken on and what is done, at the end of each week: the gap is what is left. */
export function BurnUp({ weeks }: { weeks: ActionsSummary["weeks"] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [watch, width] = useWidth();
  const last = weeks.at(-1) ?? { end: "", all: 0, done: 0 };
  const top = niceTop(Math.max(...weeks.map(({ all }) => all), 1));
  const innerWidth = Math.max(10, width - room.left - room.right);
  const innerHeight = height - room.top - room.bottom;
  const x = (index: number) => room.left + (index / Math.max(1, weeks.length - 1)) * innerWidth;
  const y = (value: number) => room.top + innerHeight * (1 - value / top);
  const line = (of: "all" | "done") =>
    weeks.map((week, index) => `${x(index).toFixed(1)},${y(week[of]).toFixed(1)}`).join(" ");
  const ticks = [0, top / 2, top];
  const every = width < 420 ? 6 : 3;
  // Two words at the same height would lie over each other.
  const gap = y(last.done) - y(last.all);
  const apart = gap < 30 ? (30 - gap) / 2 : 0;
  return (
    <div className={styles.picture} ref={watch}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={t("dashboard.burnUpPicture", { done: last.done, all: last.all })}
          className={styles.lines}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={room.left}
                x2={room.left + innerWidth}
                y1={y(tick)}
                y2={y(tick)}
                className={styles.grid}
              />
              <text x={room.left - 8} y={y(tick) + 4} textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
          {weeks.map(({ end }, index) =>
            (weeks.length - 1 - index) % every === 0 ? (
              <text key={end} x={x(index)} y={height - 6} textAnchor="middle">
                {formatDay(end, language)}
              </text>
            ) : null,
          )}
          <polygon
            className={styles.area}
            points={`${x(0)},${y(0)} ${line("done")} ${x(weeks.length - 1)},${y(0)}`}
          />
          <polyline className={styles.all} points={line("all")} />
          <polyline className={styles.done} points={line("done")} />
          {(["all", "done"] as const).map((of) => {
            const at = y(last[of]) + (of === "all" ? -apart : apart);
            return (
              <text key={of} x={x(weeks.length - 1) + 8} y={at} className={styles.end}>
                <tspan className={styles.endCount}>{last[of]}</tspan>
                <tspan x={x(weeks.length - 1) + 8} dy="13">
                  {of === "all" ? t("dashboard.all") : t("dashboard.done")}
                </tspan>
              </text>
            );
          })}
        </svg>
      )}
      <Numbers
        label={t("dashboard.burnUp")}
        heads={[t("dashboard.week"), t("dashboard.all"), t("dashboard.done")]}
        rows={[...weeks].reverse().map(({ end, all, done }) => ({
          ...{ id: end, name: formatDay(end, language), cells: [all, done] },
        }))}
      />
    </div>
  );
}
