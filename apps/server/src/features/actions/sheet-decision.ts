/** What a line of a sheet makes of an item, or which item it makes: decided without asking the database. */
import { createHash } from "node:crypto";
import type { Language, TypedText } from "@istmo/contracts";
import {
  canBeOwner,
  canCreateAction,
  canEditAction,
  canSeeAction,
  officeTimeZone,
  type Actor,
} from "@istmo/domain";
import { dayIn } from "../../platform/clock.ts";
import { draftOf } from "./action-changes.service.ts";
import type { WrittenAct } from "./action-writer.ts";
import { toActionFacts } from "./actions.queries.ts";
import type { ActionRow } from "./actions.repository.ts";
import { refusalOf } from "./bulk-decision.ts";
import type { SheetLine } from "./sheet-lines.ts";

export interface SheetContext {
  readonly actor: Actor;
  readonly language: Language;
  readonly sha256: string;
  readonly now: Date;
  /** Centres by their code in capitals. */
  readonly centres: ReadonlyMap<string, { readonly id: string; readonly timeZone: string }>;
  readonly officeCode: string;
  /** The people whom an address or a name stands for, in lower case. */
  readonly people: ReadonlyMap<string, readonly Actor[]>;
  readonly actors: ReadonlyMap<string, Actor>;
  /** Items that the lines name, or that this file has made before. */
  readonly rows: ReadonlyMap<string, ActionRow>;
}

/** An item as a line makes it. */
export interface NewItem {
  readonly id: string;
  readonly title: TypedText;
  readonly description: string | null;
  readonly centreId: string | null;
  readonly ownerId: string | null;
  readonly helperIds: readonly string[];
  readonly priority: string;
  readonly startOn: string | null;
  readonly dueOn: string | null;
}
export type LineDecision =
  | { readonly verdict: "created"; readonly item: NewItem }
  | { readonly verdict: "changed"; readonly row: ActionRow; readonly act: WrittenAct }
  | { readonly verdict: "unchanged" }
  | { readonly verdict: "refused"; readonly refusals: readonly string[] };

/**
 * The id of the item that a line makes: the same for the same person, file and line, so that a file
 * that is sent twice makes nothing twice.
 */
export function idOfLine({ actor, sha256 }: Pick<SheetContext, "actor" | "sha256">, line: number) {
  const hex = createHash("sha256").update(`${actor.id} ${sha256} ${line}`).digest("hex");
  return [8, 4, 4, 4, 12]
    .map((length, at, all) => {
      const from = all.slice(0, at).reduce((sum, one) => sum + one, 0);
      return hex.slice(from, from + length);
    })
    .join("-");
}

/** One of these words; a string is why there is none. */
function personOf(words: string, { people }: SheetContext, unknown: string): Actor | string {
  const found = people.get(words) ?? [];
  if (found.length > 1) return "ambiguous_person";
  return found[0] ?? unknown;
}

/** Decides a line; `refusals` of the line itself come with what the rules say. */
export function decideLine(line: SheetLine, context: SheetContext): LineDecision {
  const refusals = new Set<string>(line.refusals);
  const owner = line.owner == null ? null : personOf(line.owner, context, "unknown_owner");
  if (typeof owner === "string") refusals.add(owner);
  const helpers = line.helpers.map((words) => personOf(words, context, "unknown_helper"));
  for (const one of helpers) if (typeof one === "string") refusals.add(one);
  const people = {
    owner: typeof owner === "string" ? null : owner,
    helpers: helpers.filter((one) => typeof one !== "string"),
  };
  if (line.reference !== null) return decideChange(line, context, { refusals, people });
  return decideCreation(line, context, { refusals, people });
}

interface Found {
  readonly refusals: Set<string>;
  readonly people: { readonly owner: Actor | null; readonly helpers: readonly Actor[] };
}

const refused = (refusals: Iterable<string>): LineDecision => ({
  verdict: "refused",
  refusals: [...refusals],
});

function decideChange(line: SheetLine, context: SheetContext, found: Found): LineDecision {
  const { actor, language, now } = context;
  const { refusals, people } = found;
  const row = context.rows.get(line.reference ?? "");
  if (row === undefined || !canSeeAction(actor, toActionFacts(row)))
    return refused(refusals.add("foreign"));
  if (refusals.size > 0) return refused(refusals);
  const titles = row.title as TypedText;
  const shown = titles[language] ?? titles.es ?? titles.en;
  const added = people.helpers.map(({ id }) => id).filter((id) => id !== row.ownerId);
  const draft = draftOf(row, {
    ...(line.title === shown ? {} : { title: { language, text: line.title } }),
    ...(line.description === undefined ? {} : { description: line.description }),
    ...(line.owner === undefined ? {} : { ownerId: people.owner?.id ?? null }),
    ...(line.priority === undefined ? {} : { priority: line.priority }),
    ...(line.startOn === undefined ? {} : { startOn: line.startOn }),
    ...(line.dueOn === undefined ? {} : { dueOn: line.dueOn }),
    helpers: { add: added, remove: [] },
  });
  if (draft.changes.length === 0) return { verdict: "unchanged" };
  if (!canEditAction(actor, toActionFacts(row))) return refused(["not_allowed"]);
  const startOn = line.startOn === undefined ? row.startOn : line.startOn;
  const refusal = refusalOf({ ...row, startOn }, draft.data, {
    ...{ actor, now, people: context.actors, reason: undefined },
  });
  const dueOn = line.dueOn === undefined ? row.dueOn : line.dueOn;
  if (refusal !== null) return refused([refusal]);
  if (startOn !== null && dueOn !== null && dueOn < startOn) return refused(["due_before_start"]);
  return { verdict: "changed", row, act: draft };
}

function decideCreation(line: SheetLine, context: SheetContext, found: Found): LineDecision {
  const { actor, centres, language, now, officeCode, rows } = context;
  const { refusals, people } = found;
  const id = idOfLine(context, line.line);
  if (rows.has(id)) return { verdict: "unchanged" };
  const isOffice = line.place === officeCode;
  const centre = line.place === null || isOffice ? undefined : centres.get(line.place);
  if (!isOffice && centre === undefined) return refused(refusals.add("unknown_place"));
  const place = { centreId: centre?.id ?? null, organisationId: null };
  const item = { ...place, classification: "unclassified" } as const;
  if (!canCreateAction(actor, place)) refusals.add("not_allowed");
  if (people.owner !== null && !canBeOwner(people.owner, item, actor))
    refusals.add("owner_without_access");
  if (!people.helpers.every((one) => canSeeAction(one, item)))
    refusals.add("person_without_access");
  const { startOn = null, dueOn = null } = line;
  if (dueOn !== null && dueOn < dayIn(centre?.timeZone ?? officeTimeZone, now))
    refusals.add("due_before_today");
  if (startOn !== null && dueOn !== null && dueOn < startOn) refusals.add("due_before_start");
  if (refusals.size > 0) return refused(refusals);
  return {
    verdict: "created",
    item: {
      ...{ id, title: { [language]: line.title }, description: line.description ?? null },
      ...{ centreId: place.centreId, ownerId: people.owner?.id ?? null },
      helperIds: people.helpers.map((one) => one.id).filter((one) => one !== people.owner?.id),
      ...{ priority: line.priority ?? "normal", startOn, dueOn },
    },
  };
}
