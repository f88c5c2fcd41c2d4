/**
 * Words as the glossary compares them: in small letters, without accents, without the endings of
 * the plural. "Puertos" and "puerto" are one, and so are "tráfico" and "trafico"; ñ is a letter of
 * its own. The rules are coarse on purpose: they need only give a word and its plural the same stem.
 */
export function wordStem(word: string): string {
  let stem = word
    .normalize("NFD")
    // All marks but the tilde of ñ.
    .replace(/(?!\u0303)\p{M}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[’']s?$/, "");
  if (stem.length > 3 && stem.endsWith("s") && !stem.endsWith("ss")) stem = stem.slice(0, -1);
  if (stem.length > 3 && stem.endsWith("e")) stem = stem.slice(0, -1);
  return stem.replace(/z$/, "c").replace(/y$/, "i");
}

const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-’'][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

export interface Word {
  readonly from: number;
  readonly to: number;
  readonly stem: string;
}

const stems = new Map<string, string>();

/** The words of a text and where they stand, in UTF-16 units. */
export function wordsIn(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(wordPattern)) {
    const [word] = match;
    let stem = stems.get(word);
    if (stem === undefined) {
      stem = wordStem(word);
      // A paper has some thousands of different words; what no paper needs is not kept for ever.
      if (stems.size > 20_000) stems.clear();
      stems.set(word, stem);
    }
    words.push({ from: match.index, to: match.index + word.length, stem });
  }
  return words;
}
