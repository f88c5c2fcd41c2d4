/** Where to go after the sign-in: a path of this site and never another site's address. */
export function returnPath(value: unknown): string {
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value)) return "/";
  return value.startsWith("/sign-in") ? "/" : value;
}
