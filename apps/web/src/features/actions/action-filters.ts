/** What a person looks at: kept in the address of the page, asked of the server, kept by the page. */
import type { ActionItem } from "@istmo/contracts";
import type { ActionState } from "@istmo/domain";
import { actionStates } from "./action-steps.ts";

export interface ActionFilters {
  readonly view?: "board" | "list";
  readonly centre?: string;
  /** `me`, or the id of a person; absent is everybody. */
  readonly owner?: string;
  readonly state?: ActionState;
  readonly overdue?: boolean;
  /** Shows the column of cancelled items. */
  readonly cancelled?: boolean;
}

/** Reads the filters from the search part of an address, dropping what it does not know. */
export function readActionFilters(search: Readonly<Record<string, unknown>>): ActionFilters {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const isOn = (name: string) => search[name] === true || search[name] === "true";
  return withFilters(
    {},
    {
      view: text("view") === "list" ? "list" : undefined,
      centre: text("centre"),
      owner: text("owner"),
      state: actionStates.find((state) => state === text("state")),
      overdue: isOn("overdue"),
      cancelled: isOn("cancelled"),
    },
  );
}

export interface ActionsQuery {
  readonly state?: ActionState;
  readonly centre?: string;
  readonly owner?: string;
  readonly paper?: string;
  readonly overdue?: boolean;
  readonly limit?: number;
}

/** What is asked of the server. The board's columns are the states, so it asks for all of them. */
export function queryFor(filters: ActionFilters, meId: string | undefined): ActionsQuery {
  const owner = filters.owner === "me" ? meId : filters.owner;
  return {
    limit: 500,
    ...(filters.view === "list" && filters.state ? { state: filters.state } : {}),
    ...(filters.centre ? { centre: filters.centre } : {}),
    ...(owner ? { owner } : {}),
    ...(filters.overdue ? { overdue: true } : {}),
  };
}

/**
 * Whether an item still belongs to a list after it was changed on this page, before the server has
 * been asked again.
 */
export function matches(item: ActionItem, query: ActionsQuery): boolean {
  if (query.state !== undefined && item.state !== query.state) return false;
  if (query.centre !== undefined && item.centreId !== query.centre) return false;
  if (query.owner !== undefined && item.owner?.id !== query.owner) return false;
  if (query.paper !== undefined && item.origin.paperId !== query.paper) return false;
  return query.overdue !== true || item.isOverdue;
}

/** How many filters narrow the view. */
export function countFilters(filters: ActionFilters): number {
  const state = filters.view === "list" ? filters.state : undefined;
  return [filters.centre, filters.owner, state, filters.overdue].filter(Boolean).length;
}

/** The filters with some replaced; an undefined value takes the filter away. */
export function withFilters(
  filters: ActionFilters,
  changes: { readonly [Name in keyof ActionFilters]?: ActionFilters[Name] | undefined },
): ActionFilters {
  const merged = { ...filters, ...changes };
  return Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined && value !== false),
  );
}
