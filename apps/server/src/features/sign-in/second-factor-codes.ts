/**
 * Codes of an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 seconds) and recovery codes
 * on paper. Pure: what has been used before is the repository's to know.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
} from "node:crypto";
import { Secret, TOTP } from "otpauth";

const issuer = "Istmo";
/** Seconds of a step. */
const period = 30;
/** Steps that an app's clock may be off, either way. */
const tolerance = 1;

const appOf = (secret: string, label = "") =>
  new TOTP({
    issuer,
    label,
    algorithm: "SHA1",
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  });

/** A new secret in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What the QR code says. */
export const totpUri = (secret: string, email: string): string => appOf(secret, email).toString();

/** The step whose code this is, near the present one; null when it is none. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const digits = code.replace(/[\s-]/g, "");
  if (!/^\d{6}$/.test(digits)) return null;
  const timestamp = now.getTime();
  const delta = appOf(secret).validate({ token: digits, timestamp, window: tolerance });
  return delta === null ? null : TOTP.counter({ period, timestamp }) + delta;
}

const keyOf = (installationSecret: string) =>
  Buffer.from(hkdfSync("sha256", installationSecret, "", "istmo authenticator secrets", 32));

/** Encrypts an app's secret for one person (AES-256-GCM): whoever reads the rows alone learns nothing. */
export function seal(plain: string, personId: string, installationSecret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(installationSecret), nonce);
  cipher.setAAD(Buffer.from(personId));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** Throws when it was sealed for somebody else, by another installation, or changed. */
export function unseal(sealed: string, personId: string, installationSecret: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv(
    "aes-256-gcm",
    keyOf(installationSecret),
    bytes.subarray(0, 12),
    { authTagLength: 16 },
  );
  decipher.setAAD(Buffer.from(personId));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

/** No I, L, O and U: nobody mistakes one for another on paper (Crockford's base 32). */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const groups = 4;
const groupLength = 4;
const codesInASet = 10;

/** A set of recovery codes, of 80 bits each: XXXX-XXXX-XXXX-XXXX */
export function newRecoveryCodes(): string[] {
  const letter = () => letters.charAt(randomInt(letters.length));
  const group = () => Array.from({ length: groupLength }, letter).join("");
  const code = () => Array.from({ length: groups }, group).join("-");
  return Array.from({ length: codesInASet }, code);
}

/** What is kept of a recovery code. However it is typed: small letters, without hyphens, O for 0. */
export function hashOfRecoveryCode(
  typed: string,
  personId: string,
  installationSecret: string,
): string {
  const code = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return createHmac("sha256", installationSecret)
    .update(`recovery code\n${personId}\n${code}`)
    .digest("hex");
}
