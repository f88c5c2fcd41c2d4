import type { Catalogue } from "./catalogue.ts";

/** Endings that i18next adds by itself to a key that is used with a count. */
const pluralEnding = /_(zero|one|two|few|many|other)$/;

function baseKeys(catalogue: Catalogue): Set<string> {
  return new Set(Object.keys(catalogue).flatMap((key) => [key, key.replace(pluralEnding, "")]));
}

/** Every key that a source file names literally as the first argument of `t`; comments aside. */
export function usedKeys(source: string): string[] {
  const code = source.replace(/^\s*(?:\/\/|\/?\*).*$/gm, "");
  const calls = /\bt\(\s*["']([^"'${}]+)["']/g;
  return [...code.matchAll(calls)].map((match) => match[1] ?? "");
}

export interface MissingKey {
  /** The file that uses the key, or the language whose catalogue lacks it. */
  readonly where: string;
  readonly key: string;
  readonly lackedBy: string;
}

/**
 * What would show up as a bare key on the page: keys that one language has and another lacks, and
 * keys that a source uses and a language lacks. Empty when all is well.
 */
export function missingKeys(
  catalogues: Readonly<Record<string, Catalogue>>,
  sources: Readonly<Record<string, string>>,
): MissingKey[] {
  const missing: MissingKey[] = [];
  const known = Object.entries(catalogues).map(
    ([language, catalogue]) => [language, baseKeys(catalogue)] as const,
  );
  for (const [language, keys] of known) {
    for (const [other, otherKeys] of known) {
      if (other === language) continue;
      for (const key of keys) {
        if (!otherKeys.has(key)) missing.push({ where: language, key, lackedBy: other });
      }
    }
    for (const [file, source] of Object.entries(sources)) {
      for (const key of usedKeys(source)) {
        if (!keys.has(key)) missing.push({ where: file, key, lackedBy: language });
      }
    }
  }
  return missing;
}
