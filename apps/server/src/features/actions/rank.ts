/** Fractional order of cards in a column: plain strings, compared byte by byte. */
import { randomInt } from "node:crypto";
import { generateKeyBetween } from "fractional-indexing";

const digits = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const tailLength = 3;

/** A fraction of the step, so that two people who put a card in one place at once seldom tie. */
function randomTail(): string {
  return Array.from({ length: tailLength }, () => digits[randomInt(digits.length)]).join("");
}

/**
 * A rank after one card and before another; null is the column's end. Two cards that tie after all
 * leave no room between them: the new one goes after both.
 */
export function rankBetween(after: string | null, before: string | null): string {
  if (after !== null && before !== null && after >= before) return rankBetween(after, null);
  const middle = generateKeyBetween(after, before);
  const apart = middle + randomTail();
  return before === null || apart < before ? apart : middle;
}
