/** What a suggestion is in the text: a mark on letters, an attribute of everything else. */
import type { Mark, Node } from "prosemirror-model";

/** Which suggestion, of whom (a person's id) and when (ISO 8601, UTC). */
export interface Suggestion {
  readonly id: string;
  readonly by: string;
  readonly at: string;
}

/** A node that is suggested to be added; `of` names the block that it stands for when it was moved. */
export interface InsertedNode extends Suggestion {
  readonly of?: string;
}

/** What a block was before somebody suggested to change it. */
export interface ChangedBlock extends Suggestion {
  readonly was: { readonly type: string; readonly attrs: Readonly<Record<string, unknown>> };
}

export const suggestionMarkNames: ReadonlySet<string> = new Set([
  "insertion",
  "deletion",
  "formatting",
]);
export const suggestionAttributeNames = ["inserted", "removed", "changed"] as const;

/** Attributes that tell a node from others, not what it says. */
const beside: ReadonlySet<string> = new Set(["id", ...suggestionAttributeNames]);

/** Reads a suggestion off an attribute or the attributes of a mark; null when there is none. */
export function readSuggestion(value: unknown): Suggestion | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, by, at } = value as Partial<Record<keyof Suggestion, unknown>>;
  const textOf = (it: unknown) => (typeof it === "string" ? it : "");
  return { id: textOf(id), by: textOf(by), at: textOf(at) };
}

export const insertedOf = (node: Node): Suggestion | null => readSuggestion(node.attrs["inserted"]);
export const removedOf = (node: Node): Suggestion | null => readSuggestion(node.attrs["removed"]);
export const changedOf = (node: Node): Suggestion | null => readSuggestion(node.attrs["changed"]);

export const isSuggestionMark = ({ type }: Mark): boolean => suggestionMarkNames.has(type.name);

/** The marks with which words are set: bold, a link. */
export const plainMarks = (marks: readonly Mark[]): Mark[] =>
  marks.filter((mark) => !isSuggestionMark(mark));

/** What a node says, without its id and what is suggested about it. */
export function saidAttributes(attrs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attrs).filter(([name]) => !beside.has(name)));
}

/** Whether two attribute values are the same; JSON, so the order of keys is all that may differ. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || spell(one) === spell(other);
}

const spell = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, it: unknown) =>
    typeof it === "object" && it !== null && !Array.isArray(it)
      ? Object.fromEntries(
          Object.entries(it)
            .filter(([, inner]) => inner !== null && inner !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : it,
  );
