/** People as those see them who manage them: their accounts, clearances and sessions. */
import type { ManagedPerson, ManagedPersonDetail } from "@istmo/contracts";
import {
  abilitiesOnPerson,
  decideClearance,
  decideDeactivation,
  managesPeople,
  mayReaddress,
  peopleReach,
  plainEmail,
  tenureState,
  type Actor,
  type ClassificationLevel,
  type PeopleReach,
} from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import { accessChanged, sessionsEnded } from "./access-events.ts";
import type { Clock } from "../../platform/clock.ts";
import { queueMail } from "../../platform/mail-outbox.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { actorWithin } from "./actor-within.queries.ts";
import { emailChangedMail, languageOf } from "./mail-texts.ts";
import type { PeopleFilter, PeopleRepository, PersonRow } from "./people.repository.ts";
import { tenureAnswer } from "./tenures.ts";

/** Sends somebody the link for a new password, as part of a change. */
export type SendPasswordReset = (
  work: Work,
  person: { readonly id: string; readonly email: string; readonly locale: string },
) => Promise<void>;

export interface PeopleServiceNeeds {
  readonly repository: PeopleRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly sendPasswordReset: SendPasswordReset;
}

/** What a change is given: the person as they stand under the lock, and who changes them. */
interface Change {
  readonly work: Work;
  readonly actor: Actor;
  readonly person: PersonRow;
  readonly now: Date;
}

const subjectOf = ({ id, name }: PersonRow) => ({ kind: "person", id, label: name }) as const;

export class PeopleService {
  readonly #needs: PeopleServiceNeeds;

  constructor(needs: PeopleServiceNeeds) {
    this.#needs = needs;
  }

  async list(actor: Actor, filter: PeopleFilter) {
    const { repository, clock } = this.#needs;
    const now = clock.now();
    const rows = await repository.list(reachOf(actor), filter, now);
    return toPage(rows, filter.limit, (row) => this.#summary(row, actor, now));
  }

  async get(actor: Actor, personId: string): Promise<ManagedPersonDetail> {
    const { repository, clock } = this.#needs;
    const now = clock.now();
    const row = await repository.find(reachOf(actor), personId, { now });
    if (row === null) throw new AppError("not_found");
    return this.#detail(row, actor, { now });
  }

  /**
   * Refusals: `not_allowed`, `stale_version`, `email_not_plain`, `email_taken`, `above_clearance`
   * (the address of somebody cleared for more than the actor).
   */
  change(
    actor: Actor,
    command: Command,
    personId: string,
    wanted: {
      readonly version: number;
      readonly name?: string | undefined;
      readonly email?: string | undefined;
    },
  ): Promise<ManagedPersonDetail> {
    const { repository } = this.#needs;
    return this.#change(actor, command, personId, async ({ work, actor: by, person, now }) => {
      if (!managesPeople(by)) throw new AppError("not_allowed");
      if (person.version !== wanted.version) throw new AppError("stale_version");
      const name = wanted.name ?? person.name;
      const email = wanted.email === undefined ? person.email : plainEmail(wanted.email);
      if (email === null) throw new AppError("email_not_plain");
      const isMoved = email !== person.email;
      const clearedTo = person.clearedTo as ClassificationLevel;
      if (isMoved && !mayReaddress(by, { clearedTo })) throw new AppError("above_clearance");
      if (await repository.isEmailTaken(work.tx, email, personId))
        throw new AppError("email_taken");
      const verified = isMoved ? { emailVerified: false } : {};
      if (!(await repository.update(work.tx, person, { name, email, ...verified })))
        throw new AppError("stale_version");
      work.audit({
        kind: "person.changed",
        subject: subjectOf(person),
        before: { name: person.name, email: person.email },
        after: { name, email },
      });
      if (!isMoved) return;
      await repository.withdrawResetLinks(work.tx, personId);
      const language = languageOf(person.locale);
      const mail = emailChangedMail({ language, name, email });
      await queueMail(work.tx, { ...mail, to: person.email }, now);
    });
  }

  /** Refusals: `not_allowed`, `already_deactivated`, `last_administrator`. */
  deactivate(actor: Actor, command: Command, personId: string, reason: string) {
    const { repository } = this.#needs;
    return this.#change(actor, command, personId, async ({ work, actor: by, person, now }) => {
      const administrators = await repository.administrators(work.tx, now);
      const facts = { id: personId, isDeactivated: person.deactivatedAt !== null };
      const decision = decideDeactivation(by, facts, { administrators, now });
      if (!decision.accepted) throw new AppError(decision.code);
      await this.#update(work.tx, person, { deactivatedAt: now });
      await repository.endSessions(work.tx, personId);
      await repository.withdrawResetLinks(work.tx, personId);
      work.audit({
        kind: "person.deactivated",
        subject: subjectOf(person),
        before: { isActive: true },
        after: { isActive: false },
        reason,
      });
      work.record(sessionsEnded(personId));
      work.record(accessChanged([personId]));
    });
  }

  /** Refusals: `not_allowed`, `not_deactivated`. */
  reactivate(actor: Actor, command: Command, personId: string, reason: string) {
    return this.#change(actor, command, personId, async ({ work, actor: by, person }) => {
      if (!managesPeople(by)) throw new AppError("not_allowed");
      if (person.deactivatedAt === null) throw new AppError("not_deactivated");
      await this.#update(work.tx, person, { deactivatedAt: null });
      work.audit({
        kind: "person.reactivated",
        subject: subjectOf(person),
        before: { isActive: false },
        after: { isActive: true },
        reason,
      });
      work.record(accessChanged([personId]));
    });
  }

  /** Refusals: `not_allowed`, `same_clearance`, `already_deactivated`. */
  clear(
    actor: Actor,
    command: Command,
    personId: string,
    { level, reason }: { readonly level: ClassificationLevel; readonly reason: string },
  ) {
    return this.#change(actor, command, personId, async ({ work, actor: by, person }) => {
      const from = person.clearedTo as ClassificationLevel;
      const decision = decideClearance(by, { from, to: level, reason });
      if (!decision.accepted) throw new AppError(decision.code);
      if (person.deactivatedAt !== null) throw new AppError("already_deactivated");
      await this.#update(work.tx, person, { clearedTo: level });
      work.audit({
        kind: "person.cleared",
        subject: subjectOf(person),
        before: { clearedTo: from },
        after: { clearedTo: level },
        reason,
      });
      work.record(accessChanged([personId]));
    });
  }

  /** Ends all sessions. Refusal: `not_allowed`. */
  signOut(actor: Actor, command: Command, personId: string, reason: string) {
    const { repository } = this.#needs;
    return this.#change(actor, command, personId, async ({ work, actor: by, person }) => {
      if (!managesPeople(by)) throw new AppError("not_allowed");
      const sessions = await repository.endSessions(work.tx, personId);
      work.audit({
        kind: "person.signed_out",
        subject: subjectOf(person),
        after: { sessions },
        reason,
      });
      work.record(sessionsEnded(personId));
    });
  }

  /**
   * For somebody who lost the authenticator app, or whose account others got into: takes away the
   * second factor and the passkeys, ends all sessions, and sends the link for a new password.
   * Refusals: `not_allowed`, `already_deactivated`.
   */
  resetSignIn(actor: Actor, command: Command, personId: string, reason: string) {
    const { repository, sendPasswordReset } = this.#needs;
    return this.#change(actor, command, personId, async ({ work, actor: by, person }) => {
      if (!managesPeople(by)) throw new AppError("not_allowed");
      if (person.deactivatedAt !== null) throw new AppError("already_deactivated");
      const subject = subjectOf(person);
      const removed = await repository.removeSecondFactors(work.tx, personId);
      if (removed.hadTotp) work.audit({ kind: "totp.removed", subject, reason });
      for (const name of removed.passkeys)
        work.audit({ kind: "passkey.removed", subject, before: { name }, reason });
      const sessions = await repository.endSessions(work.tx, personId);
      work.audit({ kind: "person.signed_out", subject, after: { sessions }, reason });
      work.record(sessionsEnded(personId));
      await sendPasswordReset(work, person);
    });
  }

  /** One change of a person, under the lock of all changes of posts and accounts. */
  #change(
    actor: Actor,
    command: Command,
    personId: string,
    change: (given: Change) => Promise<void>,
  ): Promise<ManagedPersonDetail> {
    const { repository, unitOfWork, clock } = this.#needs;
    return unitOfWork.run(command, async (work) => {
      const { tx } = work;
      const now = clock.now();
      await repository.lock(tx);
      const by = await actorWithin(tx, actor, now);
      const reach = reachOf(by);
      const person = await repository.find(reach, personId, { now, db: tx });
      if (person === null) throw new AppError("not_found");
      await change({ work, actor: by, person, now });
      const changed = await repository.find(reach, personId, { now, db: tx });
      if (changed === null) throw new AppError("not_found");
      return this.#detail(changed, by, { now, tx });
    });
  }

  async #update(
    tx: PrismaTransaction,
    person: PersonRow,
    data: Parameters<PeopleRepository["update"]>[2],
  ): Promise<void> {
    if (!(await this.#needs.repository.update(tx, person, data)))
      throw new AppError("stale_version");
  }

  #summary(row: PersonRow, actor: Actor, now: Date): ManagedPerson {
    return {
      id: row.id,
      name: row.name,
      email: row.email,
      locale: languageOf(row.locale),
      sample: row.sample,
      clearedTo: row.clearedTo as ClassificationLevel,
      deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      version: row.version,
      posts: row.posts
        .filter((post) => tenureState(post, now) !== "ended")
        .map((post) => tenureAnswer(post, actor, now)),
      abilities: abilitiesOnPerson(actor, {
        id: row.id,
        isDeactivated: row.deactivatedAt !== null,
      }),
    };
  }

  async #detail(
    row: PersonRow,
    actor: Actor,
    { now, tx }: { readonly now: Date; readonly tx?: PrismaTransaction },
  ): Promise<ManagedPersonDetail> {
    return {
      ...this.#summary(row, actor, now),
      endedPosts: row.posts
        .filter((post) => tenureState(post, now) === "ended")
        .map((post) => tenureAnswer(post, actor, now)),
      signIn: await this.#needs.repository.signInFacts(row.id, { now, db: tx }),
    };
  }
}

function reachOf(actor: Actor): PeopleReach {
  const reach = peopleReach(actor);
  if (reach === null) throw new AppError("not_allowed");
  return reach;
}
