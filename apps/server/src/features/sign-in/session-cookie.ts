import { createHmac, timingSafeEqual } from "node:crypto";
import { cookieNamed } from "./cookies.ts";

/** The token in the session's cookie, which is `token.signature`; null unless we signed it. */
export function readSessionToken(
  header: string | undefined,
  { name, secret }: { readonly name: string; readonly secret: string },
): string | null {
  const value = decoded(cookieNamed(header, name) ?? "");
  const dot = value.lastIndexOf(".");
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), "base64");
  const own = createHmac("sha256", secret).update(token).digest();
  return given.length === own.length && timingSafeEqual(given, own) ? token : null;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
}
