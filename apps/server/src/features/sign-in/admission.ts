/**
 * The one door through which every way of signing in passes. Whoever proved who they are (by
 * password, passkey, single sign-on, an invitation) is admitted here: somebody deactivated is not,
 * somebody with an authenticator app is asked for its code first, and what happens is written into
 * the audit log.
 *
 *   proof of the person -> admit -> session cookie, and the cookie by which the browser is known
 *                                -> or `istmo.pending` cookie, for five minutes -> code -> admit
 */
import { randomUUID } from "node:crypto";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { AppError } from "../../http/app-error.ts";
import type { Auth } from "./auth.ts";
import { cookieName, cookieNamed, signInCookie } from "./cookies.ts";
import type { KnownDevices } from "./known-devices.ts";
import type { RefusalLedger } from "./refusal-ledger.ts";
import { recordSessionEnded } from "./session-endings.ts";
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

/** Who waits to give a second factor. */
export interface PendingSignIn {
  /** Of this one attempt. */
  readonly id: string;
  readonly personId: string;
  /** How the first was proved. */
  readonly method: SignInMethod;
}

export interface AdmissionNeeds {
  readonly auth: Auth;
  readonly repository: SignInRepository;
  readonly unitOfWork: UnitOfWork;
  readonly devices: KnownDevices;
  readonly refusals: RefusalLedger;
  readonly clock: Clock;
  readonly secret: string;
  /** Whether people reach us by https: cookies are Secure then. */
  readonly isHttps: boolean;
}

const pendingCookie = "istmo.pending";
/** Milliseconds to give the second factor. */
export const pendingFor = 5 * 60_000;
const purpose = "second factor";
/** Sessions that one person may have open; the oldest end. */
const mostSessions = 20;

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
    const { repository, refusals, devices } = this.#needs;
    const { method, isStrong, origin } = proof;
    const person = await repository.findPerson(personId);
    if (person === null || person.deactivatedAt !== null) {
      refusals.note({ personId, what: "deactivated", origin });
      throw new AppError("wrong_credentials");
    }
    if (!isStrong && (await repository.hasAuthenticator(personId)))
      return { person, isComplete: false, cookies: [this.#pending(personId, method)] };
    const sessionCookies = await this.#openSession(personId, method, origin);
    const cookies = [...sessionCookies, this.#cookie("", 0), devices.remember(person)];
    return { person, isComplete: true, cookies };
  }

  /** Who waits to give a second factor. Refusal: `sign_in_expired`. */
  pendingFrom(cookieHeader: string | undefined): PendingSignIn {
    const { secret, clock, isHttps } = this.#needs;
    const token = cookieNamed(cookieHeader, cookieName(pendingCookie, isHttps));
    const facts = token === null ? null : readToken(token, { secret, purpose, now: clock.now() });
    const { id, personId, method } = facts ?? {};
    if (id === undefined || personId === undefined || method === undefined)
      throw new AppError("sign_in_expired");
    return { id, personId, method: method as SignInMethod };
  }

  async #openSession(
    personId: string,
    method: SignInMethod,
    origin: RequestOrigin,
  ): Promise<string[]> {
    const { auth, repository, unitOfWork, clock } = this.#needs;
    const { response, headers } = await auth.api.openSession({
      body: {
        personId,
        method,
        confirmedAt: clock.now(),
        ipAddress: origin.ip,
        userAgent: origin.userAgent ?? "",
      },
      returnHeaders: true,
    });
    const { sessionId } = response;
    const command = { personId, origin: { ...origin, sessionId }, idempotency: null };
    await unitOfWork.run(command, async ({ tx, record, audit }) => {
      const ended = await repository.endOldestSessions(tx, personId, mostSessions);
      for (const id of ended) recordSessionEnded(record, personId, id);
      audit({
        kind: "sign_in.succeeded",
        subject: { kind: "person", id: personId },
        after: { method },
      });
    });
    return headers.getSetCookie();
  }

  #pending(personId: string, method: SignInMethod): string {
    const { secret, clock } = this.#needs;
    const expiresAt = new Date(clock.now().getTime() + pendingFor);
    const facts = { id: randomUUID(), personId, method };
    return this.#cookie(signToken(facts, { secret, purpose, expiresAt }), pendingFor);
  }

  #cookie(value: string, lifetime: number): string {
    return signInCookie({ name: pendingCookie, value, lifetime }, this.#needs.isHttps);
  }
}
