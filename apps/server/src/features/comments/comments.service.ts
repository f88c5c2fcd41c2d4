/** Comments on a paper: reading them, opening and answering conversations, and settling them. */
import { randomUUID } from "node:crypto";
import {
  messagesPerThread,
  type assignThread,
  type CommentThread,
  type openThread,
} from "@istmo/contracts";
import {
  decideAssignment,
  decideReply,
  decideSettlement,
  mayEditMessage,
  mayOpenComment,
  type Actor,
} from "@istmo/domain";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { toCommentFacts } from "./comment-answers.ts";
import type { CommentMentions } from "./comment-mentions.ts";
import {
  commentedOf,
  commentEvent,
  newMessage,
  refuseUnlessAccepted,
  type CommentThreads,
} from "./comment-threads.ts";
import type { CommentsRepository } from "./comments.repository.ts";

/** What becomes of a conversation as an action item; `app.ts` has the actions' own feature make it. */
export interface ActionMaker {
  /** Decides whether the item is made, and returns what makes it within the caller's unit of work. */
  prepareCreation(
    actor: Actor,
    wanted: Omit<z.output<typeof assignThread>, "version"> & {
      readonly origin: { readonly paperId: string; readonly blockId: string | null };
    },
  ): Promise<(work: Work) => Promise<{ readonly id: string }>>;
}

export interface CommentsServiceNeeds {
  readonly repository: CommentsRepository;
  readonly threads: CommentThreads;
  readonly mentions: CommentMentions;
  readonly unitOfWork: UnitOfWork;
  readonly actions: ActionMaker;
  readonly clock: Clock;
}

type Wanted = z.output<typeof openThread>;

/** Conversations on one paper; whoever opens more writes no comments. */
export const threadsPerPaper = 5000;

export class CommentsService {
  readonly #needs: CommentsServiceNeeds;

  constructor(needs: CommentsServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`, `not_allowed`, `mention_without_access`, `too_many_comments`. */
  async open(
    actor: Actor,
    command: Command,
    { paperId, body, ...wanted }: Wanted & { readonly paperId: string },
  ): Promise<CommentThread> {
    const { repository, threads, mentions, unitOfWork, clock } = this.#needs;
    const { circle, editionId } = wanted;
    const paper = await threads.paper(actor, command, paperId);
    if (!mayOpenComment(actor, commentedOf(paper), circle)) throw new AppError("not_allowed");
    if (editionId !== null && !paper.editions.some(({ id }) => id === editionId))
      throw new AppError("not_found");
    const named = await mentions.check(paper.facts, circle, body);
    return unitOfWork.run(command, async ({ tx, record }) => {
      if ((await repository.countThreads(paperId, tx)) >= threadsPerPaper)
        throw new AppError("too_many_comments");
      const threadId = randomUUID();
      const createdAt = clock.now();
      await repository.open(
        tx,
        {
          ...wanted,
          id: threadId,
          paperId,
          createdById: actor.id,
          createdAt,
        },
        newMessage(actor, paper, { threadId, circle, body, mentions: named, createdAt }),
      );
      record(commentEvent(paper, { id: threadId, circle }, { type: "comment.opened" }));
      return threads.answer(actor, paper, threadId, tx);
    });
  }

  /**
   * Refusals: `not_found`, `not_allowed`, `comment_is_resolved`, `mention_without_access`,
   * `too_many_comments`.
   */
  async reply(
    actor: Actor,
    command: Command,
    { threadId, body }: { readonly threadId: string; readonly body: string },
  ): Promise<CommentThread> {
    const { repository, threads, mentions, unitOfWork, clock } = this.#needs;
    const { row, paper } = await threads.find(actor, command, threadId);
    const { circle } = row;
    refuseUnlessAccepted(decideReply(actor, commentedOf(paper), toCommentFacts(row)));
    const named = await mentions.check(paper.facts, circle, body);
    return unitOfWork.run(command, async ({ tx, record }) => {
      const locked = await repository.lock(tx, threadId);
      if (locked?.state !== "open") throw new AppError("comment_is_resolved");
      if ((await repository.countMessages(threadId, tx)) >= messagesPerThread)
        throw new AppError("too_many_comments");
      const createdAt = clock.now();
      const written = { threadId, circle, body, mentions: named, createdAt };
      const message = newMessage(actor, paper, written);
      await repository.addMessage(tx, message);
      // Who answers has read what they answer.
      await repository.markRead([threadId], { personId: actor.id, readAt: createdAt }, tx);
      record(commentEvent(paper, row, { type: "comment.replied", messageId: message.id }));
      return threads.answer(actor, paper, threadId, tx);
    });
  }

  /** Refusals: `not_found`, `not_allowed`, `stale_version`, `mention_without_access`. */
  async edit(
    actor: Actor,
    command: Command,
    wanted: {
      readonly threadId: string;
      readonly messageId: string;
      readonly version: number;
      readonly body: string;
    },
  ): Promise<CommentThread> {
    const { repository, threads, mentions, unitOfWork, clock } = this.#needs;
    const { threadId, messageId, version, body } = wanted;
    const { row, paper } = await threads.find(actor, command, threadId);
    const message = await repository.findMessage(threadId, messageId);
    if (message === null) throw new AppError("not_found");
    const { authorId } = message;
    const thread = toCommentFacts(row);
    if (!mayEditMessage(actor, commentedOf(paper), { authorId, thread }))
      throw new AppError("not_allowed");
    const named = await mentions.check(paper.facts, row.circle, body);
    return unitOfWork.run(command, async ({ tx, record }) => {
      const data = { body, mentions: named, editedAt: clock.now() };
      if (!(await repository.editMessage(tx, { id: messageId, version }, data)))
        throw new AppError("stale_version");
      record(commentEvent(paper, row, { type: "comment.changed", change: "edited" }));
      return threads.answer(actor, paper, threadId, tx);
    });
  }

  /**
   * Calls a conversation resolved, or opens it again. Refusals: `not_found`, `not_allowed`,
   * `stale_version`, `comment_is_resolved`, `comment_is_open`.
   */
  async settle(
    actor: Actor,
    command: Command,
    wanted: {
      readonly threadId: string;
      readonly version: number;
      readonly to: "open" | "resolved";
    },
  ): Promise<CommentThread> {
    const { repository, threads, unitOfWork, clock } = this.#needs;
    const { threadId, version, to } = wanted;
    const { row, paper } = await threads.find(actor, command, threadId);
    const thread = toCommentFacts(row);
    refuseUnlessAccepted(decideSettlement(actor, commentedOf(paper), { thread, to }));
    const isResolved = to === "resolved";
    return unitOfWork.run(command, async ({ tx, record }) => {
      const data = {
        state: to,
        resolvedById: isResolved ? actor.id : null,
        resolvedAt: isResolved ? clock.now() : null,
      };
      if (!(await repository.change(tx, { id: threadId, version }, data)))
        throw new AppError("stale_version");
      const change = isResolved ? "resolved" : "reopened";
      record(commentEvent(paper, row, { type: "comment.changed", change }));
      return threads.answer(actor, paper, threadId, tx);
    });
  }

  /**
   * Makes an action item of it, which comes from the paper and the block. Refusals: `not_found`,
   * `not_allowed`, `already_assigned`, `stale_version`, and those of making an item.
   */
  async assign(
    actor: Actor,
    command: Command,
    { threadId, version, ...item }: z.output<typeof assignThread> & { readonly threadId: string },
  ): Promise<CommentThread> {
    const { repository, threads, unitOfWork, actions } = this.#needs;
    const { row, paper } = await threads.find(actor, command, threadId);
    refuseUnlessAccepted(decideAssignment(actor, commentedOf(paper), toCommentFacts(row)));
    const origin = { paperId: row.paperId, blockId: row.blockId };
    const make = await actions.prepareCreation(actor, { ...item, origin });
    return unitOfWork.run(command, async (work) => {
      const { id: actionId } = await make(work);
      if (!(await repository.change(work.tx, { id: threadId, version }, { actionId })))
        throw new AppError("stale_version");
      work.record(commentEvent(paper, row, { type: "comment.changed", change: "assigned" }));
      return threads.answer(actor, paper, threadId, work.tx);
    });
  }
}
