import type { Transaction } from "@tiptap/pm/state";

import type { Match } from "./search-text.ts";

/** What a pattern's replacement writes for a match: `$1` a group, `$&` the match, `$$` a dollar. */
export function expandReplacement(template: string, { text, groups }: Match): string {
  return template.replace(/\$(\$|&|\d{1,2})/g, (written, what: string) => {
    if (what === "$") return "$";
    if (what === "&") return text;
    const number = Number(what);
    if (number >= 1 && number <= groups.length) return groups[number - 1] ?? "";
    // As in JavaScript, $12 is group 1 and a 2 where there is no group 12.
    const first = Number(what[0]);
    if (what.length === 2 && first >= 1 && first <= groups.length)
      return `${groups[first - 1] ?? ""}${what[1] ?? ""}`;
    return written;
  });
}

/** Writes other words over matches, in the marks that their first letter has. */
export function replaceMatches(
  tr: Transaction,
  matches: readonly Match[],
  write: (match: Match) => string,
): void {
  // From the end on, so that what is still to come keeps its place.
  for (const match of matches.toReversed()) {
    const words = write(match);
    if (words === match.text) continue;
    const marks = tr.doc.nodeAt(match.from)?.marks ?? [];
    if (words === "") tr.delete(match.from, match.to);
    else tr.replaceWith(match.from, match.to, tr.doc.type.schema.text(words, marks));
  }
}
