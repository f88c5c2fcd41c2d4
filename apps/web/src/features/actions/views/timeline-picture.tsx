import type { ActionItem } from "@istmo/contracts";
import { useId } from "react";
import { sayDay } from "./days.ts";
import { barOf, type TimeBar, type TimeScale, type Zoom } from "./timeline-scale.ts";
import styles from "./timeline-view.module.css";

export const rowHeight = 32;
export const headHeight = 28;
const barHeight = 14;

interface TimelinePictureProps {
  readonly rows: readonly ActionItem[];
  readonly scale: TimeScale;
  readonly zoom: Zoom;
  readonly today: string;
  readonly language: string;
}

/** The bars, what joins them, and the line of today. What it says is said by the list beside it. */
export function TimelinePicture({ rows, scale, zoom, today, language }: TimelinePictureProps) {
  const arrowId = useId();
  const height = headHeight + rows.length * rowHeight;
  const bars = new Map<string, { bar: TimeBar; y: number }>();
  for (const [index, item] of rows.entries()) {
    const bar = barOf(item, scale);
    if (bar !== null) bars.set(item.id, { bar, y: headHeight + (index + 0.5) * rowHeight });
  }
  const todayAt = scale.x(today) + scale.perDay / 2;
  return (
    <svg width={scale.width} height={height} className={styles.picture} focusable="false">
      <defs>
        <marker
          id={arrowId}
          viewBox="0 0 6 6"
          refX="5"
          refY="3"
          markerWidth="6"
          markerHeight="6"
          orient="auto"
        >
          <path d="M0 0 L6 3 L0 6 z" className={styles.arrow} />
        </marker>
      </defs>
      {scale.marks.map((mark) => (
        <g key={mark}>
          <line
            x1={scale.x(mark)}
            x2={scale.x(mark)}
            y1={headHeight - 6}
            y2={height}
            className={styles.mark}
          />
          <text x={scale.x(mark) + 4} y={headHeight - 10}>
            {zoom === "weeks"
              ? sayDay(mark, language, { day: "numeric", month: "short" })
              : sayDay(mark, language, { month: "short", year: "2-digit" })}
          </text>
        </g>
      ))}
      {today >= scale.from && today < scale.to && (
        <line x1={todayAt} x2={todayAt} y1={headHeight - 6} y2={height} className={styles.today} />
      )}
      {rows.flatMap((item) =>
        item.waitsForIds.flatMap((needsId) => {
          const from = bars.get(needsId);
          const to = bars.get(item.id);
          if (from === undefined || to === undefined) return [];
          const x1 = from.bar.left + from.bar.width;
          const x2 = to.bar.left;
          const turn = Math.max(x1 + 8, x2 - 8);
          const d =
            x2 - 8 >= x1
              ? `M${x1} ${from.y} H${turn} V${to.y} H${x2 - 1}`
              : `M${x1} ${from.y} H${x1 + 8} V${(from.y + to.y) / 2} H${x2 - 10} V${to.y} H${x2 - 1}`;
          return [
            <path
              key={`${needsId} ${item.id}`}
              d={d}
              className={styles.need}
              markerEnd={`url(#${arrowId})`}
            />,
          ];
        }),
      )}
      {rows.map((item) => {
        const at = bars.get(item.id);
        if (at === undefined) return null;
        const { bar, y } = at;
        const look = item.isOverdue ? "late" : item.state;
        if (bar.isPoint) {
          const x = bar.left + bar.width / 2;
          return (
            <path
              key={item.id}
              className={styles.bar}
              data-look={look}
              d={`M${x} ${y - 8} l8 8 l-8 8 l-8 -8 z`}
            />
          );
        }
        return (
          <rect
            key={item.id}
            className={styles.bar}
            data-look={look}
            x={bar.left}
            y={y - barHeight / 2}
            width={bar.width}
            height={barHeight}
            rx={3}
          />
        );
      })}
    </svg>
  );
}
