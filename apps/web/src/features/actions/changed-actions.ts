/** What changed under somebody's eyes between two readings of a list. */
import type { ActionItem } from "@istmo/contracts";

export type ItemField = "title" | "description" | "state" | "owner" | "dueOn" | "priority";

const sameTitle = (a: ActionItem, b: ActionItem) =>
  a.title.es === b.title.es && a.title.en === b.title.en;

/** The fields of an item that a person would notice having changed. */
export function changedFields(before: ActionItem, after: ActionItem): ItemField[] {
  const fields: ItemField[] = [];
  if (!sameTitle(before, after)) fields.push("title");
  if (before.description !== after.description) fields.push("description");
  if (before.state !== after.state) fields.push("state");
  if (before.owner?.id !== after.owner?.id) fields.push("owner");
  if (before.dueOn !== after.dueOn) fields.push("dueOn");
  if (before.priority !== after.priority) fields.push("priority");
  return fields;
}

export interface NoticedChange {
  readonly item: ActionItem;
  readonly kind: "added" | "moved" | "changed";
}

/**
 * The items that somebody else changed: new ones, moved ones and changed ones. `ownVersions` holds
 * the version that this page's own write produced, by item; such a change surprises nobody.
 */
export function changesBetween(
  before: readonly ActionItem[],
  after: readonly ActionItem[],
  ownVersions: ReadonlyMap<string, number>,
): NoticedChange[] {
  const known = new Map(before.map((item) => [item.id, item]));
  return after.flatMap((item): NoticedChange[] => {
    if (ownVersions.get(item.id) === item.version) return [];
    const old = known.get(item.id);
    if (old === undefined) return [{ item, kind: "added" }];
    if (item.version <= old.version) return [];
    if (item.state !== old.state) return [{ item, kind: "moved" }];
    return changedFields(old, item).length > 0 ? [{ item, kind: "changed" }] : [];
  });
}
