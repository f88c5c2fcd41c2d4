/**
 * Accepting an invitation, by whoever holds its link.
 *
 *   link -> look -> somebody new: name and password -> person, post, session
 *                -> somebody with an account, signed in to it -> post
 */
import { randomUUID } from "node:crypto";
import type { InvitationLook, Language } from "@istmo/contracts";
import { decidePost, type HeldPost, type Tenure } from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import type { SignedIn } from "../../http/session-reader.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { accessChanged } from "./access-events.ts";
import type { InvitationRow, InvitationsRepository } from "./invitations.repository.ts";
import { invitationState, invitedPost } from "./invitations.service.ts";
import type { PeopleRepository } from "./people.repository.ts";
import type { PostsRepository } from "./posts.repository.ts";
import { endOfToday, postFacts } from "./tenures.ts";

/** What signing in knows of passwords. */
export interface NewPasswords {
  isWeak(password: string, person: { readonly name: string; readonly email: string }): boolean;
  /** Hashes for a stranger at an address; waits its turn. */
  hash(ip: string, password: string): Promise<string>;
}

export interface InvitationAcceptanceNeeds {
  readonly repository: InvitationsRepository;
  readonly people: PeopleRepository;
  readonly posts: PostsRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly passwords: NewPasswords;
}

export interface Acceptance {
  readonly token: string;
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly locale?: Language | undefined;
}

export class InvitationAcceptance {
  readonly #needs: InvitationAcceptanceNeeds;

  constructor(needs: InvitationAcceptanceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `link_unknown`, `link_used`, `link_expired`. */
  async look(token: string): Promise<InvitationLook> {
    const { repository } = this.#needs;
    const row = await this.#open(token);
    const account = await repository.personWith(row.email);
    return {
      name: row.name,
      email: row.email,
      role: row.role,
      centreId: row.centreId,
      body: await repository.bodyName(row),
      invitedBy: await repository.nameOf(row.invitedById),
      hasAccount: account !== null,
      expiresAt: row.expiresAt.toISOString(),
    };
  }

  /**
   * Gives the post to whoever is signed in with the invited address, or to a new person.
   * Refusals: those of `look`, `sign_in_to_accept`, `password_too_weak`, `post_overlaps`.
   */
  async accept(
    { token, name, password, locale }: Acceptance,
    asked: { readonly me: SignedIn | null; readonly origin: RequestOrigin },
  ): Promise<{
    readonly person: { readonly id: string; readonly email: string };
    readonly isNew: boolean;
  }> {
    const { repository, passwords } = this.#needs;
    const { me, origin } = asked;
    const row = await this.#open(token);
    const account = await repository.personWith(row.email);
    if (account !== null) {
      if (me?.person.id !== account.id) throw new AppError("sign_in_to_accept");
      await this.#give(row, { personId: account.id, origin }, async () => undefined);
      return { person: account, isNew: false };
    }
    const person = { name: name ?? row.name, email: row.email };
    if (password === undefined || passwords.isWeak(password, person))
      throw new AppError("password_too_weak");
    const passwordHash = await passwords.hash(origin.ip, password);
    const id = randomUUID();
    await this.#give(row, { personId: id, origin }, async ({ tx }, now) => {
      // Two invitations of one address may be accepted at the same time.
      if ((await repository.personWith(row.email, tx)) !== null)
        throw new AppError("sign_in_to_accept");
      const made = { id, ...person, locale: locale ?? row.locale, passwordHash };
      await repository.createPerson(tx, made, now);
    });
    return { person: { id, email: row.email }, isNew: true };
  }

  /** Uses the invitation up and gives its post, in one change. */
  #give(
    row: InvitationRow,
    { personId, origin }: { readonly personId: string; readonly origin: RequestOrigin },
    prepare: (work: Work, now: Date) => Promise<void>,
  ): Promise<null> {
    const { repository, people, posts, unitOfWork, clock } = this.#needs;
    return unitOfWork.run({ personId, origin, idempotency: null }, async (work) => {
      const { tx } = work;
      const now = clock.now();
      await people.lock(tx);
      if (!(await repository.accept(tx, { id: row.id, personId, now })))
        throw new AppError(
          invitationProblem(await repository.find(tx, row.id), now) ?? "link_used",
        );
      await prepare(work, now);
      const post = this.#postOf(row, { personId, held: await posts.held(tx, personId), now });
      const given = await posts.create(tx, { personId, ...post });
      work.audit({
        kind: "invitation.accepted",
        subject: { kind: "invitation", id: row.id, label: row.email },
      });
      work.audit({
        kind: "post.given",
        subject: { kind: "post", id: given.id, label: await posts.nameOf(tx, personId) },
        after: { personId, ...postFacts(post) },
      });
      work.record(accessChanged([personId]));
      return null;
    });
  }

  /** The post from now, or from its first day; whoever holds it already is told so. */
  #postOf(
    row: InvitationRow,
    { personId, held, now }: { personId: string; held: readonly Tenure[]; now: Date },
  ): HeldPost & Pick<Tenure, "startsAt" | "endsAt"> {
    if (row.invitedById === personId) throw new AppError("own_post");
    const { startsAt, endsAt } = row;
    const post = {
      ...invitedPost(row),
      startsAt: startsAt > now ? startsAt : now,
      endsAt,
    };
    // The invitation was decided on when it was sent; what remains is whether the dates still fit.
    const decision = decidePost(installation, post, {
      personId,
      held,
      endOfToday: endOfToday(now),
    });
    if (!decision.accepted)
      throw new AppError(decision.code === "post_overlaps" ? "post_overlaps" : "link_expired");
    return post;
  }

  async #open(token: string): Promise<InvitationRow> {
    const { repository, clock } = this.#needs;
    const row = await repository.findByToken(token);
    const problem = invitationProblem(row, clock.now());
    if (row === null || problem !== null) throw new AppError(problem ?? "link_unknown");
    return row;
  }
}

/** Gives posts on behalf of an invitation. */
const installation = {
  id: "istmo",
  posts: [{ role: "admin", centreId: null, organisationId: null }],
  clearedTo: "unclassified",
} as const;

/** Why a link opens nothing; null when it does. A revoked one is as good as expired. */
function invitationProblem(row: InvitationRow | null, now: Date) {
  if (row === null) return "link_unknown";
  const state = invitationState(row, now);
  if (state === "pending") return null;
  return state === "accepted" ? "link_used" : "link_expired";
}
