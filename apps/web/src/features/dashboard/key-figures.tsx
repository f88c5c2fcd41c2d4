import { Link } from "@tanstack/react-router";
import {
  CalendarClock,
  CalendarRange,
  CircleCheckBig,
  OctagonPause,
  TriangleAlert,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./dashboard.module.css";
import type { ActionsSearch } from "./places.ts";

export interface KeyFigure {
  readonly key: "overdue" | "dueToday" | "dueSoon" | "blocked" | "toVerify";
  readonly count: number;
  readonly to: ActionsSearch;
}

const icons = {
  overdue: TriangleAlert,
  dueToday: CalendarClock,
  dueSoon: CalendarRange,
  blocked: OctagonPause,
  toVerify: CircleCheckBig,
};

/** What one looks at first: five numbers, each the way to its list. */
export function KeyFigures({ figures }: { figures: readonly KeyFigure[] }) {
  const { t } = useTranslation();
  const names = {
    overdue: t("dashboard.overdue"),
    dueToday: t("dashboard.dueToday"),
    dueSoon: t("dashboard.dueSoon"),
    blocked: t("dashboard.blocked"),
    toVerify: t("dashboard.toVerify"),
  };
  return (
    <ul className={styles.figures} aria-label={t("dashboard.figures")}>
      {figures.map(({ key, count, to }) => {
        const Icon = icons[key];
        return (
          <li key={key}>
            <Link
              to="/actions"
              search={to}
              className={styles.figure}
              data-figure={key}
              data-none={count === 0}
            >
              <span className={styles.figureName}>
                <Icon size={15} aria-hidden />
                {names[key]}
              </span>
              <span className={styles.figureCount}>{count}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
