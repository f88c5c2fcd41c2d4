import type { Language } from "../i18n/i18n.ts";

/** A text in the person's language, else in the one that there is; `lang` for the element then. */
export function textIn(
  text: { es?: string | undefined; en?: string | undefined },
  language: Language,
): { text: string; lang: Language | undefined } {
  const own = text[language];
  if (own !== undefined && own !== "") return { text: own, lang: undefined };
  const other = language === "es" ? "en" : "es";
  return { text: text[other] ?? "", lang: other };
}

/** Only the words of `textIn`. */
export function wordsIn(
  text: { es?: string | undefined; en?: string | undefined },
  language: Language,
): string {
  return textIn(text, language).text;
}
