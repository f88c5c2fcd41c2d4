/** Signing in with a password: throttled, behind the gate, and telling nothing about accounts. */
import { createHash } from "node:crypto";
import { AppError } from "../../http/app-error.ts";
import { Throttle } from "../../http/throttle.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Admission, Admitted } from "./admission.ts";
import type { KnownDevices } from "./known-devices.ts";
import type { Passwords } from "./passwords.ts";
import type { RefusalLedger } from "./refusal-ledger.ts";
import type { SignInRepository } from "./sign-in.repository.ts";

/** Who asks, as far as the request tells. */
export interface Stranger {
  readonly origin: RequestOrigin;
  /** The address as a key: neighbours in one IPv6 network count as one. */
  readonly address: string;
  readonly cookieHeader: string | undefined;
}

export interface PasswordSignInNeeds {
  readonly admission: Admission;
  readonly repository: SignInRepository;
  readonly passwords: Passwords;
  readonly devices: KnownDevices;
  readonly refusals: RefusalLedger;
  readonly clock: Clock;
}

const minute = 60_000;

/** An e-mail address as the rows hold it. */
export const plainAddress = (typed: string): string =>
  typed.replaceAll("\0", "").trim().toLowerCase();

/** Names an account in memory without its address. */
export const accountKey = (email: string): string =>
  createHash("sha256").update(email).digest("base64url");

/** The counts of one attempt: taken back when it turns out to be none. */
class Counts {
  readonly #taken: (readonly [Throttle, string])[] = [];

  take(throttle: Throttle, key: string): void {
    throttle.take(key);
    this.#taken.push([throttle, key]);
  }

  giveBack(): void {
    for (const [throttle, key] of this.#taken.splice(0)) throttle.giveBack(key);
  }
}

export class PasswordSignIn {
  readonly #needs: PasswordSignInNeeds;
  readonly #byAddress: Throttle;
  readonly #byAccountAndAddress: Throttle;
  /** All the world together, at one account; browsers that are known there are exempt. */
  readonly #byAccount: Throttle;
  readonly #byDevice: Throttle;

  constructor(needs: PasswordSignInNeeds) {
    this.#needs = needs;
    const { clock } = needs;
    this.#byAddress = new Throttle(clock, { attempts: 300, within: minute });
    this.#byAccountAndAddress = new Throttle(clock, { attempts: 20, within: minute });
    this.#byAccount = new Throttle(clock, { attempts: 100, within: 10 * minute });
    this.#byDevice = new Throttle(clock, { attempts: 20, within: minute });
  }

  /**
   * Refusals: `wrong_credentials` alike for an unknown account, a wrong password and somebody
   * deactivated, after the same time; `rate_limited`, `too_many_waiting`.
   */
  async signIn(typed: { email: string; password: string }, who: Stranger): Promise<Admitted> {
    const { repository, passwords, admission, devices, refusals } = this.#needs;
    const email = plainAddress(typed.email);
    const device = devices.recognise(who.cookieHeader, email);
    const counts = new Counts();
    const countStranger = () => {
      counts.take(this.#byAddress, who.address);
      counts.take(this.#byAccountAndAddress, `${who.address} ${accountKey(email)}`);
      counts.take(this.#byAccount, accountKey(email));
    };
    const find = async () => {
      const found = await repository.findByEmail(email);
      // The password has changed since this browser signed in: a stranger like any other.
      if (device !== null && !devices.stillKnows(device, found?.passwordHash ?? null))
        countStranger();
      return found;
    };
    const isKnown = device !== null;
    const comer = { key: who.address, lane: isKnown ? "known" : "stranger" } as const;
    try {
      if (isKnown) counts.take(this.#byDevice, device.deviceId);
      else countStranger();
      const { found, isRight } = await passwords.check(comer, find, typed.password);
      if (found !== null && (!isRight || found.deactivatedAt !== null)) {
        const what = isRight ? "deactivated" : "password";
        refusals.note({ personId: found.id, what, origin: who.origin });
      }
      if (found === null || !isRight || found.deactivatedAt !== null)
        throw new AppError("wrong_credentials");
      counts.giveBack();
      return await admission.admit(found.id, {
        method: "password",
        isStrong: false,
        origin: who.origin,
      });
    } catch (error) {
      // Whoever was turned away at the gate has tried nothing.
      if (!(error instanceof AppError && error.code === "wrong_credentials")) counts.giveBack();
      throw error;
    }
  }
}
