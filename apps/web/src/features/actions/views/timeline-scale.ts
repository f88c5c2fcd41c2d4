/** Where days lie on the timeline. */
import type { ActionItem } from "@istmo/contracts";
import { dayPlus } from "../../../lib/days.ts";
import { daysBetween, monthPlus, weekStart } from "./days.ts";

export const zooms = ["weeks", "months"] as const;
export type Zoom = (typeof zooms)[number];

export interface TimeScale {
  readonly from: string;
  readonly to: string;
  /** The pixels of a day. */
  readonly perDay: number;
  /** The left edge of a day, in pixels. */
  readonly x: (day: string) => number;
  readonly width: number;
  /** The days with a mark: Mondays, or the first of each month. */
  readonly marks: readonly string[];
}

/** What is shown around a day. */
export function scaleAround(day: string, zoom: Zoom): TimeScale {
  const from =
    zoom === "weeks" ? weekStart(dayPlus(day, -28)) : `${monthPlus(day, -3).slice(0, 7)}-01`;
  const to = zoom === "weeks" ? dayPlus(from, 20 * 7) : monthPlus(from, 15);
  const perDay = zoom === "weeks" ? 12 : 4;
  const marks: string[] = [];
  for (let mark = from; mark < to; mark = zoom === "weeks" ? dayPlus(mark, 7) : monthPlus(mark, 1))
    marks.push(mark);
  const x = (one: string) => daysBetween(from, one) * perDay;
  return { from, to, perDay, x, width: x(to), marks };
}

export interface TimeBar {
  readonly left: number;
  readonly width: number;
  /** Without a start it is only the day on which it is due. */
  readonly isPoint: boolean;
}

/** From the start to the end of the due day; what begins before the picture is cut off there. */
export function barOf(
  { startOn, dueOn }: Pick<ActionItem, "startOn" | "dueOn">,
  scale: TimeScale,
): TimeBar | null {
  if (dueOn === null) return null;
  const isPoint = startOn === null;
  const begin = startOn === null ? dueOn : startOn < scale.from ? scale.from : startOn;
  const left = scale.x(begin);
  return { left, width: Math.max(scale.perDay, scale.x(dayPlus(dueOn, 1)) - left), isPoint };
}
