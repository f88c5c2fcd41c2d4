/**
 * The one door through which every way of signing in passes. Whoever proved who they are (by
 * password, passkey, single sign-on, an invitation) is admitted here: somebody deactivated is not,
 * somebody with an authenticator app is asked for its code first, and what happens is written into
 * the audit log.
 *
 *   proof of the person -> admit -> session cookie
 *                                -> or `istmo.pending` cookie, for five minutes -> code -> admit
 */
import type { RequestOrigin, AuditLog } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import { AppError } from "../../http/app-error.ts";
import type { Auth } from "./auth.ts";
import { readToken, signToken } from "./signed-token.ts";
import type { SignInRepository } from "./sign-in.repository.ts";

/** How a session was opened. */
export type SignInMethod = "password" | "passkey" | "oidc" | "invitation" | "first_administrator";

export interface Admitted {
  readonly person: { readonly id: string; readonly email: string };
  /** `Set-Cookie` values. */
  readonly cookies: readonly string[];
  /** False: the session opens after the second factor. */
  readonly isComplete: boolean;
}

export interface AdmissionNeeds {
  readonly auth: Auth;
  readonly repository: SignInRepository;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly secret: string;
  /** Whether people reach us by https: cookies are Secure then. */
  readonly isHttps: boolean;
}

const pendingCookie = "istmo.pending";
const pendingFor = 5 * 60_000;
const purpose = "second factor";

export class Admission {
  readonly #needs: AdmissionNeeds;

  constructor(needs: AdmissionNeeds) {
    this.#needs = needs;
  }

  /**
   * Admits a person who has proved to be who they are. `isStrong` proofs (a passkey with the
   * device's own check, a second factor just given) ask for nothing more.
   * Refusals: `wrong_credentials` for somebody deactivated, so that nobody learns of it.
   */
  async admit(
    personId: string,
    proof: {
      readonly method: SignInMethod;
      readonly isStrong: boolean;
      readonly origin: RequestOrigin;
    },
  ): Promise<Admitted> {
    const { repository, audit, clock } = this.#needs;
    const { method, isStrong, origin } = proof;
    const person = await repository.findPerson(personId);
    const at = clock.now();
    if (person === null || person.deactivatedAt !== null) {
      await audit.record({ personId, origin, at }, [
        { kind: "sign_in.refused", subject: { kind: "person", id: personId }, after: { method } },
      ]);
      throw new AppError("wrong_credentials");
    }
    if (!isStrong && (await repository.hasAuthenticator(personId)))
      return { person, isComplete: false, cookies: [this.#pending(personId, method, at)] };

    const { response, headers } = await this.#needs.auth.api.openSession({
      body: { personId, ipAddress: origin.ip, userAgent: origin.userAgent ?? "" },
      returnHeaders: true,
    });
    await repository.describeSession(response.sessionId, method);
    await audit.record({ personId, origin: { ...origin, sessionId: response.sessionId }, at }, [
      { kind: "sign_in.succeeded", subject: { kind: "person", id: personId }, after: { method } },
    ]);
    return {
      person,
      isComplete: true,
      cookies: [...headers.getSetCookie(), this.#cookie("", 0)],
    };
  }

  /** Who waits to give a second factor, and how they proved the first. Refusal: `sign_in_expired`. */
  pendingFrom(cookieHeader: string | undefined): { personId: string; method: SignInMethod } {
    const { secret, clock } = this.#needs;
    const token = cookieNamed(cookieHeader, pendingCookie);
    const facts = token === null ? null : readToken(token, { secret, purpose, now: clock.now() });
    const { personId, method } = facts ?? {};
    if (personId === undefined || method === undefined) throw new AppError("sign_in_expired");
    return { personId, method: method as SignInMethod };
  }

  #pending(personId: string, method: SignInMethod, now: Date): string {
    const expiresAt = new Date(now.getTime() + pendingFor);
    const { secret } = this.#needs;
    return this.#cookie(
      signToken({ personId, method }, { secret, purpose, expiresAt }),
      pendingFor,
    );
  }

  #cookie(value: string, lifetime: number): string {
    const secure = this.#needs.isHttps ? "; Secure" : "";
    return `${pendingCookie}=${value}; Path=/api/auth; HttpOnly; SameSite=Lax; Max-Age=${lifetime / 1000}${secure}`;
  }
}

/** The value of one cookie of a request; null when it is not there. */
export function cookieNamed(header: string | undefined, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}
