/** Decides suggestions: some of them, all of a person, all of several people, all. */
import { Fragment, Slice, type Node } from "prosemirror-model";
import { ReplaceStep, type Transform } from "prosemirror-transform";

import { suggestionKey } from "./list-suggestions.ts";
import { settle } from "./settle.ts";
import type { Suggestion } from "./suggestion.ts";

/** Which suggestions: those with these keys (`suggestionKey`), all of these people, or all. */
export type Chosen =
  { readonly keys: ReadonlySet<string> } | { readonly people: ReadonlySet<string> } | "all";

export function isChosen(suggestion: Suggestion, chosen: Chosen): boolean {
  if (chosen === "all") return true;
  if ("people" in chosen) return chosen.people.has(suggestion.by);
  return chosen.keys.has(suggestionKey(suggestion));
}

/** The text with these suggestions accepted. */
export const acceptSuggestions = (doc: Node, chosen: Chosen): Node =>
  settle(doc, (suggestion) => (isChosen(suggestion, chosen) ? "accept" : null));

/** The text with these suggestions rejected, or withdrawn. */
export const rejectSuggestions = (doc: Node, chosen: Chosen): Node =>
  settle(doc, (suggestion) => (isChosen(suggestion, chosen) ? "reject" : null));

/** A run of top-level blocks that are others in the one text than in the other. */
interface Difference {
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly Node[];
  readonly replaced: number;
}

/** Where two texts differ that share what they have in common as the same nodes. */
export function differencesOf(before: Node, after: Node): Difference[] {
  const indexOf = new Map(after.children.map((node, index) => [node, index]));
  const differences: Difference[] = [];
  let pos = 0;
  let start = 0;
  let index = 0;
  let first = 0;
  let next = 0;
  const end = (to: number, upTo: number) => {
    const blocks = after.children.slice(next, upTo);
    const replaced = index - first;
    if (blocks.length > 0 || replaced > 0) differences.push({ from: start, to, blocks, replaced });
  };
  for (const block of before.children) {
    const at = indexOf.get(block);
    if (at !== undefined && at >= next) {
      end(pos, at);
      next = at + 1;
      start = pos + block.nodeSize;
      first = index + 1;
    }
    pos += block.nodeSize;
    index++;
  }
  end(pos, after.childCount);
  return differences;
}

/** Makes the text of a transform this one, and no more of it anew than differs. */
export function replaceText<T extends Transform>(tr: T, after: Node): T {
  for (const { from, to, blocks } of differencesOf(tr.doc, after).reverse())
    replaceBlocks(tr, { from, to, blocks });
  return tr;
}

/** Puts blocks in place of those between two positions, and changes only where they differ. */
export function replaceBlocks(
  tr: Transform,
  { from, to, blocks }: Pick<Difference, "from" | "to" | "blocks">,
): void {
  const content = Fragment.fromArray([
    ...tr.doc.slice(0, from).content.content,
    ...blocks,
    ...tr.doc.slice(to).content.content,
  ]);
  const start = tr.doc.content.findDiffStart(content);
  if (start === null) return;
  const wanted = tr.doc.copy(content);
  const { a, b } = tr.doc.content.findDiffEnd(content)!;
  const overlap = Math.max(0, start - Math.min(a, b));
  const step = new ReplaceStep(start, a + overlap, wanted.slice(start, b + overlap));
  // Blocks of another depth cannot be cut in the middle.
  if (step.apply(tr.doc).doc?.eq(wanted) === true) tr.step(step);
  else tr.step(new ReplaceStep(from, to, new Slice(Fragment.fromArray(blocks), 0, 0)));
}
