/** Comments in a round: drafted within a participant, and read by whoever may. */
import { randomUUID } from "node:crypto";
import { commentsPerPart, type draftComment, type RoundComment } from "@istmo/contracts";
import { decideRoundComment, readableComments, type Actor } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { roundEvent, type FoundRounds } from "./found-rounds.ts";
import { reads, toRoundComment, type FoundRound } from "./round-answers.ts";
import type { RoundCommentRow, RoundsRepository } from "./rounds.repository.ts";

export interface RoundCommentsServiceNeeds {
  readonly repository: RoundsRepository;
  readonly rounds: FoundRounds;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

type Draft = z.output<typeof draftComment>;

export class RoundCommentsService {
  readonly #needs: RoundCommentsServiceNeeds;

  constructor(needs: RoundCommentsServiceNeeds) {
    this.#needs = needs;
  }

  async list(
    actor: Actor,
    reader: Command,
    { roundId, ...query }: { roundId: string; limit: number; cursor?: string | undefined },
  ): Promise<{ items: RoundComment[]; nextCursor: string | null }> {
    const { repository, rounds } = this.#needs;
    const found = await rounds.find(actor, reader, roundId);
    const readable = readableComments(actor, found.paper.facts, found.facts);
    const rows = await repository.comments(roundId, readable, query);
    const names = await rounds.names(
      rows.map(({ subject }) => subject),
      rows.map(({ authorId }) => authorId),
    );
    return toPage(rows, query.limit, (comment) => toRoundComment(actor, found, { comment, names }));
  }

  /** Refusals: `not_found`, `too_many_comments`, and those of `decideRoundComment`. */
  async draft(
    actor: Actor,
    command: Command,
    { roundId, ...wanted }: Draft & { readonly roundId: string },
  ): Promise<RoundComment> {
    const { repository, rounds, unitOfWork, clock } = this.#needs;
    await rounds.find(actor, command, roundId);
    return unitOfWork.run(command, async ({ tx, record }) => {
      const found = await rounds.locked(tx, roundId);
      const { subject, blockId } = wanted;
      refuseUnlessAccepted(actor, found, { subject, blockId });
      if (blockId !== null && !Object.hasOwn(found.row.blocks as object, blockId))
        throw new AppError("not_found");
      if ((await repository.countComments(tx, roundId, subject)) >= commentsPerPart)
        throw new AppError("too_many_comments");
      const id = randomUUID();
      await repository.addComment(tx, {
        ...{ id, roundId, authorId: actor.id, createdAt: clock.now() },
        ...wanted,
      });
      record(roundEvent(found, "drafted", subject));
      return this.#answer(actor, found, id, tx);
    });
  }

  /** Everybody of the part mends its drafts: what is submitted is nobody's alone. */
  edit(
    actor: Actor,
    command: Command,
    {
      commentId,
      version,
      ...data
    }: {
      readonly commentId: string;
      readonly version: number;
      readonly observation: string;
      readonly proposedText: string | null;
      readonly kind: string;
    },
  ): Promise<RoundComment> {
    return this.#change(actor, command, { commentId, version }, data);
  }

  /** Takes a draft out; it never leaves the participant. */
  drop(
    actor: Actor,
    command: Command,
    wanted: { readonly commentId: string; readonly version: number },
  ): Promise<RoundComment> {
    return this.#change(actor, command, wanted, { state: "withdrawn" });
  }

  async #change(
    actor: Actor,
    command: Command,
    { commentId, version }: { readonly commentId: string; readonly version: number },
    data: Parameters<RoundsRepository["changeDraft"]>[2],
  ): Promise<RoundComment> {
    const { repository, rounds, unitOfWork } = this.#needs;
    const row = await this.#find(actor, command, commentId);
    return unitOfWork.run(command, async ({ tx, record }) => {
      const found = await rounds.locked(tx, row.roundId);
      refuseUnlessAccepted(actor, found, row);
      if (!(await repository.changeDraft(tx, { id: commentId, version }, data)))
        throw new AppError("stale_version");
      record(roundEvent(found, "drafted", row.subject));
      return this.#answer(actor, found, commentId, tx);
    });
  }

  /** A comment that the actor reads; for everybody else there is none. */
  async #find(actor: Actor, reader: Command, commentId: string): Promise<RoundCommentRow> {
    const { repository, rounds } = this.#needs;
    const row = await repository.findComment(commentId);
    if (row === null) throw new AppError("not_found");
    const found = await rounds.find(actor, reader, row.roundId);
    if (!reads(actor, found, row)) throw new AppError("not_found");
    return row;
  }

  async #answer(
    actor: Actor,
    found: FoundRound,
    commentId: string,
    tx: PrismaTransaction,
  ): Promise<RoundComment> {
    const { repository, rounds } = this.#needs;
    const comment = await repository.findComment(commentId, tx);
    if (comment === null) throw new AppError("not_found");
    const names = await rounds.names([comment.subject], [comment.authorId], tx);
    return toRoundComment(actor, found, { comment, names });
  }
}

function refuseUnlessAccepted(
  actor: Actor,
  { facts, paper }: FoundRound,
  { subject, blockId }: { readonly subject: string; readonly blockId: string | null },
): void {
  const decision = decideRoundComment(paper.facts, actor, { round: facts, subject, blockId });
  if (!decision.accepted) throw new AppError(decision.code);
}
