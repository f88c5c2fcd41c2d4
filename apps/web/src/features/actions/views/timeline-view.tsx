import type { ActionItem } from "@istmo/contracts";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/use-language.ts";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { EmptyState, ErrorState, Loading } from "../../../ui/states.tsx";
import { useActionWords } from "../action-words.ts";
import { shortDay } from "../due-date.ts";
import { StateIcon } from "../state-icon.tsx";
import { useShownActions } from "../use-shown-actions.ts";
import type { ApartViewProps } from "./apart-view-props.ts";
import { within } from "./calendar-view.tsx";
import { dayPlus } from "../../../lib/days.ts";
import { monthPlus } from "./days.ts";
import { TimelinePicture, rowHeight } from "./timeline-picture.tsx";
import { scaleAround, zooms, type Zoom } from "./timeline-scale.ts";
import styles from "./timeline-view.module.css";
import { useDateMoves } from "./use-date-moves.ts";

/** Rows that are drawn at most; the list has all of them. */
const rowsAtMost = 300;

/** Start to due date, row by row, with what waits for what. The rows are a list of their own beside the picture. */
export function TimelineView({ query, services, onList }: ApartViewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useActionWords();
  const today = services.surroundings.todayFor(null);
  const [zoom, setZoom] = useState<Zoom>("weeks");
  const [around, setAround] = useState(today);
  const hintId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const scale = useMemo(() => scaleAround(around, zoom), [around, zoom]);
  const { items, isLoading, error, retry } = useShownActions(
    useMemo(() => within(query, scale.from, dayPlus(scale.to, -1)), [query, scale]),
  );
  const move = useDateMoves(services);
  const rows = useMemo(
    () =>
      items
        .filter(({ state }) => state !== "cancelled")
        .sort((a, b) =>
          `${a.startOn ?? a.dueOn} ${a.dueOn} ${a.id}` <
          `${b.startOn ?? b.dueOn} ${b.dueOn} ${b.id}`
            ? -1
            : 1,
        )
        .slice(0, rowsAtMost),
    [items],
  );
  const isShown = rows.length > 0;
  // The day around which one looks stands at the left third of what is seen.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box !== null) box.scrollLeft = scale.x(around) - box.clientWidth / 3;
  }, [scale, around, isShown]);

  const step = (direction: 1 | -1) => {
    const next =
      zoom === "weeks" ? dayPlus(around, 56 * direction) : monthPlus(around, 6 * direction);
    setAround(next);
  };
  const press = (item: ActionItem) => (event: KeyboardEvent) => {
    const days = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.altKey && days !== undefined && item.dueOn !== null) {
      event.preventDefault();
      move(item, dayPlus(item.dueOn, event.shiftKey ? days * 7 : days));
      return;
    }
    const next = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[
      event.key
    ] as "previousElementSibling" | "nextElementSibling" | undefined;
    if (next === undefined || event.altKey) return;
    event.preventDefault();
    event.currentTarget.closest("li")?.[next]?.querySelector("button")?.focus();
  };
  const titles = new Map(rows.map((item) => [item.id, words.titleOf(item)]));
  const sentence = (item: ActionItem): string => {
    const day = (it: string) => shortDay(it, today, language);
    const due = day(item.dueOn ?? today);
    const span =
      item.startOn === null
        ? t("views.timeline.until", { due })
        : t("views.timeline.span", { start: day(item.startOn), due });
    const needs = item.waitsForIds.flatMap((id) => titles.get(id) ?? []);
    const waits = needs.length > 0 ? t("views.timeline.needs", { titles: needs.join(", ") }) : "";
    const late = item.isOverdue ? ` · ${t("views.late")}` : "";
    return [words.state[item.state] + late, span, waits].filter(Boolean).join(" · ");
  };

  function body() {
    if (isLoading) return <Loading lines={8} />;
    if (error !== null && items.length === 0) return <ErrorState error={error} onRetry={retry} />;
    if (rows.length === 0)
      return (
        <EmptyState title={t("views.timeline.empty")}>{t("views.timeline.emptyText")}</EmptyState>
      );
    return (
      <div className={styles.timeline}>
        <ol className={styles.rows} aria-label={t("views.timeline.label")}>
          {rows.map((item) => (
            <li key={item.id} style={{ blockSize: rowHeight }}>
              <button
                type="button"
                className={styles.row}
                aria-describedby={hintId}
                data-changed={services.changedIds.has(item.id)}
                title={words.titleOf(item)}
                onKeyDown={press(item)}
                onClick={() => services.onOpen(item.id)}
              >
                <StateIcon state={item.state} size={14} />
                <span className={styles.title} lang={words.langOf(item)}>
                  {words.titleOf(item)}
                </span>
                <span className="visually-hidden">{sentence(item)}</span>
              </button>
            </li>
          ))}
        </ol>
        <div className={styles.scroll} ref={scroller} aria-hidden="true">
          <TimelinePicture
            rows={rows}
            scale={scale}
            zoom={zoom}
            today={today}
            language={language}
          />
        </div>
      </div>
    );
  }

  return (
    <div className={styles.view}>
      <div className={styles.head}>
        <div role="group" aria-label={t("views.timeline.zoom")} className={styles.zooms}>
          {zooms.map((one) => (
            <Button
              key={one}
              size="small"
              variant={zoom === one ? "secondary" : "quiet"}
              aria-pressed={zoom === one}
              onPress={() => setZoom(one)}
            >
              {one === "weeks" ? t("views.timeline.weeks") : t("views.timeline.months")}
            </Button>
          ))}
        </div>
        <Button size="small" onPress={() => setAround(today)}>
          {t("views.today")}
        </Button>
        <IconButton
          size="small"
          icon={<ChevronLeft />}
          aria-label={t("views.timeline.before")}
          onPress={() => step(-1)}
        />
        <IconButton
          size="small"
          icon={<ChevronRight />}
          aria-label={t("views.timeline.after")}
          onPress={() => step(1)}
        />
        <Button
          size="small"
          variant="quiet"
          onPress={() => onList({ dueFrom: scale.from, dueTo: dayPlus(scale.to, -1) })}
        >
          {t("views.timeline.asList")}
        </Button>
        <p className={styles.hint} id={hintId}>
          {t("views.timeline.hint")}
        </p>
      </div>
      {body()}
    </div>
  );
}
