/**
 * How a person signs in, in the person's own hands. Nothing here is kept for a repeated request:
 * neither answers that hold secrets, nor fingerprints that a password could be guessed from.
 */
import type { MySecurity, MySession, TotpStart } from "@istmo/contracts";
import { AppError } from "../../http/app-error.ts";
import type { SignedIn } from "../../http/session-reader.ts";
import { Throttle } from "../../http/throttle.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import { audience } from "../../platform/audience.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import type { MySecurityRepository } from "./my-security.repository.ts";
import { isWeakPassword } from "./password-policy.ts";
import type { Passwords } from "./passwords.ts";
import { confirmedUntil, requireRecentConfirmation } from "./recent-confirmation.ts";
import type { RefusalLedger } from "./refusal-ledger.ts";
import {
  hashOfRecoveryCode,
  newRecoveryCodes,
  newTotpSecret,
  seal,
  stepOfCode,
  totpUri,
  unseal,
} from "./second-factor-codes.ts";
import type { SecondFactorRepository } from "./second-factor.repository.ts";
import { recordSessionEnded } from "./session-endings.ts";
import type { SignInRepository } from "./sign-in.repository.ts";

export interface MySecurityNeeds {
  readonly repository: MySecurityRepository;
  readonly signIns: SignInRepository;
  readonly secondFactors: SecondFactorRepository;
  readonly unitOfWork: UnitOfWork;
  readonly passwords: Passwords;
  readonly refusals: RefusalLedger;
  readonly clock: Clock;
  readonly secret: string;
  /** What stands on the button of the single sign-on; null where there is none. */
  readonly singleSignOn: string | null;
}

const minute = 60_000;

const self = ({ person }: SignedIn) => ({ kind: "person", id: person.id }) as const;

export class MySecurityService {
  readonly #needs: MySecurityNeeds;
  /** Whoever holds a session must not guess the password, or the code, by it. */
  readonly #guesses: Throttle;

  constructor(needs: MySecurityNeeds) {
    this.#needs = needs;
    this.#guesses = new Throttle(needs.clock, { attempts: 10, within: 5 * minute });
  }

  async describe(me: SignedIn): Promise<MySecurity> {
    const { repository, clock, singleSignOn } = this.#needs;
    const { hasPassword, isLinked, totp, passkeys } = await repository.find(me.person.id);
    return {
      hasPassword,
      totp,
      passkeys: passkeys.map(({ id, name, isBackedUp, createdAt, lastUsedAt }) => ({
        id,
        name,
        isBackedUp,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
      singleSignOn: singleSignOn === null ? null : { name: singleSignOn, isLinked },
      confirmedUntil: confirmedUntil(me, clock.now())?.toISOString() ?? null,
    };
  }

  /**
   * Proves again who one is. Whoever has no password signs in again instead.
   * Refusals: `wrong_credentials`, `rate_limited`, `too_many_waiting`.
   */
  async confirm(me: SignedIn, password: string, origin: RequestOrigin): Promise<void> {
    const { signIns, passwords, refusals, clock } = this.#needs;
    const personId = me.person.id;
    this.#guesses.take(me.sessionId);
    const find = () => signIns.findPerson(personId);
    const { isRight } = await passwords.check(comerOf(me), find, password);
    if (!isRight) {
      refusals.note({ personId, what: "confirmation", origin });
      throw new AppError("wrong_credentials");
    }
    this.#guesses.giveBack(me.sessionId);
    await signIns.confirmSession(me.sessionId, clock.now());
  }

  /**
   * Sets or changes the password; all other sessions end.
   * Refusals: `confirmation_required`, `password_too_weak`, `too_many_waiting`.
   */
  async changePassword(me: SignedIn, password: string, command: Command): Promise<void> {
    const { signIns, passwords, clock } = this.#needs;
    this.#requireRecent(me);
    if (isWeakPassword(password, me.person)) throw new AppError("password_too_weak");
    const hash = await passwords.hash(comerOf(me), password);
    const personId = me.person.id;
    await this.#change(command, async ({ tx, record, audit }) => {
      await signIns.setPassword(tx, personId, { hash, now: clock.now() });
      const ended = await signIns.endOtherSessions(tx, personId, me.sessionId);
      for (const id of ended) recordSessionEnded(record, personId, id);
      const after = { sessionsEnded: ended.length };
      audit({ kind: "password.changed", subject: self(me), after });
    });
  }

  /** Offers a secret for an authenticator app. Refusals: `confirmation_required`, `totp_is_on`. */
  async startTotp(me: SignedIn, command: Command): Promise<TotpStart> {
    const { secondFactors, clock, secret: installationSecret } = this.#needs;
    this.#requireRecent(me);
    const secret = newTotpSecret();
    const personId = me.person.id;
    const sealed = seal(secret, personId, installationSecret);
    await this.#change(command, async ({ tx }) => {
      const offer = { personId, secret: sealed, now: clock.now() };
      if (!(await secondFactors.offerAuthenticator(tx, offer))) throw new AppError("totp_is_on");
    });
    return { secret, uri: totpUri(secret, me.person.email) };
  }

  /**
   * Takes the app into use by its first code; answers recovery codes, which are shown once.
   * Refusals: `confirmation_required`, `not_found` when none was offered, `wrong_code`.
   */
  async confirmTotp(me: SignedIn, code: string, command: Command): Promise<string[]> {
    const { secondFactors, clock, secret } = this.#needs;
    this.#requireRecent(me);
    const personId = me.person.id;
    const offered = await secondFactors.findAuthenticator(personId);
    if (offered === null || offered.confirmedAt !== null) throw new AppError("not_found");
    this.#guesses.take(me.sessionId);
    const now = clock.now();
    const step = stepOfCode(unseal(offered.secret, personId, secret), code, now);
    if (step === null) throw new AppError("wrong_code");
    this.#guesses.giveBack(me.sessionId);
    return this.#change(command, async (work) => {
      const used = { personId, secret: offered.secret, step, now };
      if (!(await secondFactors.confirmAuthenticator(work.tx, used)))
        throw new AppError("not_found");
      work.audit({ kind: "totp.added", subject: self(me) });
      return this.#makeRecoveryCodes(me, work);
    });
  }

  /** Refusals: `confirmation_required`, `not_found` when no app is in use. */
  async removeTotp(me: SignedIn, command: Command): Promise<void> {
    const { secondFactors } = this.#needs;
    this.#requireRecent(me);
    await this.#change(command, async ({ tx, audit, record }) => {
      if (!(await secondFactors.removeAuthenticator(tx, me.person.id)))
        throw new AppError("not_found");
      audit({ kind: "totp.removed", subject: self(me) });
      // Where a second factor is required, everything but the account closes.
      const subjects = [audience.person(me.person.id)];
      record({
        type: "access.changed",
        payload: { subjects, paperId: null },
        audience: subjects,
        classification: "unclassified",
      });
    });
  }

  /** Makes new recovery codes; the earlier ones are void. Refusals as for removing the app. */
  async renewRecoveryCodes(me: SignedIn, command: Command): Promise<string[]> {
    const { secondFactors } = this.#needs;
    this.#requireRecent(me);
    return this.#change(command, async (work) => {
      const app = await secondFactors.findAuthenticator(me.person.id, work.tx);
      if (app?.confirmedAt == null) throw new AppError("not_found");
      return this.#makeRecoveryCodes(me, work);
    });
  }

  async sessions(me: SignedIn): Promise<MySession[]> {
    const { signIns, clock } = this.#needs;
    const rows = await signIns.sessions(me.person.id, clock.now());
    return rows.map(({ id, method, ipAddress, userAgent, createdAt, updatedAt }) => ({
      id,
      isThisOne: id === me.sessionId,
      method,
      ip: ipAddress === "" ? null : ipAddress,
      userAgent: userAgent === "" ? null : userAgent,
      createdAt: createdAt.toISOString(),
      seenAt: updatedAt.toISOString(),
    }));
  }

  /** Ends one of one's own sessions, or this one. Refusal: `not_found`. */
  async endSession(me: SignedIn, sessionId: string, command: Command): Promise<void> {
    const { signIns } = this.#needs;
    const personId = me.person.id;
    await this.#change(command, async ({ tx, record, audit }) => {
      if (!(await signIns.endSession(tx, personId, sessionId))) throw new AppError("not_found");
      recordSessionEnded(record, personId, sessionId);
      audit({ kind: "sign_in.ended", subject: { kind: "session", id: sessionId } });
    });
  }

  /** Signs out everywhere else. */
  async endOtherSessions(me: SignedIn, command: Command): Promise<void> {
    const { signIns } = this.#needs;
    const personId = me.person.id;
    await this.#change(command, async ({ tx, record, audit }) => {
      const ended = await signIns.endOtherSessions(tx, personId, me.sessionId);
      for (const id of ended) {
        recordSessionEnded(record, personId, id);
        audit({ kind: "sign_in.ended", subject: { kind: "session", id } });
      }
    });
  }

  async #makeRecoveryCodes(me: SignedIn, { tx, audit }: Work): Promise<string[]> {
    const { secondFactors, secret } = this.#needs;
    const personId = me.person.id;
    const codes = newRecoveryCodes();
    const hashes = codes.map((code) => hashOfRecoveryCode(code, personId, secret));
    await secondFactors.replaceRecoveryCodes(tx, personId, hashes);
    audit({ kind: "recovery_codes.made", subject: self(me), after: { codes: codes.length } });
    return codes;
  }

  #requireRecent(me: SignedIn): void {
    requireRecentConfirmation(me, this.#needs.clock.now());
  }

  #change<Answer>(command: Command, work: (work: Work) => Promise<Answer>): Promise<Answer> {
    return this.#needs.unitOfWork.run({ ...command, idempotency: null }, work);
  }
}

const comerOf = ({ person }: SignedIn) => ({ key: person.id, lane: "known" }) as const;
