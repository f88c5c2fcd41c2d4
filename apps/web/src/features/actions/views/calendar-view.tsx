import type { ActionItem } from "@istmo/contracts";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/use-language.ts";
import { useMedia } from "../../../lib/use-media.ts";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import type { ActionsQuery } from "../action-filters.ts";
import { longDay } from "../due-date.ts";
import { useShownActions } from "../use-shown-actions.ts";
import type { ApartViewProps } from "./apart-view-props.ts";
import styles from "./calendar-view.module.css";
import { dayPlus } from "../../../lib/days.ts";
import { daysOfKey, monthPlus, sayDay, weekOf, weeksOfMonth } from "./days.ts";
import { ItemButton, itemType } from "./item-button.tsx";
import { useDateMoves } from "./use-date-moves.ts";

/** How many items of a day stand in the grid before "more". */
const inCell = 3;

/** The items due within days, without those of the filters that lie outside. */
export function within(query: ActionsQuery, from: string, to: string): ActionsQuery {
  const later = query.dueFrom !== undefined && query.dueFrom > from ? query.dueFrom : from;
  const sooner = query.dueTo !== undefined && query.dueTo < to ? query.dueTo : to;
  return { ...query, dueFrom: later, dueTo: sooner };
}

/** Due dates in a month; on a phone in a week, day by day. */
export function CalendarView({ query, services, onList }: ApartViewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isPhone = useMedia("(width < 640px)");
  const today = services.surroundings.todayFor(null);
  const [shownDay, setShownDay] = useState(today);
  const grid = useRef<HTMLDivElement>(null);
  /** What gets the focus once it stands in its new place. */
  const wanted = useRef<string | null>(null);
  const hintId = useId();
  const weeks = useMemo(
    () => (isPhone ? [weekOf(shownDay)] : weeksOfMonth(shownDay)),
    [isPhone, shownDay],
  );
  const days = weeks.flat();
  const [from = today, to = today] = [days[0], days.at(-1)];
  const { items, error, retry } = useShownActions(
    useMemo(() => within(query, from, to), [query, from, to]),
  );
  const byDay = useMemo(() => {
    const all = new Map<string, ActionItem[]>();
    for (const item of items) {
      if (item.dueOn === null || item.state === "cancelled") continue;
      all.set(item.dueOn, [...(all.get(item.dueOn) ?? []), item]);
    }
    return all;
  }, [items]);
  const move = useDateMoves(services);

  useEffect(() => {
    if (wanted.current === null) return;
    const target = grid.current?.querySelector<HTMLElement>(wanted.current);
    if (target === null || target === undefined) return;
    wanted.current = null;
    target.focus();
  });

  const moveItem = (item: ActionItem, day: string) => {
    wanted.current = `[data-day="${day}"] [data-item="${CSS.escape(item.id)}"]`;
    if (item.abilities.edit && !item.isOverdue && day >= today) setShownDay(day);
    move(item, day);
  };
  const go = (day: string) => {
    wanted.current = `[data-day="${day}"]`;
    setShownDay(day);
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const keys: Record<string, string> = {
      PageUp: isPhone ? dayPlus(shownDay, -7) : monthPlus(shownDay, -1),
      PageDown: isPhone ? dayPlus(shownDay, 7) : monthPlus(shownDay, 1),
      Home: weekOf(shownDay)[0] ?? shownDay,
      End: weekOf(shownDay)[6] ?? shownDay,
    };
    const steps = daysOfKey(event.key);
    const next = steps === 0 ? keys[event.key] : dayPlus(shownDay, steps);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(next);
  };
  const step = (direction: 1 | -1) =>
    setShownDay(isPhone ? dayPlus(shownDay, 7 * direction) : monthPlus(shownDay, direction));
  const heading = isPhone
    ? `${sayDay(from, language, { day: "numeric", month: "short" })} – ${sayDay(to, language, { day: "numeric", month: "short", year: "numeric" })}`
    : sayDay(shownDay, language, { month: "long", year: "numeric" });

  function cell(day: string) {
    const all = byDay.get(day) ?? [];
    // In a week there is room for every one.
    const shown = isPhone || all.length <= inCell + 1 ? all : all.slice(0, inCell);
    return (
      <div
        key={day}
        role="gridcell"
        className={styles.cell}
        data-day={day}
        data-today={day === today}
        data-outside={!isPhone && day.slice(0, 7) !== shownDay.slice(0, 7)}
        tabIndex={day === shownDay ? 0 : -1}
        aria-current={day === today ? "date" : undefined}
        onFocus={(event) => {
          if (event.target === event.currentTarget && day !== shownDay) setShownDay(day);
        }}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(itemType)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = "move";
        }}
        onDrop={(event) => {
          event.preventDefault();
          const item = items.find(({ id }) => id === event.dataTransfer.getData(itemType));
          if (item) moveItem(item, day);
        }}
      >
        <span className="visually-hidden">
          {t("views.calendar.cell", { day: longDay(day, language), count: all.length })}
        </span>
        <span className={styles.number} aria-hidden="true">
          {isPhone
            ? sayDay(day, language, { weekday: "short", day: "numeric" })
            : Number(day.slice(8))}
        </span>
        {shown.map((item) => (
          <ItemButton
            key={item.id}
            item={item}
            services={services}
            onMove={moveItem}
            describedBy={hintId}
          />
        ))}
        {shown.length < all.length && (
          <button
            type="button"
            className={styles.more}
            onClick={() => onList({ dueFrom: day, dueTo: day })}
          >
            {t("views.calendar.more", { count: all.length - shown.length })}
          </button>
        )}
      </div>
    );
  }

  if (error !== null && items.length === 0) return <ErrorState error={error} onRetry={retry} />;
  return (
    <div className={styles.calendar}>
      <div className={styles.head}>
        <h2 className={styles.month} aria-live="polite">
          {heading}
        </h2>
        <Button size="small" onPress={() => go(today)}>
          {t("views.today")}
        </Button>
        <IconButton
          size="small"
          icon={<ChevronLeft />}
          aria-label={isPhone ? t("views.calendar.weekBefore") : t("views.calendar.monthBefore")}
          onPress={() => step(-1)}
        />
        <IconButton
          size="small"
          icon={<ChevronRight />}
          aria-label={isPhone ? t("views.calendar.weekAfter") : t("views.calendar.monthAfter")}
          onPress={() => step(1)}
        />
        <p className={styles.hint} id={hintId}>
          {t("views.calendar.hint")}
        </p>
      </div>
      <div
        role="grid"
        aria-label={t("views.calendar.label", { heading })}
        className={styles.grid}
        ref={grid}
        onKeyDown={press}
      >
        {!isPhone && (
          <div role="row" className={styles.week}>
            {(weeks[0] ?? []).map((day) => (
              <span
                key={day}
                role="columnheader"
                className={styles.weekday}
                aria-label={sayDay(day, language, { weekday: "long" })}
              >
                {sayDay(day, language, { weekday: "short" })}
              </span>
            ))}
          </div>
        )}
        {weeks.map((week) => (
          <div key={week[0]} role="row" className={styles.week}>
            {week.map(cell)}
          </div>
        ))}
      </div>
    </div>
  );
}
