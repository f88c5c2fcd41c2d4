/** Giving posts, ending them, and handing them over with the work that goes with them. */
import type { HandedOver, Tenure as TenureAnswer, givePost } from "@istmo/contracts";
import {
  decideHandover,
  decidePost,
  decidePostEnd,
  managesPeople,
  type Actor,
  type HeldPost,
  type Role,
} from "@istmo/domain";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { accessChanged } from "./access-events.ts";
import { actorWithin } from "./actor-within.queries.ts";
import type { PeopleRepository } from "./people.repository.ts";
import type { PostsRepository } from "./posts.repository.ts";
import { endOfToday, periodOf, postFacts, tenureAnswer, toTenure } from "./tenures.ts";

/** Work of one kind that somebody holds with a post and that a handover moves. */
export interface OpenWork {
  /** "actions", later "reviews" and "clearances". */
  readonly kind: string;
  /** What the successor may not see is left without an owner. */
  handOver(
    work: Pick<Work, "tx" | "record">,
    handover: {
      readonly fromId: string;
      readonly toId: string;
      readonly post: HeldPost;
      readonly now: Date;
    },
  ): Promise<{ readonly moved: number; readonly left: number }>;
}

export interface PostsServiceNeeds {
  readonly repository: PostsRepository;
  readonly people: PeopleRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly openWork: readonly OpenWork[];
}

interface Given {
  readonly work: Work;
  /** Who asks, as they stand under the lock. */
  readonly actor: Actor;
  readonly now: Date;
}

interface Step {
  readonly version: number;
  readonly reason: string;
}

export class PostsService {
  readonly #needs: PostsServiceNeeds;

  constructor(needs: PostsServiceNeeds) {
    this.#needs = needs;
  }

  /**
   * Refusals: those of `decidePost`, `unknown_person` (a deactivated one included),
   * `unknown_centre`, `unknown_organisation`.
   */
  give(actor: Actor, command: Command, wanted: z.output<typeof givePost>): Promise<TenureAnswer> {
    const { repository } = this.#needs;
    return this.#underLock(actor, command, async ({ work, actor: by, now }) => {
      const { tx } = work;
      const { personId, role, centreId, organisationId } = wanted;
      const held = await repository.held(tx, personId);
      const post = { role, centreId, organisationId, ...periodOf(wanted, now) };
      const decision = decidePost(by, post, { personId, held, endOfToday: endOfToday(now) });
      if (!decision.accepted) throw new AppError(decision.code);
      if (!(await repository.isActive(tx, personId))) throw new AppError("unknown_person");
      await repository.bodyOf(tx, post);
      const row = await repository.create(tx, { personId, ...post });
      work.audit({
        kind: "post.given",
        subject: { kind: "post", id: row.id, label: await repository.nameOf(tx, personId) },
        after: { personId, ...postFacts(post) },
      });
      work.record(accessChanged([personId]));
      return tenureAnswer(row, by, now);
    });
  }

  /** Refusals: `not_allowed`, `not_found`, `stale_version`, `post_has_ended`, `last_administrator`. */
  end(actor: Actor, command: Command, postId: string, step: Step): Promise<TenureAnswer> {
    const { repository, people } = this.#needs;
    return this.#underLock(actor, command, async (given) => {
      const { work, actor: by, now } = given;
      const row = await this.#find(given, postId);
      const administrators = await people.administrators(work.tx, now);
      const decision = decidePostEnd(by, toTenure(row), { administrators, now });
      this.#check(row, step);
      if (!decision.accepted) throw new AppError(decision.code);
      const ended = await repository.end(work.tx, row, decision.event.endsAt);
      if (ended === null) throw new AppError("stale_version");
      work.audit({
        kind: "post.ended",
        subject: {
          kind: "post",
          id: postId,
          label: await repository.nameOf(work.tx, row.personId),
        },
        before: { personId: row.personId, ...postFacts(toTenure(row)) },
        after: { personId: row.personId, ...postFacts(toTenure(ended)) },
        reason: step.reason,
      });
      work.record(accessChanged([row.personId]));
      return tenureAnswer(ended, by, now);
    });
  }

  /**
   * Ends the post for one person and begins it for another, with the open work, in one change.
   * What was given to the post itself follows it.
   * Refusals: those of `decideHandover`, `not_found`, `stale_version`.
   */
  handOver(
    actor: Actor,
    command: Command,
    postId: string,
    step: Step & { readonly successorId: string },
  ): Promise<HandedOver> {
    const { repository } = this.#needs;
    return this.#underLock(actor, command, async (given) => {
      const { work, actor: by, now } = given;
      const { tx } = work;
      const { successorId, reason } = step;
      const row = await this.#find(given, postId);
      const decision = decideHandover(by, toTenure(row), {
        successorId,
        isSuccessorActive: await repository.isActive(tx, successorId),
        successorHolds: await repository.held(tx, successorId),
        now,
      });
      this.#check(row, step);
      if (!decision.accepted) throw new AppError(decision.code);
      const ended = await repository.end(tx, row, now);
      if (ended === null) throw new AppError("stale_version");
      const successor = { personId: successorId, ...decision.event };
      const next = await repository.create(tx, successor, postId);

      const moved: Record<string, number> = {};
      const left: Record<string, number> = {};
      // Of a post that is still to come there is no work yet.
      const handover = { fromId: row.personId, toId: successorId, post: decision.event, now };
      for (const kind of successor.startsAt > now ? [] : this.#needs.openWork) {
        const counts = await kind.handOver(work, handover);
        moved[kind.kind] = counts.moved;
        left[kind.kind] = counts.left;
      }
      work.audit({
        kind: "post.handed_over",
        subject: { kind: "post", id: next.id, label: await repository.nameOf(tx, successorId) },
        before: { postId, personId: row.personId, ...postFacts(toTenure(row)) },
        after: {
          postId: next.id,
          personId: successorId,
          ...postFacts(decision.event),
          ...Object.fromEntries(Object.entries(moved).map(([kind, n]) => [`moved.${kind}`, n])),
          ...Object.fromEntries(Object.entries(left).map(([kind, n]) => [`left.${kind}`, n])),
        },
        reason,
      });
      work.record(accessChanged([row.personId, successorId]));
      return { post: tenureAnswer(next, by, now), moved, left };
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
      if (!managesPeople(by)) throw new AppError("not_allowed");
      return change({ work, actor: by, now });
    });
  }

  async #find({ work }: Given, postId: string) {
    const row = await this.#needs.repository.find(work.tx, postId);
    if (row === null) throw new AppError("not_found");
    return { ...row, role: row.role as Role };
  }

  /** Who sees an old state is told so, rather than what it leads to. */
  #check(row: { readonly version: number }, { version }: Step): void {
    if (row.version !== version) throw new AppError("stale_version");
  }
}
