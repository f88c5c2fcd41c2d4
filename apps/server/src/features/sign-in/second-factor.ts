/** The second step of signing in: a code of the authenticator app, or one from paper. */
import { AppError } from "../../http/app-error.ts";
import { Throttle } from "../../http/throttle.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { pendingFor, type Admission, type Admitted } from "./admission.ts";
import type { KnownDevices } from "./known-devices.ts";
import type { RefusalLedger } from "./refusal-ledger.ts";
import { hashOfRecoveryCode, stepOfCode, unseal } from "./second-factor-codes.ts";
import type { SecondFactorRepository } from "./second-factor.repository.ts";
import type { SignInRepository } from "./sign-in.repository.ts";

export type SecondFactorAnswer = { readonly code: string } | { readonly recoveryCode: string };

export interface SecondFactorNeeds {
  readonly admission: Admission;
  readonly signIns: SignInRepository;
  readonly repository: SecondFactorRepository;
  readonly unitOfWork: UnitOfWork;
  readonly devices: KnownDevices;
  readonly refusals: RefusalLedger;
  readonly clock: Clock;
  readonly secret: string;
}

type Outcome = "right" | "wrong_code" | "code_already_used";

export class SecondFactor {
  readonly #needs: SecondFactorNeeds;
  /** After a few wrong codes one begins again with the first factor. */
  readonly #byAttempt: Throttle;
  /** Whoever knows the password could begin again and again; browsers count apart, if known. */
  readonly #byPerson: Throttle;

  constructor(needs: SecondFactorNeeds) {
    this.#needs = needs;
    this.#byAttempt = new Throttle(needs.clock, { attempts: 5, within: pendingFor });
    this.#byPerson = new Throttle(needs.clock, { attempts: 15, within: 15 * 60_000 });
  }

  /** Refusals: `sign_in_expired`, `wrong_code`, `code_already_used`, `rate_limited`. */
  async complete(
    answer: SecondFactorAnswer,
    who: { readonly cookieHeader: string | undefined; readonly origin: RequestOrigin },
  ): Promise<Admitted> {
    const { admission, refusals } = this.#needs;
    const pending = admission.pendingFrom(who.cookieHeader);
    const { id, personId, method } = pending;
    if (!this.#byAttempt.isOpen(id)) throw new AppError("sign_in_expired");
    const person = await this.#countedAs(personId, who.cookieHeader);
    this.#byPerson.take(person);
    this.#byAttempt.take(id);
    const outcome =
      "code" in answer
        ? await this.#useCode(personId, answer.code)
        : await this.#useRecoveryCode(personId, answer.recoveryCode, who.origin);
    if (outcome !== "right") {
      refusals.note({ personId, what: "code", origin: who.origin });
      throw new AppError(this.#byAttempt.isOpen(id) ? outcome : "sign_in_expired");
    }
    this.#byPerson.giveBack(person);
    this.#byAttempt.exhaust(id);
    return admission.admit(personId, { method, isStrong: true, origin: who.origin });
  }

  async #countedAs(personId: string, cookieHeader: string | undefined): Promise<string> {
    const { signIns, devices } = this.#needs;
    const person = await signIns.findPerson(personId);
    if (person === null) throw new AppError("sign_in_expired");
    const device = devices.recognise(cookieHeader, person.email);
    const isKnown = device !== null && devices.stillKnows(device, person.passwordHash);
    return isKnown ? `${personId} ${device.deviceId}` : personId;
  }

  async #useCode(personId: string, code: string): Promise<Outcome> {
    const { repository, clock, secret } = this.#needs;
    const row = await repository.findAuthenticator(personId);
    if (row?.confirmedAt == null) return "wrong_code";
    const step = stepOfCode(unseal(row.secret, personId, secret), code, clock.now());
    if (step === null) return "wrong_code";
    return (await repository.useStep(personId, step)) ? "right" : "code_already_used";
  }

  async #useRecoveryCode(personId: string, typed: string, origin: RequestOrigin): Promise<Outcome> {
    const { repository, unitOfWork, clock, secret } = this.#needs;
    const hash = hashOfRecoveryCode(typed, personId, secret);
    if (!(await repository.hasRecoveryCode(personId, hash))) return "wrong_code";
    const command = { personId, origin, idempotency: null };
    return unitOfWork.run(command, async ({ tx, audit }): Promise<Outcome> => {
      const isUsed = await repository.useRecoveryCode(tx, { personId, hash, now: clock.now() });
      if (!isUsed) return "code_already_used";
      const left = await repository.recoveryCodesLeft(personId, tx);
      audit({
        kind: "recovery_code.used",
        subject: { kind: "person", id: personId },
        after: { left },
      });
      return "right";
    });
  }
}
