/** A piece of a text: words, or an address of this site. */
export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

const address = /https?:\/\/[^\s<>"']+/g;

/**
 * Splits a text at the addresses that lead to `origin`. A foreign address stays words: whoever
 * reads mail on this page is never led away from it. One machine has two names for itself: a link
 * by the other one leads to where the page was opened.
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
    const href = withinOrigin(found, origin);
    if (href === null) continue;
    words(match.index);
    parts.push({ text: found, href });
    last = match.index + found.length;
  }
  words(text.length);
  return parts;
}

const selfNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1"]);

/** The address if it is of this site, else null. */
function withinOrigin(found: string, origin: string): string | null {
  if (!URL.canParse(found)) return null;
  const url = new URL(found);
  if (url.username !== "" || url.password !== "") return null;
  if (url.origin === origin) return found;
  const own = new URL(origin);
  if (!selfNames.has(url.hostname) || !selfNames.has(own.hostname)) return null;
  url.hostname = own.hostname;
  return url.origin === origin ? url.href : null;
}
