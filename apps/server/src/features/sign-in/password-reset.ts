/**
 * A new password for whoever has forgotten it, by a link in a mail.
 *
 *   address -> "received", whatever comes of it -> mail, if there is such an account
 *   link + new password -> the password is set, every session of the person ends
 *
 * It signs nobody in, and leaves the authenticator app as it is: a mailbox is one factor.
 */
import { createHash, randomBytes } from "node:crypto";
import { AppError } from "../../http/app-error.ts";
import { Throttle } from "../../http/throttle.ts";
import type { Clock } from "../../platform/clock.ts";
import { queueMail } from "../../platform/mail-outbox.ts";
import type { UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import type { KnownDevices } from "./known-devices.ts";
import { isWeakPassword } from "./password-policy.ts";
import { passwordResetMail } from "./password-reset-mail.ts";
import { accountKey, plainAddress, type Stranger } from "./password-sign-in.ts";
import type { Passwords } from "./passwords.ts";
import { recordSessionEnded } from "./session-endings.ts";
import type { SignInPerson, SignInRepository } from "./sign-in.repository.ts";

/** Who a link is sent to, and in which language. */
export type Addressee = Pick<SignInPerson, "id" | "email" | "locale">;

export interface PasswordResetNeeds {
  readonly repository: SignInRepository;
  readonly unitOfWork: UnitOfWork;
  readonly passwords: Passwords;
  readonly devices: KnownDevices;
  readonly clock: Clock;
  /** Where people open the page. */
  readonly ownOrigin: () => string;
  readonly logger: { error(details: object, message: string): void };
}

const minute = 60_000;
const linkLasts = 30 * minute;
/** Mails being made at once. */
const mostAtOnce = 20;

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

export class PasswordReset {
  readonly #needs: PasswordResetNeeds;
  readonly #askedByAddress: Throttle;
  readonly #askedForAccount: Throttle;
  readonly #usedByAddress: Throttle;
  readonly #underWay = new Set<Promise<void>>();

  constructor(needs: PasswordResetNeeds) {
    this.#needs = needs;
    this.#askedByAddress = new Throttle(needs.clock, { attempts: 20, within: 10 * minute });
    this.#askedForAccount = new Throttle(needs.clock, { attempts: 3, within: 15 * minute });
    this.#usedByAddress = new Throttle(needs.clock, { attempts: 30, within: 10 * minute });
  }

  /**
   * Sends a link to whoever has an account with this address. Returns before it is known whether
   * there is one. Refusals: `rate_limited` for the address asked from, `too_many_waiting`.
   */
  ask(typed: string, who: Pick<Stranger, "address">): void {
    this.#askedByAddress.take(who.address);
    const email = plainAddress(typed);
    const key = accountKey(email);
    // The mails sent so far are all that the owner needs; who asks again is told nothing.
    if (!this.#askedForAccount.isOpen(key)) return;
    if (this.#underWay.size >= mostAtOnce)
      throw new AppError("too_many_waiting", { retryAfter: 5 });
    this.#askedForAccount.take(key);
    const sending = this.#send(email)
      .catch((error: unknown) =>
        this.#needs.logger.error({ err: error }, "a link for a new password could not be sent"),
      )
      .finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  /** Sends a link to somebody as part of another change: on an administrator's word. */
  async sendWithin({ tx }: Pick<Work, "tx">, person: Addressee): Promise<void> {
    const { repository, clock, ownOrigin } = this.#needs;
    const token = randomBytes(32).toString("base64url");
    const now = clock.now();
    const expiresAt = new Date(now.getTime() + linkLasts);
    const link = { personId: person.id, hash: hashOf(token), expiresAt, now };
    await repository.addResetLink(tx, link);
    await queueMail(tx, passwordResetMail(person, `${ownOrigin()}/reset-password#${token}`), now);
  }

  /** Settles when nothing is under way. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /**
   * Sets a new password by a link, and answers a cookie by which this browser is known.
   * Refusals: `link_unknown`, `link_used`, `link_expired`, `password_too_weak`, `rate_limited`,
   * `too_many_waiting`.
   */
  async reset(wanted: { token: string; password: string }, who: Stranger): Promise<string> {
    const { unitOfWork, repository, passwords, devices, clock } = this.#needs;
    this.#usedByAddress.take(who.address);
    const tokenHash = hashOf(wanted.token);
    const person = await this.#ownerOf(tokenHash);
    if (isWeakPassword(wanted.password, person)) throw new AppError("password_too_weak");
    const comer = { key: who.address, lane: "stranger" } as const;
    const hash = await passwords.hash(comer, wanted.password);
    const { id: personId, email } = person;
    const command = { personId, origin: who.origin, idempotency: null };
    await unitOfWork.run(command, async ({ tx, record, audit }) => {
      const now = clock.now();
      if (!(await repository.useResetLink(tx, tokenHash, now))) throw new AppError("link_used");
      await repository.setPassword(tx, personId, { hash, now });
      const ended = await repository.endOtherSessions(tx, personId, null);
      if (ended.length > 0) recordSessionEnded(record, personId, null);
      audit({
        kind: "password.reset",
        subject: { kind: "person", id: personId },
        after: { sessionsEnded: ended.length },
      });
    });
    return devices.remember({ email, passwordHash: hash });
  }

  async #ownerOf(tokenHash: string): Promise<SignInPerson> {
    const { repository, clock } = this.#needs;
    const link = await repository.findResetLink(tokenHash);
    const person = link?.personId == null ? null : await repository.findPerson(link.personId);
    if (link === null || person === null || person.deactivatedAt !== null)
      throw new AppError("link_unknown");
    if (link.usedAt !== null) throw new AppError("link_used");
    if (link.expiresAt <= clock.now()) throw new AppError("link_expired");
    return person;
  }

  async #send(email: string): Promise<void> {
    const person = await this.#needs.repository.findByEmail(email);
    if (person === null || person.deactivatedAt !== null) return;
    const nobody = { personId: null, origin: null, idempotency: null };
    await this.#needs.unitOfWork.run(nobody, (work) => this.sendWithin(work, person));
  }
}
