/** Saved views and the address of the page: what is kept of the one, and made of the other. */
import type { CreateView, SavedView } from "@istmo/contracts";
import { queryOf, readActionFilters, type ActionFilters } from "./action-filters.ts";

/** What of the page's filters a view keeps. */
export function viewOf(filters: ActionFilters): Pick<CreateView, "filter" | "kind"> {
  const query = Object.entries(queryOf(filters)).map(([name, value]) => [name, String(value)]);
  return {
    filter: Object.fromEntries(query) as CreateView["filter"],
    kind: filters.view ?? "board",
  };
}

/** The filters that a view stands for, for whoever opens it. */
export function filtersOf({ id, filter, kind }: SavedView): ActionFilters {
  return { ...readActionFilters({ ...filter, view: kind }), saved: id };
}

/** Whether the page shows something else than the view that it was begun from. */
export function isChangedFrom(view: SavedView, filters: ActionFilters): boolean {
  const words = (one: ActionFilters) =>
    JSON.stringify(Object.entries(viewOf(one)).map(([name, value]) => [name, sorted(value)]));
  return words(filtersOf(view)) !== words(filters);
}

const sorted = (value: unknown) =>
  typeof value === "object" && value !== null
    ? Object.entries(value).sort(([a], [b]) => a.localeCompare(b))
    : value;

/** The id that a link names in `?view=`; a way of showing is no id. */
export function viewIdIn(search: Readonly<Record<string, unknown>>): string | null {
  const { view } = search;
  const isId = typeof view === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(view);
  return isId ? view : null;
}
