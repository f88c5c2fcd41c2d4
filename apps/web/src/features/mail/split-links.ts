/** A piece of a text: words, or an address of this site. */
export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

const address = /https?:\/\/[^\s<>"']+/g;

/**
 * Splits a text at the addresses that lead to `origin`. A foreign address stays words: whoever
 * reads mail on this page is never led away from it.
 */
export function splitLinks(text: string, origin: string): TextPart[] {
  const parts: TextPart[] = [];
  let last = 0;
  const words = (until: number) => {
    if (until > last) parts.push({ text: text.slice(last, until) });
  };
  for (const match of text.matchAll(address)) {
    // A sentence's full stop or a closing bracket is none of the address.
    const found = match[0].replace(/[.,;:!?)\]]+$/, "");
    if (!isOf(found, origin)) continue;
    words(match.index);
    parts.push({ text: found, href: found });
    last = match.index + found.length;
  }
  words(text.length);
  return parts;
}

function isOf(href: string, origin: string): boolean {
  try {
    const url = new URL(href);
    return url.origin === origin && url.username === "" && url.password === "";
  } catch {
    return false;
  }
}
