/** Sign-in by better-auth on our own tables: it hashes passwords (scrypt) and signs the cookie. */
import type { PrismaClient } from "@istmo/prisma/client";
import { betterAuth, type BetterAuthPlugin } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { z } from "zod";

export { hashPassword, verifyPassword };

const days = 24 * 60 * 60;

export interface AuthSettings {
  readonly client: PrismaClient;
  readonly secret: string;
  /** Whether people reach us by https: the cookie is Secure then. */
  readonly isHttps: boolean;
}

/**
 * Opens a session for a person who has proved to be who they are, by whatever means. Only
 * admission.ts calls it; it has no path, so no request can.
 */
const sessionOpener = {
  id: "istmo-session-opener",
  endpoints: {
    openSession: createAuthEndpoint(
      {
        method: "POST",
        body: z.object({ personId: z.string(), ipAddress: z.string(), userAgent: z.string() }),
      },
      async (ctx) => {
        const { personId, ipAddress, userAgent } = ctx.body;
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(personId);
        if (user === null) throw new Error("A session was asked for somebody who does not exist.");
        const session = await internalAdapter.createSession(personId, false, {
          ipAddress,
          userAgent,
        });
        await setSessionCookie(ctx, { session, user });
        return { sessionId: session.id };
      },
    ),
  },
} satisfies BetterAuthPlugin;

/** Only `api` is used; none of the library's own routes is mounted. */
export function createAuth({ client, secret, isHttps }: AuthSettings) {
  return betterAuth({
    // Never called: our routes call the API in process. The library insists on one.
    baseURL: isHttps ? "https://istmo.invalid" : "http://istmo.invalid",
    secret,
    database: prismaAdapter(client, { provider: "postgresql" }),
    user: { modelName: "person" },
    plugins: [sessionOpener],
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
