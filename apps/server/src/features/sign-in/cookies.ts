/** Cookies of signing in besides the session's own, which better-auth writes. */

/** The value of one cookie of a request; null when it is not there. */
export function cookieNamed(header: string | undefined, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}

/** How a cookie is called by https: no page of an unencrypted or neighbouring host can set it. */
export const cookieName = (name: string, isHttps: boolean): string =>
  isHttps ? `__Secure-${name}` : name;

/** A `Set-Cookie` value that only the routes of signing in are sent; `lifetime` in milliseconds. */
export function signInCookie(
  { name, value, lifetime }: { name: string; value: string; lifetime: number },
  isHttps: boolean,
): string {
  const secure = isHttps ? "; Secure" : "";
  const age = Math.floor(lifetime / 1000);
  return `${cookieName(name, isHttps)}=${value}; Path=/api/auth; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`;
}
