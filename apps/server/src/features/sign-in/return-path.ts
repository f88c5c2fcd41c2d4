const elsewhere = "/";
const longest = 500;

/**
 * Where a sign-in leads to, as somebody asked for it: a path of our page, never another site.
 * Browsers read `//host`, `/\host` and a path with a tab or line break in it as addresses of hosts.
 */
export function returnPath(asked: unknown): string {
  if (typeof asked !== "string" || asked.length > longest) return elsewhere;
  if (!/^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(asked)) return elsewhere;
  const here = "http://istmo.invalid";
  if (!URL.canParse(asked, here)) return elsewhere;
  const { origin, pathname, search, hash } = new URL(asked, here);
  // `/..//host` becomes `//host`.
  if (origin !== here || pathname.startsWith("//") || /^\/api(\/|$)/.test(pathname))
    return elsewhere;
  return pathname + search + hash;
}
