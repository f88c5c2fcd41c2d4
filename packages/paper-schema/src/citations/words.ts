/** What citations say between the words of a source, in the language of the text. */

export interface CitationWords {
  readonly and: string;
  readonly others: string;
  readonly editor: readonly [one: string, several: string];
  readonly translator: string;
  readonly undated: string;
  readonly within: string;
  readonly volume: string;
  readonly issue: string;
  readonly page: readonly [one: string, several: string];
  readonly edition: (number: string) => string;
  readonly available: string;
  readonly accessed: (date: string) => string;
  readonly same: string;
  readonly unknown: string;
  readonly quotes: readonly [opening: string, closing: string];
  readonly months: readonly string[];
  readonly date: (parts: {
    readonly year: string;
    readonly month: string;
    readonly day: string;
  }) => string;
}

const spanish: CitationWords = {
  and: "y",
  others: "y otros",
  editor: ["ed.", "eds."],
  translator: "trad. de",
  undated: "s. f.",
  within: "en",
  volume: "vol.",
  issue: "núm.",
  page: ["pág.", "págs."],
  edition: (number) => (/^\d+$/.test(number) ? `${number}.ª ed.` : number),
  available: "Disponible en",
  accessed: (date) => `consultado el ${date}`,
  same: "Ibid.",
  unknown: "fuente desconocida",
  quotes: ["«", "»"],
  months: [
    ...["enero", "febrero", "marzo", "abril", "mayo", "junio"],
    ...["julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
  ],
  date: ({ year, month, day }) => [day, month, year].filter((part) => part !== "").join(" de "),
};

const english: CitationWords = {
  and: "and",
  others: "and others",
  editor: ["ed.", "eds."],
  translator: "translated by",
  undated: "n.d.",
  within: "in",
  volume: "vol.",
  issue: "No.",
  page: ["p.", "pp."],
  edition: (number) => (/^\d+$/.test(number) ? `${ordinal(Number(number))} ed.` : number),
  available: "Available at",
  accessed: (date) => `accessed on ${date}`,
  same: "Ibid.",
  unknown: "unknown source",
  quotes: ["“", "”"],
  months: [
    ...["January", "February", "March", "April", "May", "June"],
    ...["July", "August", "September", "October", "November", "December"],
  ],
  date: ({ year, month, day }) => [day, month, year].filter((part) => part !== "").join(" "),
};

function ordinal(number: number): string {
  const isTeen = number % 100 >= 11 && number % 100 <= 13;
  return `${number}${isTeen ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th")}`;
}

export function wordsOf(language: string): CitationWords {
  return language.startsWith("es") ? spanish : english;
}
