/** Short-lived facts that the browser carries for us and cannot change: signed, with an end. */
import { createHmac, timingSafeEqual } from "node:crypto";

const signatureOf = (secret: string, purpose: string, payload: string) =>
  createHmac("sha256", secret).update(`${purpose}\n${payload}`).digest("base64url");

/** A token that only this installation can have made, for one purpose, until `expiresAt`. */
export function signToken(
  facts: Readonly<Record<string, string>>,
  { secret, purpose, expiresAt }: { secret: string; purpose: string; expiresAt: Date },
): string {
  const payload = Buffer.from(JSON.stringify({ ...facts, exp: expiresAt.getTime() })).toString(
    "base64url",
  );
  return `${payload}.${signatureOf(secret, purpose, payload)}`;
}

/** The facts of a token of ours; null when it is foreign, made for something else, or over. */
export function readToken(
  token: string,
  { secret, purpose, now }: { secret: string; purpose: string; now: Date },
): Record<string, string> | null {
  const [payload = "", signature = ""] = token.split(".");
  const given = Buffer.from(signature);
  const wanted = Buffer.from(signatureOf(secret, purpose, payload));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const facts = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<
    string,
    string
  > & {
    exp: number;
  };
  return facts.exp > now.getTime() ? facts : null;
}
