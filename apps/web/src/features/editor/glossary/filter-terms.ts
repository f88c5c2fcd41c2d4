import type { GlossaryTerm } from "@istmo/contracts";

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The terms that have all words of the search in either language or among the forms to avoid. */
export function filterTerms(terms: readonly GlossaryTerm[], search: string): GlossaryTerm[] {
  const words = plain(search)
    .split(/\s+/)
    .filter((word) => word !== "");
  return terms.filter((term) => {
    const forms = [...term.avoid.es, ...term.avoid.en, ...term.variants].map((it) => it.term);
    const all = plain([term.es, term.en, ...forms].join(" "));
    return words.every((word) => all.includes(word));
  });
}
