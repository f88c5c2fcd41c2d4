/** What sources are called, and when two are one. */
import type { CslItem, CslName } from "@istmo/contracts";

/** Letters and digits that every format takes. */
const bare = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]/gu, "");

const nameOf = (name: CslName | undefined) => name?.literal ?? name?.family ?? "";

/** Initials of a body of several words, "Oficina de las Naciones Unidas" → "ONU"; else its name. */
function shortName(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word));
  return words.length >= 3 ? bare(words.map((word) => word[0]).join("")) : bare(name);
}

/** A key for a source, other than those that are taken: "UNODC2024", "UNODC2024a". */
export function freeKey(csl: CslItem, taken: ReadonlySet<string>): string {
  const author = csl.author?.[0];
  const name =
    author?.literal !== undefined
      ? shortName(author.literal)
      : bare(nameOf(author ?? csl.editor?.[0]));
  const begin = name || bare(csl.number ?? "") || bare(csl.title.split(/\s+/).slice(0, 2).join(""));
  const year = csl.issued?.["date-parts"]?.[0]?.[0] ?? "";
  const base = `${(begin || "Fuente").slice(0, 40)}${year}`;
  return freeFrom(base, taken);
}

/** The key as it is, or with letters after it. */
export function freeFrom(base: string, taken: ReadonlySet<string>): string {
  const isTaken = (key: string) => taken.has(key.toLowerCase());
  if (!isTaken(base)) return base;
  for (let number = 1; ; number += 1) {
    let suffix = "";
    for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26))
      suffix = String.fromCharCode(97 + ((rest - 1) % 26)) + suffix;
    if (!isTaken(base + suffix)) return base + suffix;
  }
}

/** Equal for two descriptions of one work. */
export function identityOf(csl: CslItem): string {
  if (csl.DOI !== undefined) return `doi ${csl.DOI.toLowerCase()}`;
  const year = csl.issued?.["date-parts"]?.[0]?.[0] ?? "";
  const parts = [csl.title, nameOf(csl.author?.[0]), csl.number ?? "", csl.volume ?? ""];
  return [...parts.map((part) => bare(part).toLowerCase()), year].join(" ");
}
