import { CalendarDays, ChartGantt, Columns3, List, SunMedium } from "lucide-react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { useTranslation } from "react-i18next";
import { viewKinds, withFilters, type ActionFilters, type ViewKind } from "../action-filters.ts";
import styles from "./view-switch.module.css";

interface ViewSwitchProps {
  readonly filters: ActionFilters;
  readonly onFiltersChange: (filters: ActionFilters) => void;
}

const icons: Record<ViewKind, typeof List> = {
  board: Columns3,
  list: List,
  day: SunMedium,
  calendar: CalendarDays,
  timeline: ChartGantt,
};

/** The ways of looking at the same items. */
export function ViewSwitch({ filters, onFiltersChange }: ViewSwitchProps) {
  const { t } = useTranslation();
  const names: Record<ViewKind, string> = {
    board: t("actions.board"),
    list: t("actions.list"),
    day: t("views.day.name"),
    calendar: t("views.calendar.name"),
    timeline: t("views.timeline.name"),
  };
  return (
    <ToggleButtonGroup
      className={styles.switch!}
      aria-label={t("actions.view")}
      disallowEmptySelection
      selectedKeys={[filters.view ?? "board"]}
      onSelectionChange={(keys) => {
        const view = viewKinds.find((kind) => keys.has(kind));
        onFiltersChange(withFilters(filters, { view: view === "board" ? undefined : view }));
      }}
    >
      {viewKinds.map((kind) => {
        const Icon = icons[kind];
        return (
          <ToggleButton key={kind} id={kind} className={styles.option!}>
            <Icon size={15} aria-hidden />
            <span className={styles.name}>{names[kind]}</span>
          </ToggleButton>
        );
      })}
    </ToggleButtonGroup>
  );
}
