/** People and bodies as citations name them. */
import type { CslPerson, CslSource } from "./csl.ts";
import type { CitationWords } from "./words.ts";

function familyOf(person: CslPerson): string {
  const particle = person["non-dropping-particle"] ?? person["dropping-particle"];
  return [particle, person.family].filter((part) => part !== undefined).join(" ");
}

/** "y" becomes "e" before the sound of an i. */
export function joined(names: readonly string[], words: CitationWords): string {
  const last = names.at(-1) ?? "";
  const and = words.and === "y" && /^h?[iíIÍ](?![aeouáéóú])/i.test(last) ? "e" : words.and;
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} ${and} ${last}`;
}

/** In the text: the family's name, or the letters that a body gives after its own, "… (UNODC)". */
export function shortName(person: CslPerson): string {
  const { literal } = person;
  if (literal === undefined) return familyOf(person);
  return /\(([\p{Lu}\d][\p{L}\d.\-/]{1,15})\)\s*$/u.exec(literal)?.[1] ?? literal;
}

/** The name in a list: the first is turned, so that the list is in the order of families. */
function listName(person: CslPerson, isTurned: boolean): string {
  if (person.literal !== undefined) return person.literal;
  const { given, suffix } = person;
  const family = familyOf(person);
  const end = suffix === undefined ? "" : `, ${suffix}`;
  if (given === undefined) return family + end;
  return isTurned ? `${family}, ${given}${end}` : `${given} ${family}${end}`;
}

/** Names that are listed; beyond, the first and "others". */
const listedAtMost = 6;

export function listNames(
  people: readonly CslPerson[],
  words: CitationWords,
  { isTurned }: { readonly isTurned: boolean },
): string {
  const names = people.map((person, index) => listName(person, isTurned && index === 0));
  if (names.length > listedAtMost) return `${names[0] ?? ""} ${words.others}`;
  return joined(names, words);
}

/** In the text: one, two, or the first and the others. */
export function shortNames(people: readonly CslPerson[], words: CitationWords): string {
  const names = people.map(shortName);
  return names.length > 2 ? `${names[0] ?? ""} ${words.others}` : joined(names, words);
}

/** Who answers for a source: its authors, else the body that issued it, else its editors. */
export function creatorsOf(source: CslSource): readonly CslPerson[] {
  if (source.author !== undefined && source.author.length > 0) return source.author;
  if (source.authority !== undefined) return [{ literal: source.authority }];
  return source.editor ?? [];
}

/** Whether it is editors who answer for it. */
export function isByEditors({ author = [], authority, editor = [] }: CslSource): boolean {
  return author.length === 0 && authority === undefined && editor.length > 0;
}
