import type { BibliographySource } from "@istmo/contracts";

const bare = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const known = new WeakMap<BibliographySource, string>();

function wordsOf(source: BibliographySource): string {
  let words = known.get(source);
  if (words === undefined) {
    const { author = [], editor = [], title, authority, number, issued } = source.csl;
    const names = [...author, ...editor].map(
      (it) => it.literal ?? `${it.family} ${it.given ?? ""}`,
    );
    const year = issued?.["date-parts"]?.[0]?.[0] ?? "";
    const container = source.csl["container-title"];
    words = bare([source.key, title, ...names, authority, number, container, year].join(" "));
    known.set(source, words);
  }
  return words;
}

/** Those that hold every word, accents aside. */
export function findSources(
  sources: readonly BibliographySource[],
  typed: string,
): BibliographySource[] {
  const wanted = bare(typed)
    .split(/\s+/)
    .filter((word) => word !== "");
  return sources.filter((source) => wanted.every((word) => wordsOf(source).includes(word)));
}
