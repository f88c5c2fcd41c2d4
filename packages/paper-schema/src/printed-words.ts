/** What the text itself says around its parts, in its own language, on the screen and on paper. */
export interface PrintedWords {
  readonly action: string;
  readonly picture: string;
  readonly source: string;
  readonly notes: string;
}

const english: PrintedWords = {
  action: "Action",
  picture: "Image",
  source: "Source",
  notes: "Notes",
};
const words: Readonly<Record<string, PrintedWords>> = {
  es: { action: "Acción", picture: "Imagen", source: "Fuente", notes: "Notas" },
  en: english,
  fr: { action: "Action", picture: "Image", source: "Source", notes: "Notes" },
};

/** The words of a language as a tag names it; the English ones where there are none. */
export function printedWords(language: string): PrintedWords {
  return words[language.slice(0, 2)] ?? english;
}
