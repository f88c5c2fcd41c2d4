/** What is put in the place of a form to be avoided, in the number and with the capital that it had. */
import type { Language } from "@istmo/contracts";

import { wordsIn } from "./word-stem.ts";

/** Words after which a term is told more closely and no longer changes with the number. */
const closers: Readonly<Record<Language, RegExp>> = {
  es: /^(de|del|que|por|para|con|en|a|al|contra|y)$/i,
  en: /^(of|for|in|to|with|who|that|by|and|against)$/i,
};

/** `found` is the form as it stands in the text, `form` as the glossary has it. */
export function replacementFor(
  found: string,
  form: string,
  { use, language }: { readonly use: string; readonly language: Language },
): string {
  const plural = isMorePlural(found, form) ? pluralOf(use, language) : use;
  return startsWithCapital(found) && !startsWithCapital(form) ? capitalised(plural) : plural;
}

/** Whether a word of the text is the plural of the glossary's. */
function isMorePlural(found: string, form: string): boolean {
  const plain = (text: string) => text.toLocaleLowerCase().normalize("NFC").split(/\s+/);
  const base = plain(form);
  return plain(found).some((word, index) => {
    const one = base[index];
    return one !== undefined && word !== one && /e?s$/.test(word) && word.length > one.length;
  });
}

/** The plural of a term, as far as rules go: its first words in Spanish, its noun in English. */
export function pluralOf(term: string, language: Language): string {
  const words = term.split(" ");
  const end = words.findIndex((word) => closers[language].test(word));
  const head = end < 0 ? words.length : end;
  return words
    .map((word, index) => {
      if (index >= head) return word;
      if (language === "en") return index === head - 1 ? englishPlural(word) : word;
      return spanishPlural(word);
    })
    .join(" ");
}

function spanishPlural(word: string): string {
  if (/s$/i.test(word)) return word;
  if (/z$/i.test(word)) return `${word.slice(0, -1)}ces`;
  if (/ión$/i.test(word)) return `${word.slice(0, -2)}ones`;
  return /[aeiouáéó]$/i.test(word) ? `${word}s` : `${word}es`;
}

function englishPlural(word: string): string {
  if (/s$/i.test(word)) return word;
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  return /(x|ch|sh)$/i.test(word) ? `${word}es` : `${word}s`;
}

function startsWithCapital(text: string): boolean {
  const first = text.charAt(wordsIn(text)[0]?.from ?? 0);
  return first !== first.toLocaleLowerCase();
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
