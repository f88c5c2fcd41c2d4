/**
 * The fields of an action item merge one by one. Whoever changes an item names the version that
 * they saw; what others have changed since is no hindrance, unless it is the same field.
 */
import { accept, refuse, type Decision } from "./decision.ts";

/** One field that an act changed; `version` is the item's after it. */
export interface FieldChange {
  readonly version: number;
  readonly field: string;
}

/**
 * What may change without making a step on an older version stale: nobody decides otherwise about
 * a step because a card was moved or a line of the checklist was ticked.
 */
const besideSteps: ReadonlySet<string> = new Set([
  "place",
  "checklist",
  "helperIds",
  "priority",
  "output",
  "evidenceGiven",
  "recurrence",
]);

interface Seen {
  /** The version that the actor saw. */
  readonly seen: number;
  readonly current: number;
  /** What the history says about the versions after the one seen. */
  readonly since: readonly FieldChange[];
}

/** Whether the history tells all that has happened since: what it does not tell, nobody can merge. */
function isTold({ seen, current, since }: Seen): boolean {
  const told = new Set(since.map(({ version }) => version).filter((version) => version > seen));
  return seen <= current && told.size === current - seen;
}

/** Of several changes of a field the newest, by field. */
function newestOf(changes: readonly FieldChange[], seen: number): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { field, version } of changes) {
    if (version > seen) newest.set(field, Math.max(newest.get(field) ?? 0, version));
  }
  return newest;
}

export type Merged =
  | { readonly outcome: "applied"; readonly merged: boolean }
  /** Fields that somebody else changed meanwhile, with the version that did it last. */
  | { readonly outcome: "contested"; readonly fields: ReadonlyMap<string, number> };

/**
 * Decides whether fields can be changed on what the actor saw. `fields` are those whose value would
 * differ from that of now: two who say the same contest nothing. Refused is a version that the item
 * has not reached, and one since which something happened that the history does not tell.
 */
export function mergeChange(
  at: Seen & { readonly fields: readonly string[] },
): Decision<Merged, "stale_version"> {
  if (!isTold(at)) return refuse("stale_version");
  const newest = newestOf(at.since, at.seen);
  const contested = new Map(
    at.fields.flatMap((field) => {
      const version = newest.get(field);
      return version === undefined ? [] : [[field, version] as const];
    }),
  );
  return accept(
    contested.size > 0
      ? { outcome: "contested", fields: contested }
      : { outcome: "applied", merged: at.seen !== at.current },
  );
}

/** Whether a step may still be taken on the version that the actor saw. */
export function isStepFresh(at: Seen): boolean {
  return isTold(at) && [...newestOf(at.since, at.seen).keys()].every((it) => besideSteps.has(it));
}
