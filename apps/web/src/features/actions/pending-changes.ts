/**
 * What this page has asked for and the server has not answered yet. It lies over the cached rows
 * while they are shown, so a refresh that arrives meanwhile cannot make a moved card jump back, and
 * taking a change back is forgetting it.
 */
import type { ActionItem } from "@istmo/contracts";

export type ShownChange = Partial<
  Pick<ActionItem, "state" | "rank" | "owner" | "dueOn" | "priority" | "title" | "description">
>;

type Changes = ReadonlyMap<
  string,
  readonly { readonly token: symbol; readonly change: ShownChange }[]
>;

let changes: Changes = new Map();
const listeners = new Set<() => void>();

function replace(next: Changes): void {
  changes = next;
  for (const listener of listeners) listener();
}

/** Shows a change of an item until the returned function is called. */
export function showChange(id: string, change: ShownChange): () => void {
  const token = Symbol(id);
  replace(new Map(changes).set(id, [...(changes.get(id) ?? []), { token, change }]));
  return () => {
    const rest = (changes.get(id) ?? []).filter((entry) => entry.token !== token);
    const next = new Map(changes);
    if (rest.length > 0) next.set(id, rest);
    else next.delete(id);
    replace(next);
  };
}

export const pendingChanges = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  current: (): Changes => changes,
};

/** The item as the person expects to see it. */
export function withPending<Item extends ActionItem>(item: Item, pending: Changes): Item {
  const own = pending.get(item.id);
  return own === undefined
    ? item
    : own.reduce((shown, { change }) => ({ ...shown, ...change }), item);
}
