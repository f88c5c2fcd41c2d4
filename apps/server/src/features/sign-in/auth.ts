/**
 * better-auth on our own tables, for one thing: it keeps sessions and signs their cookie. How people prove who they are is ours (docs/decisions/0009).
 */
import type { PrismaClient } from "@istmo/prisma/client";
import { betterAuth, type BetterAuthPlugin } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { createAuthEndpoint } from "better-auth/api";
import { deleteSessionCookie, setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

const days = 24 * 60 * 60;
/** Seconds that a session lasts from its last prolongation, and after which it is prolonged. */
export const sessionLife = { expiresIn: 7 * days, updateAge: days } as const;

export interface AuthSettings {
  readonly client: PrismaClient;
  readonly secret: string;
  /** Whether people reach us by https: the cookie is Secure then, and bound to our host. */
  readonly isHttps: boolean;
}

/** Endpoints without a path: no request reaches them. */
const sessionKeeper = {
  id: "istmo-session-keeper",
  endpoints: {
    /**
     * Opens a session for a person who has proved to be who they are, by whatever means. Only
     * admission.ts calls it. Every session has an id and a token of its own, so that nobody can
     * plant one in a browser beforehand.
     */
    openSession: createAuthEndpoint(
      {
        method: "POST",
        body: z.object({
          personId: z.string(),
          method: z.string(),
          confirmedAt: z.date(),
          ipAddress: z.string(),
          userAgent: z.string(),
        }),
      },
      async (ctx) => {
        const { personId, ...about } = ctx.body;
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(personId);
        if (user === null) throw new Error("A session was asked for somebody who does not exist.");
        const session = await internalAdapter.createSession(personId, false, about);
        await setSessionCookie(ctx, { session, user });
        return { sessionId: session.id };
      },
    ),
    /** Takes the session's cookie from the browser; the session itself has been ended. */
    forgetSession: createAuthEndpoint({ method: "POST" }, async (ctx) => {
      deleteSessionCookie(ctx);
      return { forgotten: true };
    }),
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
    plugins: [sessionKeeper],
    session: {
      ...sessionLife,
      additionalFields: {
        method: { type: "string", required: false },
        confirmedAt: { type: "date", required: false },
      },
    },
    advanced: {
      cookiePrefix: "istmo",
      // Its own prefix would be `__Secure-`; `__Host-` also keeps our neighbours' hosts out.
      useSecureCookies: false,
      ...(isHttps ? { cookies: { session_token: { name: "__Host-istmo.session_token" } } } : {}),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps },
    },
    // Throttled by us, who know the account as well as the address.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}
export type Auth = ReturnType<typeof createAuth>;
