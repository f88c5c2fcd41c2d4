/**
 * Where to go after the sign-in: a path of this site and never another site's address. Browsers drop
 * tabs and line ends inside an address, which would make "/\t/evil.example" one of those.
 */
export function returnPath(value: unknown): string {
  if (typeof value !== "string" || !/^\/(?![/\\])\S*$/.test(value)) return "/";
  return value.startsWith("/sign-in") ? "/" : value;
}
