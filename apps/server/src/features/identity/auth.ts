/** Sign-in by better-auth on our own tables: it hashes passwords (scrypt) and signs the cookie. */
import type { PrismaClient } from "@istmo/prisma/client";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { hashPassword } from "better-auth/crypto";

export { hashPassword };

const days = 24 * 60 * 60;

export interface AuthSettings {
  readonly client: PrismaClient;
  readonly secret: string;
  /** Whether people reach us by https: the cookie is Secure then. */
  readonly isHttps: boolean;
}

/** Only `api` is used; none of the library's own routes is mounted. */
export function createAuth({ client, secret, isHttps }: AuthSettings) {
  return betterAuth({
    // Never called: our routes call the API in process. The library insists on one.
    baseURL: isHttps ? "https://istmo.invalid" : "http://istmo.invalid",
    secret,
    database: prismaAdapter(client, { provider: "postgresql" }),
    user: { modelName: "person" },
    session: { expiresIn: 7 * days, updateAge: days },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 200,
    },
    advanced: {
      cookiePrefix: "istmo",
      useSecureCookies: isHttps,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
    },
    // Throttled by http/security.ts, which knows the account as well as the address.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}
export type Auth = ReturnType<typeof createAuth>;
