/** What a person types into the form of an action, and what is sent from it. */
import type { ActionItem, CreateAction, Language, Priority } from "@istmo/contracts";
import type { ChangeBody } from "./use-action-writes.ts";

/** As in the contracts, which the page must not load for a number; a test compares them. */
export const titleLength = 200;

export interface ActionDraft {
  readonly title: string;
  readonly description: string;
  /** "" is the regional office. */
  readonly centre: string;
  /** "" is nobody yet. */
  readonly owner: string;
  /** "" is none. */
  readonly organisation: string;
  /** "" is no date. */
  readonly startOn: string;
  readonly dueOn: string;
  readonly priority: Priority;
  /** "" is none; otherwise an `outputKey`. */
  readonly output: string;
  /** "" is once; only of a new item. */
  readonly repeats: Repeats;
  /** Why the date of a late item moves. */
  readonly reason: string;
}

/** How a new item comes again, on its date's day; the panel of an item sets more. */
export const repetitions = {
  week: { unit: "week", every: 1 },
  fortnight: { unit: "week", every: 2 },
  month: { unit: "month", every: 1 },
  quarter: { unit: "month", every: 3 },
} as const;
export type Repeats = "" | keyof typeof repetitions;

type Output = NonNullable<ActionItem["output"]>;

/** An output as one word, for a list to choose from. */
export const outputKey = (output: Output): string => JSON.stringify(output);
const outputOf = (key: string) => (key === "" ? null : (JSON.parse(key) as Output));

export type DraftField = keyof ActionDraft;

export type DraftFault =
  | "title_required"
  | "title_too_long"
  | "due_past"
  | "start_after_due"
  | "reason_required"
  | "repeats_without_date"
  | "text_too_long";

/** The language in which an item's title is shown and edited by somebody who reads `language`. */
export function titleLanguage(title: ActionItem["title"], language: Language): Language {
  const other = language === "es" ? "en" : "es";
  return title[language] === undefined && title[other] !== undefined ? other : language;
}

export function draftOf(item: ActionItem, language: Language): ActionDraft {
  return {
    title: item.title[titleLanguage(item.title, language)] ?? "",
    description: item.description ?? "",
    centre: item.centreId ?? "",
    owner: item.owner?.id ?? "",
    organisation: item.organisationId ?? "",
    startOn: item.startOn ?? "",
    dueOn: item.dueOn ?? "",
    priority: item.priority,
    output: item.output === null ? "" : outputKey(item.output),
    repeats: "",
    reason: "",
  };
}

/** Whether the change moves the date of an item that is already late, which asks for a reason. */
export function movesLateDate(item: ActionItem | undefined, draft: ActionDraft): boolean {
  return item !== undefined && item.isOverdue && draft.dueOn !== (item.dueOn ?? "");
}

/** What is wrong with a draft, by field. */
export function faultsOf(
  draft: ActionDraft,
  today: string,
  item?: ActionItem,
): Partial<Record<DraftField, DraftFault>> {
  const faults: Partial<Record<DraftField, DraftFault>> = {};
  const title = draft.title.trim();
  if (title === "") faults.title = "title_required";
  else if ([...title].length > titleLength) faults.title = "title_too_long";
  if ([...draft.description.trim()].length > 4000) faults.description = "text_too_long";
  const isNewDate = draft.dueOn !== (item?.dueOn ?? "");
  if (draft.dueOn !== "" && isNewDate && draft.dueOn < today) faults.dueOn = "due_past";
  if (draft.startOn !== "" && draft.dueOn !== "" && draft.startOn > draft.dueOn)
    faults.startOn = "start_after_due";
  if (draft.repeats !== "" && draft.dueOn === "") faults.dueOn = "repeats_without_date";
  if (movesLateDate(item, draft) && draft.reason.trim() === "") faults.reason = "reason_required";
  return faults;
}

export interface ActionOrigin {
  readonly paperId: string;
  readonly blockId: string | null;
  /** Whether a line that names the item is put into the text. */
  readonly isNamed?: boolean;
}

/** The pattern that a date and a choice of the form stand for. */
function patternOf(repeats: Exclude<Repeats, "">, dueOn: string) {
  const day = new Date(`${dueOn}T00:00:00Z`);
  const { unit, every } = repetitions[repeats];
  return unit === "week"
    ? { unit, every, weekday: day.getUTCDay() || 7 }
    : { unit, every, monthDay: day.getUTCDate() };
}

export function creationOf(
  draft: ActionDraft,
  language: Language,
  origin?: ActionOrigin,
): CreateAction {
  const description = draft.description.trim();
  const output = outputOf(draft.output);
  return {
    title: draft.title.trim(),
    language,
    centreId: draft.centre === "" ? null : draft.centre,
    priority: draft.priority,
    ...(description === "" ? {} : { description }),
    ...(draft.owner === "" ? {} : { ownerId: draft.owner }),
    ...(draft.startOn === "" ? {} : { startOn: draft.startOn }),
    ...(draft.dueOn === "" ? {} : { dueOn: draft.dueOn }),
    ...(output === null ? {} : { output }),
    ...(draft.repeats === ""
      ? {}
      : { recurrence: { pattern: patternOf(draft.repeats, draft.dueOn) } }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/**
 * Only what differs from the item as the form was opened: what a colleague changed meanwhile in
 * other fields stays theirs.
 */
export function changeOf(draft: ActionDraft, opened: ActionItem, language: Language): ChangeBody {
  const before = draftOf(opened, language);
  const description = draft.description.trim();
  return {
    ...(draft.title.trim() === before.title
      ? {}
      : { title: { language: titleLanguage(opened.title, language), text: draft.title.trim() } }),
    ...(description === before.description
      ? {}
      : { description: description === "" ? null : description }),
    ...(draft.owner === before.owner ? {} : { ownerId: draft.owner === "" ? null : draft.owner }),
    ...(draft.organisation === before.organisation
      ? {}
      : { organisationId: draft.organisation === "" ? null : draft.organisation }),
    ...(draft.startOn === before.startOn
      ? {}
      : { startOn: draft.startOn === "" ? null : draft.startOn }),
    ...(draft.output === before.output ? {} : { output: outputOf(draft.output) }),
    ...(draft.priority === before.priority ? {} : { priority: draft.priority }),
    ...(draft.dueOn === before.dueOn ? {} : { dueOn: draft.dueOn === "" ? null : draft.dueOn }),
    ...(movesLateDate(opened, draft) ? { reason: draft.reason.trim() } : {}),
  };
}
