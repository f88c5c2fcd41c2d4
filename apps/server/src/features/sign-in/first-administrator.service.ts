/**
 * The first administrator of an installation. As long as there is none, each start makes a link and
 * prints it; whoever reads the log of the server owns the installation. The link works once, for a
 * day, and only while nobody is an administrator; the next start makes another.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Language } from "@istmo/contracts";
import { plainEmail } from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import type { Admission, Admitted } from "./admission.ts";
import type { FirstAdministratorRepository } from "./first-administrator.repository.ts";
import { isWeakPassword } from "./password-policy.ts";
import type { Passwords } from "./passwords.ts";

export interface FirstAdministratorNeeds {
  readonly repository: FirstAdministratorRepository;
  readonly unitOfWork: UnitOfWork;
  readonly admission: Admission;
  readonly passwords: Passwords;
  readonly clock: Clock;
}

export interface WantedAdministrator {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly locale: Language;
}

const lastsFor = 24 * 3_600_000;

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

export class FirstAdministratorService {
  readonly #needs: FirstAdministratorNeeds;

  constructor(needs: FirstAdministratorNeeds) {
    this.#needs = needs;
  }

  /** A new token where there is no administrator; null where there is one. */
  async prepare(): Promise<string | null> {
    const { repository, clock } = this.#needs;
    const now = clock.now();
    if (await repository.hasAdministrator(now)) return null;
    const token = randomBytes(32).toString("base64url");
    const expiresAt = new Date(now.getTime() + lastsFor);
    await repository.replaceToken(hashOf(token), { now, expiresAt });
    return token;
  }

  /** Until when a link works. Refusals: `link_unknown`, `link_used`, `link_expired`. */
  async look(token: string): Promise<{ expiresAt: string }> {
    const { repository, clock } = this.#needs;
    const row = await repository.findToken(hashOf(token));
    const now = clock.now();
    if (row === null) throw new AppError("link_unknown");
    if (row.usedAt !== null || (await repository.hasAdministrator(now)))
      throw new AppError("link_used");
    if (row.expiresAt <= now) throw new AppError("link_expired");
    return { expiresAt: row.expiresAt.toISOString() };
  }

  /**
   * Makes the administrator and signs in.
   * Refusals: those of `look`, `email_not_plain`, `email_taken`, `password_too_weak`.
   */
  async make(
    wanted: WantedAdministrator,
    { address, origin }: { readonly address: string; readonly origin: RequestOrigin },
  ): Promise<Admitted> {
    const { repository, unitOfWork, admission, passwords, clock } = this.#needs;
    const { token, name, password, locale } = wanted;
    await this.look(token);
    const email = plainEmail(wanted.email);
    if (email === null) throw new AppError("email_not_plain");
    if (isWeakPassword(password, { name, email })) throw new AppError("password_too_weak");
    const passwordHash = await passwords.hash({ key: address, lane: "stranger" }, password);
    const id = randomUUID();
    const command = { personId: id, origin, idempotency: null };
    await unitOfWork.run(command, async ({ tx, audit }) => {
      const now = clock.now();
      const isOurs = await repository.useToken(tx, hashOf(token), now);
      if (!isOurs || (await repository.hasAdministrator(now, tx))) throw new AppError("link_used");
      if (await repository.isEmailTaken(tx, email)) throw new AppError("email_taken");
      await repository.create(tx, { id, name, email, locale, passwordHash }, now);
      audit({
        kind: "administrator.first_made",
        subject: { kind: "person", id, label: name },
        after: { email },
      });
      return null;
    });
    return admission.admit(id, { method: "first_administrator", isStrong: false, origin });
  }
}
