/** Finds by a regular expression; the work itself, which runs in a worker of its own. */
import type { FoundText } from "./search-text.ts";

export interface PatternQuery {
  readonly pattern: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

/** As long as a query may be, in characters. */
export const longestQuery = 200;

/** The expression that is meant; throws a SyntaxError for one that is none. */
export function expressionOf({ pattern, matchCase, wholeWord }: PatternQuery): RegExp {
  // Tried by itself first: what follows could close a bracket that it left open.
  const flags = matchCase ? "gmu" : "gimu";
  const plain = new RegExp(pattern, flags);
  if (!wholeWord) return plain;
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${pattern})(?![\\p{L}\\p{N}_])`, flags);
}

/** What the expression finds in each text, up to `most` in all. */
export function findPattern(
  texts: readonly string[],
  query: PatternQuery,
  most: number,
): FoundText[][] {
  const expression = expressionOf(query);
  let left = most;
  return texts.map((text) => {
    const found: FoundText[] = [];
    if (left <= 0) return found;
    for (const match of text.matchAll(expression)) {
      if (match[0] === "") continue;
      const [, ...groups] = match;
      found.push({ start: match.index, end: match.index + match[0].length, groups });
      left -= 1;
      if (left <= 0) break;
    }
    return found;
  });
}
