/** Finds plain words: capitals and accents count only where they are asked to. */
import type { FoundText } from "./search-text.ts";

export interface PlainQuery {
  readonly words: string;
  readonly matchCase: boolean;
  readonly matchAccents: boolean;
  readonly wholeWord: boolean;
}

interface Folded {
  readonly text: string;
  /** The index in the original text of each character and of the end; null where they are equal. */
  readonly origin: readonly number[] | null;
}

const mark = /\p{M}/u;
const wordCharacter = /[\p{L}\p{N}\p{M}_]/u;

/** What each UTF-16 unit becomes, by how it is folded; filled as texts are read. */
const foldedUnits = new Map<string, Map<string, string>>();

/** A text as it is compared. An accent that is a character of its own disappears. */
function fold(text: string, query: PlainQuery): Folded {
  if (query.matchCase && query.matchAccents) return { text, origin: null };
  const kind = `${query.matchCase} ${query.matchAccents}`;
  let units = foldedUnits.get(kind);
  if (!units) {
    units = new Map();
    foldedUnits.set(kind, units);
  }
  let folded = "";
  let origin: number[] | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at] ?? "";
    let to = units.get(unit);
    if (to === undefined) {
      to = foldUnit(unit, query);
      units.set(unit, to);
    }
    if (to === "" && origin === null) origin = Array.from({ length: at }, (_, index) => index);
    if (to !== "") origin?.push(at);
    folded += to;
  }
  origin?.push(text.length);
  return { text: folded, origin };
}

/** One unit or nothing, so that places in the text stay simple. */
function foldUnit(unit: string, { matchCase, matchAccents }: PlainQuery): string {
  let folded = unit;
  if (!matchAccents) folded = mark.test(unit) ? "" : (unit.normalize("NFD")[0] ?? unit);
  if (!matchCase) {
    const lower = folded.toLowerCase();
    if (lower.length === folded.length) folded = lower;
  }
  return folded;
}

/** Where the words stand in a text, one after another. */
export function findPlain(text: string, query: PlainQuery): FoundText[] {
  const wanted = fold(query.words, query).text;
  if (wanted === "") return [];
  const { text: folded, origin } = fold(text, query);
  const found: FoundText[] = [];
  for (let at = folded.indexOf(wanted); at !== -1;) {
    const start = origin?.[at] ?? at;
    const end = origin?.[at + wanted.length] ?? at + wanted.length;
    const isFound = !query.wholeWord || isWholeWord(text, start, end);
    if (isFound) found.push({ start, end });
    at = folded.indexOf(wanted, isFound ? at + wanted.length : at + 1);
  }
  return found;
}

function isWholeWord(text: string, start: number, end: number): boolean {
  const before = /(?:[\uD800-\uDBFF])?[^]$/.exec(text.slice(Math.max(0, start - 2), start))?.[0];
  const after = text.codePointAt(end);
  return (
    !(before !== undefined && wordCharacter.test(before)) &&
    !(after !== undefined && wordCharacter.test(String.fromCodePoint(after)))
  );
}
