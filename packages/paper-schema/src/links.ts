const safeProtocols: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/**
 * Whether a link of a paper may point there: an absolute http, https or mailto address. Everything
 * else (`javascript:`, `data:`, relative paths, addresses hidden behind control characters) is
 * refused where it is typed, pasted, read from a Yjs document and shown.
 */
export function isSafeHref(href: unknown): boolean {
  if (typeof href !== "string" || href.length > 2048) return false;
  // Browsers drop tabs and line ends inside an address, so they can hide its scheme.
  for (const character of href) {
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0x20 || code === 0x7f) return false;
  }
  if (!/^(https?:\/\/[^/]|mailto:.)/i.test(href)) return false;
  try {
    return safeProtocols.has(new URL(href).protocol);
  } catch {
    return false;
  }
}

/**
 * Makes an address of what a person typed: trims it, adds `https://` to a bare host and `mailto:`
 * to a bare e-mail address. Null when no safe address comes out.
 */
export function toSafeHref(typed: string): string | null {
  const trimmed = typed.trim();
  if (isSafeHref(trimmed)) return trimmed;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(trimmed)) return `mailto:${trimmed}`;
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]\S*)?$/u.test(trimmed)) {
    const completed = `https://${trimmed}`;
    return isSafeHref(completed) ? completed : null;
  }
  return null;
}
