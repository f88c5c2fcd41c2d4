/** Inviting people into posts, by a mail whose link is used once within a week. */
import type { Invitation, PersonRef, invite } from "@istmo/contracts";
import {
  invitationScopes,
  isWellFormed,
  mayInviteTo,
  officeTimeZone,
  plainEmail,
  type Actor,
  type HeldPost,
  type Role,
} from "@istmo/domain";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import { dayIn, type Clock } from "../../platform/clock.ts";
import { queueMail } from "../../platform/mail-outbox.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { actorWithin } from "./actor-within.queries.ts";
import type {
  InvitationRow,
  InvitationsRepository,
  InvitationState,
} from "./invitations.repository.ts";
import { invitationMail, languageOf } from "./mail-texts.ts";
import type { PeopleRepository } from "./people.repository.ts";
import type { PostsRepository } from "./posts.repository.ts";
import { endOfToday, lastDay, periodOf, postFacts } from "./tenures.ts";

export interface InvitationsServiceNeeds {
  readonly repository: InvitationsRepository;
  readonly people: PeopleRepository;
  readonly posts: PostsRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  /** Where people open the page. */
  readonly ownOrigin: () => string;
}

export type WantedInvitation = z.output<typeof invite>;

interface Given {
  readonly work: Work;
  readonly actor: Actor;
  readonly now: Date;
}

/** Milliseconds for which the link of an invitation works. */
const validFor = 7 * 86_400_000;

/** The post of an invitation. */
export function invitedPost(row: InvitationRow): HeldPost {
  const { role, centreId, organisationId } = row;
  return { role: role as Role, centreId, organisationId };
}

/** Where an invitation stands. */
export function invitationState(row: InvitationRow, now: Date): InvitationState {
  if (row.acceptedAt !== null) return "accepted";
  if (row.revokedAt !== null) return "revoked";
  return row.expiresAt > now ? "pending" : "expired";
}

export class InvitationsService {
  readonly #needs: InvitationsServiceNeeds;

  constructor(needs: InvitationsServiceNeeds) {
    this.#needs = needs;
  }

  /** Those that the actor could have sent. Refusal: `not_allowed` for who invites nobody. */
  async list(
    actor: Actor,
    filter: {
      readonly state?: InvitationState | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
  ) {
    const { repository, clock } = this.#needs;
    const now = clock.now();
    const scopes = invitationScopes(actor);
    if (scopes.length === 0) throw new AppError("not_allowed");
    const rows = await repository.list(scopes, filter, now);
    const names = await repository.namesOf(rows.map(({ invitedById }) => invitedById));
    return toPage(rows, filter.limit, (row) => answer(row, names, now));
  }

  /**
   * Answers alike whether or not the address has an account.
   * Refusals: `not_allowed`, `post_malformed`, `post_ends_too_soon`, `email_not_plain`,
   * `unknown_centre`, `unknown_organisation`.
   */
  invite(actor: Actor, command: Command, wanted: WantedInvitation): Promise<Invitation> {
    return this.#underLock(actor, command, (given) => this.inviteWithin(given, wanted));
  }

  /** As `invite`, as part of another change that holds the lock. */
  async inviteWithin({ work, actor, now }: Given, wanted: WantedInvitation): Promise<Invitation> {
    const { repository, posts } = this.#needs;
    const { name, locale, role, centreId, organisationId } = wanted;
    const post = { role, centreId, organisationId };
    if (!mayInviteTo(actor, post)) throw new AppError("not_allowed");
    if (!isWellFormed(post)) throw new AppError("post_malformed");
    const email = plainEmail(wanted.email);
    if (email === null) throw new AppError("email_not_plain");
    const period = periodOf(wanted, now);
    const { startsAt, endsAt } = period;
    if (endsAt !== null && (endsAt <= startsAt || endsAt <= endOfToday(now)))
      throw new AppError("post_ends_too_soon");
    // Unknown bodies are refused before anything is written.
    await posts.bodyOf(work.tx, post);
    const invitation = {
      ...{ email, name, locale, ...post, ...period },
      expiresAt: new Date(now.getTime() + validFor),
      invitedById: actor.id,
    };
    await repository.replace(work.tx, invitation, now);
    const { row, token } = await repository.create(work.tx, invitation, now);
    await this.#send({ work, actor, now }, row, token);
    return this.#answer(work, row, now);
  }

  /** Sends a new link; the one before works no more. Refusals: `not_found`, `already_decided`. */
  resend(actor: Actor, command: Command, id: string): Promise<Invitation> {
    const { repository } = this.#needs;
    return this.#underLock(actor, command, async (given) => {
      const { work, now } = given;
      await this.#find(given, id);
      const renewed = await repository.renew(work.tx, id, new Date(now.getTime() + validFor));
      if (renewed === null) throw new AppError("already_decided");
      await this.#send(given, renewed.row, renewed.token);
      return this.#answer(work, renewed.row, now);
    });
  }

  /** Refusals: `not_found`, `already_decided`. */
  revoke(actor: Actor, command: Command, id: string): Promise<Invitation> {
    const { repository } = this.#needs;
    return this.#underLock(actor, command, async (given) => {
      const { work, now } = given;
      const row = await this.#find(given, id);
      if (!(await repository.revoke(work.tx, id, now))) throw new AppError("already_decided");
      work.audit({ kind: "invitation.revoked", subject: subjectOf(row) });
      return this.#answer(work, { ...row, revokedAt: now }, now);
    });
  }

  #underLock<Answer>(
    actor: Actor,
    command: Command,
    change: (given: Given) => Promise<Answer>,
  ): Promise<Answer> {
    const { people, unitOfWork, clock } = this.#needs;
    return unitOfWork.run(command, async (work) => {
      const now = clock.now();
      await people.lock(work.tx);
      const by = await actorWithin(work.tx, actor, now);
      if (invitationScopes(by).length === 0) throw new AppError("not_allowed");
      return change({ work, actor: by, now });
    });
  }

  /** An invitation that the actor could have sent; others do not exist for them. */
  async #find({ work, actor }: Given, id: string): Promise<InvitationRow> {
    const row = await this.#needs.repository.find(work.tx, id);
    if (row === null || !mayInviteTo(actor, invitedPost(row))) throw new AppError("not_found");
    return row;
  }

  /** The mail with the link, and the entry of the audit log. */
  async #send({ work, actor, now }: Given, row: InvitationRow, token: string): Promise<void> {
    const { posts, ownOrigin } = this.#needs;
    const post = invitedPost(row);
    const mail = invitationMail({
      language: languageOf(row.locale),
      name: row.name,
      invitedBy: await posts.nameOf(work.tx, actor.id),
      role: post.role,
      body: await posts.bodyOf(work.tx, post),
      // In the fragment, which browsers send nowhere: it reaches no log.
      link: `${ownOrigin()}/invitation#${token}`,
      expiresAt: row.expiresAt,
    });
    await queueMail(work.tx, { ...mail, to: row.email }, now);
    const { startsAt, endsAt } = row;
    work.audit({
      kind: "invitation.sent",
      subject: subjectOf(row),
      after: { email: row.email, ...postFacts({ ...post, startsAt, endsAt }) },
    });
  }

  async #answer({ tx }: Work, row: InvitationRow, now: Date): Promise<Invitation> {
    return answer(row, await namesOf(tx, [row.invitedById]), now);
  }
}

const subjectOf = ({ id, email }: InvitationRow) =>
  ({ kind: "invitation", id, label: email }) as const;

function answer(row: InvitationRow, names: ReadonlyMap<string, PersonRef>, now: Date): Invitation {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    locale: languageOf(row.locale),
    ...invitedPost(row),
    startsOn: dayIn(officeTimeZone, row.startsAt),
    endsOn: lastDay(row.endsAt),
    state: invitationState(row, now),
    invitedBy: names.get(row.invitedById) ?? { id: row.invitedById, name: "" },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
