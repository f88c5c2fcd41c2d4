/** The order of the list, by the column that the person chose. */
import type { ActionItem } from "@istmo/contracts";
import { actionStates } from "./action-steps.ts";

export const sortColumns = ["state", "title", "centre", "owner", "dueOn"] as const;
export type SortColumn = (typeof sortColumns)[number];
export interface Sorting {
  readonly column: SortColumn;
  readonly direction: "ascending" | "descending";
}
export const dueFirst: Sorting = { column: "dueOn", direction: "ascending" };

interface Texts {
  readonly titleOf: (item: ActionItem) => string;
  readonly centreOf: (item: ActionItem) => string;
  readonly language: string;
}

/** What presses comes first: a date in the past of something that is done is no news. */
const turnOf: Record<ActionItem["state"], number> = {
  open: 0,
  in_progress: 0,
  blocked: 0,
  done: 1,
  verified: 2,
  cancelled: 3,
};

/**
 * Items without a value come last, whichever the direction; the due date settles a tie. By date,
 * what still waits comes before what is done.
 */
export function sortActions(
  items: readonly ActionItem[],
  { column, direction }: Sorting,
  { titleOf, centreOf, language }: Texts,
): ActionItem[] {
  const letters = new Intl.Collator(language, { sensitivity: "base", numeric: true });
  const keyOf: Record<SortColumn, (item: ActionItem) => string | null> = {
    state: (item) => String(actionStates.indexOf(item.state)),
    title: titleOf,
    centre: centreOf,
    owner: (item) => item.owner?.name ?? null,
    dueOn: (item) => item.dueOn,
  };
  const compare = (a: string | null, b: string | null, sign: number): number => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return letters.compare(a, b) * sign;
  };
  const sign = direction === "ascending" ? 1 : -1;
  return [...items].sort(
    (a, b) =>
      (column === "dueOn" ? turnOf[a.state] - turnOf[b.state] : 0) ||
      compare(keyOf[column](a), keyOf[column](b), sign) ||
      compare(a.dueOn, b.dueOn, 1) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** The sorting after a column's head was pressed: the same column turns round. */
export function sortBy(current: Sorting, column: SortColumn): Sorting {
  const isSame = current.column === column;
  return {
    column,
    direction: isSame && current.direction === "ascending" ? "descending" : "ascending",
  };
}
