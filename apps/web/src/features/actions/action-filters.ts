/** What a person looks at: kept in the address of the page, asked of the server, kept by the page. */
import { noCentre, nobody, type ActionItem } from "@istmo/contracts";
import { stateMachines } from "@istmo/domain";

/** Filters that the server reads as they stand in the address. */
const textNames = [
  "centre",
  "organisation",
  "owner",
  "helper",
  "involves",
  "programme",
  "output",
  "paper",
  "q",
] as const;
const dayNames = ["dueFrom", "dueTo"] as const;
const flagNames = ["overdue", "undated", "blocked"] as const;
/** Several with commas between them. */
const listNames = ["state", "priority"] as const;

type TextName = (typeof textNames)[number];
type DayName = (typeof dayNames)[number];
type FlagName = (typeof flagNames)[number];
type ListName = (typeof listNames)[number];

/** How the items are shown; the first is what one sees without asking. */
export const viewKinds = ["board", "list", "day", "calendar", "timeline"] as const;
export type ViewKind = (typeof viewKinds)[number];
export const groupings = ["centre", "organisation", "owner", "state"] as const;
export type Grouping = (typeof groupings)[number];

/** Of people "me" is whoever looks; what is absent narrows nothing. */
export type ActionFilters = { readonly [Name in TextName | DayName | ListName]?: string } & {
  readonly [Name in FlagName]?: boolean;
} & {
  readonly view?: ViewKind;
  /** By what the list is divided. */
  readonly group?: Grouping;
  /** Shows the column of cancelled items. */
  readonly cancelled?: boolean;
  /** The saved view that this was begun from. */
  readonly saved?: string;
};

const known: Readonly<Record<ListName, readonly string[]>> = {
  state: stateMachines.action.states,
  priority: ["high", "normal", "low"],
};

/** Those of a list in an address that are known, in their own order. */
export function readList(name: ListName, value: string | undefined): string[] {
  const wanted = new Set(value?.split(","));
  return known[name].filter((one) => wanted.has(one));
}

/** Reads the filters from the search part of an address, dropping what it does not know. */
export function readActionFilters(search: Readonly<Record<string, unknown>>): ActionFilters {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const all: Record<string, string | boolean | undefined> = {
    view: viewKinds.find((kind) => kind !== "board" && kind === text("view")),
    group: groupings.find((grouping) => grouping === text("group")),
    saved: text("saved"),
    cancelled: isOn(search["cancelled"]),
  };
  for (const name of textNames) all[name] = text(name);
  for (const name of dayNames) all[name] = dayIn(text(name));
  for (const name of flagNames) all[name] = isOn(search[name]);
  for (const name of listNames) all[name] = readList(name, text(name)).join(",") || undefined;
  return withFilters({}, all);
}

const isOn = (value: unknown) => value === true || value === "true";
const dayIn = (text: string | undefined) =>
  text !== undefined && /^[1-8]\d{3}-\d{2}-\d{2}$/.test(text) ? text : undefined;

/** A query of GET /actions, as far as this page asks it. */
export type ActionsQuery = { readonly [Name in TextName | DayName | ListName]?: string } & {
  readonly [Name in FlagName]?: boolean;
} & { readonly limit?: number };

/** The filters as the server reads them, without how they are shown. */
export function queryOf(filters: ActionFilters): ActionsQuery {
  const names = [...textNames, ...dayNames, ...flagNames, ...listNames];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = filters[name];
      return value === undefined || value === false ? [] : [[name, value]];
    }),
  );
}

/** What is asked of the server. The board's columns are the states, so it asks for all of them. */
export function queryFor(filters: ActionFilters, meId: string | undefined): ActionsQuery {
  const { state, ...query } = queryOf(filters);
  const person = (id: string | undefined) => (id === "me" ? meId : id);
  const people = (["owner", "helper", "involves"] as const).flatMap((name) => {
    const id = person(query[name]);
    return id === undefined ? [] : [[name, id] as const];
  });
  const rest = Object.entries(query).filter(([, value]) => value !== "me");
  return {
    ...Object.fromEntries(rest),
    ...Object.fromEntries(people),
    ...(filters.view !== "board" && state !== undefined ? { state } : {}),
    limit: 500,
  };
}

const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();

const tests: {
  readonly [Name in keyof ActionsQuery]?: (item: ActionItem, wanted: string) => boolean;
} = {
  state: ({ state }, wanted) => wanted.split(",").includes(state),
  priority: ({ priority }, wanted) => wanted.split(",").includes(priority),
  centre: ({ centreId }, wanted) => (centreId ?? noCentre) === wanted,
  organisation: ({ organisationId }, wanted) => organisationId === wanted,
  owner: ({ owner }, wanted) => (owner?.id ?? nobody) === wanted,
  helper: ({ helpers }, wanted) => helpers.some(({ id }) => id === wanted),
  involves: ({ owner, helpers, unblocker, state }, wanted) =>
    owner?.id === wanted ||
    helpers.some(({ id }) => id === wanted) ||
    (state === "blocked" && unblocker?.id === wanted),
  dueFrom: ({ dueOn }, wanted) => dueOn !== null && dueOn >= wanted,
  dueTo: ({ dueOn }, wanted) => dueOn !== null && dueOn <= wanted,
  undated: ({ dueOn }) => dueOn === null,
  programme: ({ output }, wanted) => output?.programmeId === wanted,
  output: ({ output }, wanted) => output?.outputId === wanted,
  paper: ({ origin }, wanted) => origin.paperId === wanted,
  q: ({ title }, wanted) =>
    plain(`${title.es ?? ""} ${title.en ?? ""}`).includes(plain(wanted).trim()),
  overdue: (item) => item.isOverdue,
  blocked: ({ state, waitsForOpen }) => state === "blocked" || waitsForOpen > 0,
};

/**
 * Whether an item still belongs to a list after it was changed on this page, before the server has
 * been asked again.
 */
export function matches(item: ActionItem, query: ActionsQuery): boolean {
  return Object.entries(query).every(([name, wanted]) => {
    const test = tests[name as keyof ActionsQuery];
    return test === undefined || wanted === undefined || test(item, String(wanted));
  });
}

/** How many filters narrow the view. */
export function countFilters(filters: ActionFilters): number {
  const { state, ...query } = queryOf(filters);
  return Object.keys(query).length + (filters.view !== "board" && state !== undefined ? 1 : 0);
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

/** How it is shown stays; nothing is narrowed any more. */
export function withoutFilters({ view, group, cancelled }: ActionFilters): ActionFilters {
  return withFilters({}, { view, group, cancelled });
}
