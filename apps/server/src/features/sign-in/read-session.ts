import { fromNodeHeaders } from "better-auth/node";
import type { ReadSession, SignedIn } from "../../http/session-reader.ts";
import type { Clock } from "../../platform/clock.ts";
import type { PlainReader } from "../../platform/plain-reader.ts";
import type { SignInMethod } from "./admission.ts";
import { sessionLife, type Auth } from "./auth.ts";
import { readSessionToken } from "./session-cookie.ts";
import { findSession, type SessionRow } from "./sessions.repository.ts";

/** Milliseconds after which a session is over, however busy it was. */
const longestSession = 30 * 24 * 3_600_000;
/** What a session has left, in milliseconds, once it is time to prolong it. */
const leftToProlong = (sessionLife.expiresIn - sessionLife.updateAge) * 1000;

/** Ways in that prove more than the knowledge of a password; a provider answers for its own. */
const strongMethods: ReadonlySet<string> = new Set(["passkey", "oidc"] satisfies SignInMethod[]);

export interface SessionReaderNeeds {
  readonly auth: Auth;
  readonly reader: PlainReader;
  readonly clock: Clock;
  readonly requiresSecondFactor: boolean;
}

/**
 * Reads the cookie, and the session with the posts of today in one statement. What better-auth
 * would write goes through it: a session is prolonged once a day, and a cookie of none is taken back.
 */
export function createSessionReader(needs: SessionReaderNeeds): ReadSession {
  const { auth, reader, clock, requiresSecondFactor } = needs;

  function signedIn(row: SessionRow, setCookies: readonly string[]): SignedIn | null {
    const overAt = row.createdAt.getTime() + longestSession;
    if (overAt <= Date.now()) return null;
    const { id, name, email, locale, timeZone, sample, clearedTo, posts } = row;
    return {
      sessionId: row.sessionId,
      expiresAt: new Date(Math.min(row.expiresAt.getTime(), overAt)),
      confirmedAt: row.confirmedAt,
      person: { id, name, email, locale, timeZone, sample },
      actor: { id, posts, clearedTo },
      mustAddFactor:
        requiresSecondFactor && !row.hasAuthenticator && !strongMethods.has(row.method),
      setCookies,
    };
  }

  return async (headers) => {
    if (headers.cookie === undefined) return null;
    const { secret, authCookies } = await auth.$context;
    const cookie = { name: authCookies.sessionToken.name, secret };
    const token = readSessionToken(headers.cookie, cookie);
    const row = token === null ? null : await findSession(reader, token, clock.now());
    if (row !== null && row.expiresAt.getTime() - Date.now() > leftToProlong)
      return signedIn(row, []);
    const { response, headers: answered } = await auth.api.getSession({
      headers: fromNodeHeaders(headers),
      returnHeaders: true,
    });
    if (response === null) return null;
    const prolonged = await findSession(reader, response.session.token, clock.now());
    return prolonged && signedIn(prolonged, answered.getSetCookie());
  };
}
