/** What a cross-reference says today; the page and the exports print the same. */
import type { PaperNumbering } from "./numbering.ts";

export interface ReferenceText {
  readonly text: string;
  /** What it refers to is no longer in the paper. */
  readonly isLost: boolean;
}

const lost: Readonly<Record<string, string>> = {
  es: "[referencia perdida]",
  en: "[reference lost]",
  fr: "[renvoi perdu]",
};

/** How much of a block without a number is quoted to name it. */
const quotedLength = 48;

export interface ReferenceSources {
  readonly numbering: PaperNumbering;
  readonly language: string;
  /** The text of a block, for those without a number; null when it is not in the paper. */
  readonly textOf: (id: string) => string | null;
}

/** "para. 14", "Table 2", "II.B"; of a block without a number its first words in quotation marks. */
export function referenceText(targetId: unknown, sources: ReferenceSources): ReferenceText {
  const { numbering, language, textOf } = sources;
  const none = { text: lost[language.slice(0, 2)] ?? lost["en"]!, isLost: true };
  if (typeof targetId !== "string") return none;
  const number = numbering.get(targetId);
  if (number !== undefined) return { text: number.reference, isLost: false };
  const text = textOf(targetId)?.trim().replace(/\s+/g, " ") ?? "";
  return text === "" ? none : { text: quoted(shortened(text), language), isLost: false };
}

/** Ends at a word, so that it can be read aloud. */
export function shortened(text: string, length = quotedLength): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const end = cut.lastIndexOf(" ");
  return `${(end > length / 2 ? cut.slice(0, end) : cut).replace(/[\s,;:.]+$/, "")}…`;
}

function quoted(text: string, language: string): string {
  return language.startsWith("en") ? `“${text}”` : `«${text}»`;
}
