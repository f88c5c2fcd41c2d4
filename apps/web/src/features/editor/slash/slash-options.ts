/** What the slash menu offers for the words typed after the slash. */
import type { Insertable } from "../insertables.ts";

export interface SlashOption {
  readonly insertable: Insertable;
  readonly label: string;
}

/** Small letters without accents: the menu is as forgiving as a search. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Options whose name or keywords begin with each word, those whose name does so first. */
export function filterOptions(
  options: readonly SlashOption[],
  query: string,
): readonly SlashOption[] {
  const wanted = plain(query).split(" ").filter(Boolean);
  if (wanted.length === 0) return options;
  const begins = (text: string, word: string) =>
    plain(text)
      .split(/[\s-]+/)
      .some((each) => each.startsWith(word));
  const isNamed = ({ label }: SlashOption) => wanted.every((word) => begins(label, word));
  const isMeant = ({ label, insertable }: SlashOption) =>
    wanted.every((word) => begins(`${label} ${insertable.keywords}`, word));
  return [...options.filter(isNamed), ...options.filter((it) => !isNamed(it) && isMeant(it))];
}
