/** How the items of a person's day are divided: each stands in one part. */
import type { ActionItem } from "@istmo/contracts";
import { dayPlus } from "../../../lib/days.ts";
import { weekOf } from "./days.ts";

export type DayPart = "late" | "today" | "week" | "verify" | "others" | "later";

interface Looking {
  readonly meId: string;
  readonly todayFor: (centreId: string | null) => string;
}

const byDate = (a: ActionItem, b: ActionItem) =>
  (a.dueOn ?? "9").localeCompare(b.dueOn ?? "9") || (a.id < b.id ? -1 : 1);

/**
 * `mine` is what the person owns, helps with or is asked to unblock; `done` is whatever is done.
 * Blocked by somebody else, waiting for another item, or done and not yet verified: others have
 * their turn.
 */
export function dayParts(
  mine: readonly ActionItem[],
  done: readonly ActionItem[],
  { meId, todayFor }: Looking,
): Record<DayPart, ActionItem[]> {
  const parts: Record<DayPart, ActionItem[]> = {
    ...{ late: [], today: [], week: [], verify: [], others: [], later: [] },
  };
  const toVerify = done.filter(({ abilities }) => abilities.steps.includes("verify"));
  const verified = new Set(toVerify.map(({ id }) => id));
  parts.verify.push(...toVerify);
  for (const item of mine) {
    if (verified.has(item.id)) continue;
    const today = todayFor(item.centreId);
    const sunday = weekOf(today)[6] ?? today;
    const isBlocked = item.state === "blocked" && item.unblocker?.id !== meId;
    const waits = item.waitsForOpen > 0 && !item.isOverdue;
    if (item.state === "done" || isBlocked || waits) parts.others.push(item);
    else if (item.isOverdue) parts.late.push(item);
    else if (item.dueOn === today) parts.today.push(item);
    else if (item.dueOn !== null && item.dueOn <= later(sunday, today)) parts.week.push(item);
    else parts.later.push(item);
  }
  for (const part of Object.values(parts)) part.sort(byDate);
  return parts;
}

/** On a Sunday the week that begins tomorrow is what one looks at. */
const later = (sunday: string, today: string) => (sunday === today ? dayPlus(sunday, 7) : sunday);
