/** What every use of comments begins and ends with: finding a conversation, and telling of it. */
import { randomUUID } from "node:crypto";
import type { CommentChange, CommentThread, ErrorCode } from "@istmo/contracts";
import {
  canSeeComments,
  circlesOf,
  isIssued,
  paperCircle,
  speakingPost,
  type Actor,
  type CommentedPaper,
  type PaperFacts,
} from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { audience } from "../../platform/audience.ts";
import type { Clock } from "../../platform/clock.ts";
import type { NewEvent } from "../../platform/event-log.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import { findReadablePaper, paperAudience, type ReadablePaper } from "../papers/papers.queries.ts";
import type { CommentAnswers } from "./comment-answers.ts";
import type { CommentsRepository, Seen, ThreadRow } from "./comments.repository.ts";

/** Whoever reads a strictly confidential paper is written down, whatever of it they read. */
export interface Readings {
  note(reader: Pick<Command, "personId" | "origin">, paper: PaperFacts): Promise<void>;
}

export interface CommentThreadsNeeds {
  readonly repository: CommentsRepository;
  readonly answers: CommentAnswers;
  readonly readings: Readings;
  readonly clock: Clock;
}

/** What somebody sees of a paper's conversations: those on the paper, and those of their own circles. */
export const seenBy = (actor: Actor, paperId: string): Seen => ({
  paperId,
  circles: [paperCircle, ...circlesOf(actor)],
});

/** A paper as the rules of commenting read it. */
export const commentedOf = ({ facts, role }: ReadablePaper): CommentedPaper => ({
  paper: facts,
  role,
});

/**
 * Exactly those who may see a conversation: who hears of the paper, and within a circle those of
 * them who belong to it. An issued paper is read by everybody, so its circles hear by themselves.
 */
function heardBy(paper: PaperFacts, circle: string): string[] {
  const all = paperAudience(paper);
  if (circle === paperCircle) return all;
  return [...all, ...(isIssued(paper) ? [audience.everybody] : [])].map((one) =>
    audience.within(circle, one),
  );
}

/** What happened to a conversation; the rest of its event follows from the paper and the circle. */
type Happened =
  | { readonly type: "comment.opened" }
  | { readonly type: "comment.replied"; readonly messageId: string }
  | { readonly type: "comment.changed"; readonly change: CommentChange };

/** The event of it. `alsoWithin`: a circle whose people hear of it besides. */
export function commentEvent(
  { facts, title }: ReadablePaper,
  thread: { readonly id: string; readonly circle: string; readonly alsoWithin?: string },
  { type, ...happened }: Happened,
): NewEvent {
  const { id: threadId, circle, alsoWithin } = thread;
  return {
    type,
    payload: { paperId: facts.id, title, threadId, ...happened },
    audience: [
      ...heardBy(facts, circle),
      ...(alsoWithin === undefined ? [] : heardBy(facts, alsoWithin)),
    ],
    classification: facts.classification,
  } as NewEvent;
}

/** A message as its row is written: by the post that speaks in this circle. */
export function newMessage(
  actor: Actor,
  paper: ReadablePaper,
  {
    circle,
    ...message
  }: {
    readonly threadId: string;
    readonly circle: string;
    readonly body: string;
    readonly mentions: string[];
    readonly createdAt: Date;
  },
) {
  const authorPost = speakingPost(actor, paper.facts, circle);
  return { id: randomUUID(), authorId: actor.id, authorPost, ...message };
}

/** Throws what a rule of the domain refuses. */
export function refuseUnlessAccepted(
  decision: { readonly accepted: true } | { readonly accepted: false; readonly code: ErrorCode },
): void {
  if (!decision.accepted) throw new AppError(decision.code);
}

export class CommentThreads {
  readonly #needs: CommentThreadsNeeds;

  constructor(needs: CommentThreadsNeeds) {
    this.#needs = needs;
  }

  /** The paper, for whoever may read it; 404 for everybody else. */
  async paper(actor: Actor, reader: Command, paperId: string): Promise<ReadablePaper> {
    const { repository, clock, readings } = this.#needs;
    const paper = await findReadablePaper(repository.db, actor, { paperId, now: clock.now() });
    if (paper === null) throw new AppError("not_found");
    await readings.note(reader, paper.facts);
    return paper;
  }

  /** A conversation that the actor sees; for everybody else there is none. */
  async find(
    actor: Actor,
    reader: Command,
    threadId: string,
  ): Promise<{ readonly row: ThreadRow; readonly paper: ReadablePaper }> {
    const row = await this.#needs.repository.find(threadId);
    if (row === null || !seenBy(actor, "").circles.includes(row.circle))
      throw new AppError("not_found");
    const paper = await this.paper(actor, reader, row.paperId);
    if (!canSeeComments(actor, paper.facts, row.circle)) throw new AppError("not_found");
    return { row, paper };
  }

  /** The conversation as it stands, or as a transaction leaves it. */
  async answer(
    actor: Actor,
    paper: ReadablePaper,
    threadId: string,
    tx?: PrismaTransaction,
  ): Promise<CommentThread> {
    const { repository, answers } = this.#needs;
    const row = await repository.find(threadId, tx);
    if (row === null) throw new AppError("not_found");
    const unreadIds = await repository.unreadIds(seenBy(actor, row.paperId), actor.id, {
      threadId,
      ...(tx === undefined ? {} : { db: tx }),
    });
    const [thread] = await answers.of([row], { actor, paper, unreadIds }, tx);
    if (thread === undefined) throw new AppError("not_found");
    return thread;
  }
}
