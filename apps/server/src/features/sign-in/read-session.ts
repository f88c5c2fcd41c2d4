import { fromNodeHeaders } from "better-auth/node";
import type { ReadSession } from "../../http/session-reader.ts";
import type { Clock } from "../../platform/clock.ts";
import type { SignInMethod } from "./admission.ts";
import type { Auth } from "./auth.ts";
import { findActor } from "../identity/identity.queries.ts";
import type { PrismaClient } from "@istmo/prisma/client";

/** Milliseconds after which a session is over, however busy it was. */
const longestSession = 30 * 24 * 3_600_000;

/** Ways in that prove more than the knowledge of a password; a provider answers for its own. */
const strongMethods: ReadonlySet<string> = new Set(["passkey", "oidc"] satisfies SignInMethod[]);

export interface SessionReaderNeeds {
  readonly auth: Auth;
  readonly client: PrismaClient;
  readonly clock: Clock;
  readonly requiresSecondFactor: boolean;
}

/** Reads the cookie through better-auth and the posts of today from our own rows. */
export function createSessionReader(needs: SessionReaderNeeds): ReadSession {
  const { auth, client, clock, requiresSecondFactor } = needs;
  return async (headers) => {
    if (headers.cookie === undefined) return null;
    const { response, headers: answered } = await auth.api.getSession({
      headers: fromNodeHeaders(headers),
      returnHeaders: true,
    });
    if (response === null) return null;
    const { createdAt, expiresAt } = response.session;
    const overAt = createdAt.getTime() + longestSession;
    if (overAt <= Date.now()) return null;
    const found = await findActor(client, response.user.id, clock.now());
    if (found === null) return null;
    return {
      sessionId: response.session.id,
      expiresAt: new Date(Math.min(expiresAt.getTime(), overAt)),
      confirmedAt: response.session.confirmedAt ?? new Date(0),
      person: found.person,
      actor: found.actor,
      mustAddFactor:
        requiresSecondFactor &&
        !found.hasAuthenticator &&
        !strongMethods.has(response.session.method ?? ""),
      setCookies: answered.getSetCookie(),
    };
  };
}
