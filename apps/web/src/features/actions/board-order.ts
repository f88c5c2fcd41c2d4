/** The order of cards: by column, then by rank; and what a move means for both. */
import type { ActionItem } from "@istmo/contracts";
import type { ActionState } from "@istmo/domain";
import { actionStates } from "./action-steps.ts";

/** Between which neighbours of its new column a card is put; null is the end of the column. */
export interface Place {
  readonly afterId: string | null;
  readonly beforeId: string | null;
}

/** A place in a column, with the cards that the column holds now. */
export interface Spot {
  readonly place: Place;
  readonly column: readonly ActionItem[];
}

type Ranked = Pick<ActionItem, "id" | "rank">;

/** Ranks are compared as plain strings, by code unit; the id settles a tie alike for everybody. */
export function compareRank(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Every state with its items in order; a state without items has an empty column. */
export function groupByState(items: readonly ActionItem[]): Record<ActionState, ActionItem[]> {
  const columns = Object.fromEntries(
    actionStates.map((state): [ActionState, ActionItem[]] => [state, []]),
  ) as Record<ActionState, ActionItem[]>;
  for (const item of items) columns[item.state].push(item);
  for (const state of actionStates) columns[state].sort(compareRank);
  return columns;
}

/** The place beside a card of a column, not counting the card that is being moved. */
export function placeBeside(
  column: readonly Ranked[],
  movedId: string,
  targetId: string,
  side: "before" | "after",
): Place {
  const others = column.filter(({ id }) => id !== movedId);
  const target = others.findIndex(({ id }) => id === targetId);
  if (target === -1) return placeAtEnd(column, movedId);
  const index = side === "before" ? target : target + 1;
  return { afterId: others[index - 1]?.id ?? null, beforeId: others[index]?.id ?? null };
}

/** The place after the last card of a column. */
export function placeAtEnd(column: readonly Ranked[], movedId: string): Place {
  const last = column.findLast(({ id }) => id !== movedId);
  return { afterId: last?.id ?? null, beforeId: null };
}

/** One step up or down in the column, or undefined at its end. */
export function placeNextTo(
  column: readonly Ranked[],
  movedId: string,
  direction: "up" | "down",
): Place | undefined {
  const index = column.findIndex(({ id }) => id === movedId);
  const neighbour = column[direction === "up" ? index - 1 : index + 1];
  if (index === -1 || neighbour === undefined) return undefined;
  return placeBeside(column, movedId, neighbour.id, direction === "up" ? "before" : "after");
}

/** Whether the card already lies there. */
export function isAtPlace(column: readonly Ranked[], movedId: string, place: Place): boolean {
  const index = column.findIndex(({ id }) => id === movedId);
  if (index === -1) return false;
  return (
    (column[index - 1]?.id ?? null) === place.afterId &&
    (column[index + 1]?.id ?? null) === place.beforeId
  );
}

const lowest = 0x20;
const highest = 0x7f;

/**
 * A rank strictly between two others, to show a card in its new place until the server's own rank
 * arrives. It never leaves the page.
 */
export function provisionalRank(after: string | null, before: string | null): string {
  const low = after ?? "";
  let high = before;
  let rank = "";
  for (let i = 0; ; i += 1) {
    const a = i < low.length ? low.charCodeAt(i) : lowest;
    const b = high === null ? highest : i < high.length ? high.charCodeAt(i) : highest;
    if (b - a > 1) return rank + String.fromCharCode((a + b) >> 1);
    rank += String.fromCharCode(a);
    // From here on the rank is already below `before`: only `after` still counts.
    if (b > a) high = null;
  }
}

/** Above every rank of the server: where a step without a place puts the card. */
export const rankAtEnd = String.fromCharCode(highest - 1);

/** The provisional rank of a place in a column. */
export function rankAt(column: readonly Ranked[], place: Place): string {
  const rankOf = (id: string | null) => column.find((item) => item.id === id)?.rank ?? null;
  return provisionalRank(rankOf(place.afterId), rankOf(place.beforeId));
}
