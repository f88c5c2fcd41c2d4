/**
 * Document symbols: one for all languages of a paper, by the office's scheme. A scheme is a pattern
 * such as "{office}/JSP/{year}/{n}"; what is issued later about the same paper hangs on its symbol.
 */
import { accept, refuse, type Decision } from "./decision.ts";

/** Everything by which this module refuses; each has a text in every language. */
export const symbolRefusals = ["symbol_malformed", "symbol_taken"] as const;
export type SymbolRefusal = (typeof symbolRefusals)[number];

/** What follows a symbol, with a running number where there can be several. */
export const symbolSuffixes = {
  revision: "Rev.",
  addendum: "Add.",
  corrigendum: "Corr.",
  conference_room_paper: "CRP.",
  limited: "L.",
  information: "INF/",
} as const;
export type SymbolSuffix = keyof typeof symbolSuffixes;

/** Characters of a symbol at most. */
export const symbolLength = 60;

/** What fills a pattern: the office's letters and the year of issue; `{n}` is counted. */
export interface SymbolParts {
  readonly office: string;
  readonly year: number;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The pattern with everything filled in but the number, before and after it; null without one. */
function around(pattern: string, { office, year }: SymbolParts): [string, string] | null {
  const filled = pattern.replaceAll("{office}", office).replaceAll("{year}", String(year));
  const [before, after, ...more] = filled.split("{n}");
  return before === undefined || after === undefined || more.length > 0 ? null : [before, after];
}

/** Symbols are the same whatever their case: nobody tells "ROPAN" from "Ropan" in a reference. */
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Whether it is a symbol at all: parts of letters, figures, dots and hyphens between strokes. */
export function isSymbol(symbol: string): boolean {
  return symbol.length <= symbolLength && /^[A-Z0-9][\w.-]*(\/[A-Z0-9][\w.-]*)+$/i.test(symbol);
}

/** The next free symbol of a pattern, after the highest number in use; null for a pattern without number. */
export function nextSymbol(
  pattern: string,
  parts: SymbolParts,
  inUse: readonly string[],
): string | null {
  const ends = around(pattern, parts);
  if (ends === null) return null;
  const [before, after] = ends;
  const form = new RegExp(`^${escaped(before)}([1-9]\\d{0,5})${escaped(after)}$`, "i");
  const numbers = inUse.map((symbol) => Number(form.exec(symbol)?.[1] ?? 0));
  return `${before}${Math.max(0, ...numbers) + 1}${after}`;
}

/** Whether a paper is issued under this symbol: of the office's scheme, and nobody else's. */
export function decideSymbol(
  symbol: string,
  {
    pattern,
    parts,
    inUse,
  }: { readonly pattern: string; readonly parts: SymbolParts; readonly inUse: readonly string[] },
): Decision<{ readonly symbol: string }, SymbolRefusal> {
  const ends = around(pattern, parts);
  if (ends === null || !isSymbol(symbol)) return refuse("symbol_malformed");
  const form = new RegExp(`^${escaped(ends[0])}[1-9]\\d{0,5}${escaped(ends[1])}$`);
  if (!form.test(symbol)) return refuse("symbol_malformed");
  if (inUse.some((one) => same(one, symbol))) return refuse("symbol_taken");
  return accept({ symbol });
}

/** The next symbol of what hangs on a paper: "…/12/Corr.2" after one corrigendum. */
export function suffixedSymbol(
  symbol: string,
  suffix: SymbolSuffix,
  inUse: readonly string[],
): string {
  const stem = `${symbol}/${symbolSuffixes[suffix]}`;
  const numbers = inUse
    .filter((one) => same(one.slice(0, stem.length), stem))
    .map((one) => Number(/^[1-9]\d{0,5}$/.exec(one.slice(stem.length))?.[0] ?? 0));
  return `${stem}${Math.max(0, ...numbers) + 1}`;
}
