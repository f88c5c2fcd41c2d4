/** Comments as one person reads them: the list of a paper, what is unread, and whom one may name. */
import type { CommentsPage, CommentThread, Mentionable } from "@istmo/contracts";
import {
  circlesOf,
  isOffice,
  mayOpenComment,
  paperCircle,
  regionalOfficeId,
  speaksFor,
  subjectsOf,
  type Actor,
} from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import type { CommentAnswers } from "./comment-answers.ts";
import type { CommentMentions } from "./comment-mentions.ts";
import { commentedOf, seenBy, type CommentThreads } from "./comment-threads.ts";
import type { After, CommentsFilter, CommentsRepository } from "./comments.repository.ts";

export interface CommentsReadingNeeds {
  readonly repository: CommentsRepository;
  readonly threads: CommentThreads;
  readonly answers: CommentAnswers;
  readonly mentions: CommentMentions;
  readonly clock: Clock;
}

/** Messages in one answer, beyond which the rest of the page comes with the next one. */
const messagesPerPage = 1000;

export class CommentsReadingService {
  readonly #needs: CommentsReadingNeeds;

  constructor(needs: CommentsReadingNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`, `invalid_request` (a cursor that no page has given). */
  async list(
    actor: Actor,
    reader: Command,
    query: Omit<CommentsFilter, "mine"> & {
      readonly paperId: string;
      readonly mine?: boolean | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
  ): Promise<CommentsPage> {
    const { repository, threads, answers } = this.#needs;
    const { paperId, limit, cursor, mine } = query;
    const after = cursor === undefined ? null : readCursor(cursor);
    const paper = await threads.paper(actor, reader, paperId);
    const seen = seenBy(actor, paperId);
    const unreadIds = await repository.unreadIds(seen, actor.id);
    const rows = await repository.page(
      seen,
      { ...query, mine: mine === true ? mineOf(actor) : undefined },
      { take: limit + 1, after, unreadIds },
    );
    const shown = withinBound(rows.slice(0, limit));
    const last = shown.at(-1);
    const byState = await repository.countByState(seen);
    return {
      items: await answers.of(shown, { actor, paper, unreadIds }),
      nextCursor: last !== undefined && rows.length > shown.length ? writeCursor(last) : null,
      counts: {
        open: byState.get("open") ?? 0,
        resolved: byState.get("resolved") ?? 0,
        unread: unreadIds.length,
      },
      circles: [...circlesOf(actor), paperCircle]
        .filter((circle) => mayOpenComment(actor, commentedOf(paper), circle))
        .map((circle) => ({ circle, maySubmit: speaksFor(actor, circle) })),
    };
  }

  /** Refusals: `not_found`. */
  async get(actor: Actor, reader: Command, threadId: string): Promise<CommentThread> {
    const { threads } = this.#needs;
    const { paper } = await threads.find(actor, reader, threadId);
    return threads.answer(actor, paper, threadId);
  }

  /** Notes up to which message somebody has read. Refusals: `not_found`. */
  async read(
    actor: Actor,
    reader: Command,
    { threadId, messageId }: { readonly threadId: string; readonly messageId: string },
  ): Promise<{ unread: number }> {
    const { repository, threads } = this.#needs;
    const { row } = await threads.find(actor, reader, threadId);
    const message = await repository.findMessage(threadId, messageId);
    if (message === null) throw new AppError("not_found");
    await repository.markRead([threadId], { personId: actor.id, readAt: message.createdAt });
    return this.#unread(actor, row.paperId);
  }

  /** Notes as read what stood there at an instant. Refusals: `not_found`. */
  async readAll(
    actor: Actor,
    reader: Command,
    { paperId, upTo }: { readonly paperId: string; readonly upTo: Date },
  ): Promise<{ unread: number }> {
    const { repository, threads, clock } = this.#needs;
    await threads.paper(actor, reader, paperId);
    const unreadIds = await repository.unreadIds(seenBy(actor, paperId), actor.id);
    // Nobody has read what is still to come.
    const readAt = new Date(Math.min(upTo.getTime(), clock.now().getTime()));
    await repository.markRead(unreadIds, { personId: actor.id, readAt });
    return this.#unread(actor, paperId);
  }

  /** Whom a message in a circle may name. Refusals: `not_found`, `not_allowed`. */
  async mentionable(
    actor: Actor,
    reader: Command,
    wanted: {
      readonly paperId: string;
      readonly circle: string;
      readonly q: string;
      readonly limit: number;
    },
  ): Promise<Mentionable> {
    const { threads, mentions } = this.#needs;
    const { paperId, circle } = wanted;
    const paper = await threads.paper(actor, reader, paperId);
    // Who speaks for an organisation answers in its position, whatever else they may write.
    const answers = circle === paperCircle && circlesOf(actor).some((it) => speaksFor(actor, it));
    if (!answers && !mayOpenComment(actor, commentedOf(paper), circle))
      throw new AppError("not_allowed");
    return mentions.find(paper.facts, wanted);
  }

  async #unread(actor: Actor, paperId: string): Promise<{ unread: number }> {
    const ids = await this.#needs.repository.unreadIds(seenBy(actor, paperId), actor.id);
    return { unread: ids.length };
  }
}

/** What somebody has written, and the names by which a message may mean them. */
function mineOf(actor: Actor): CommentsFilter["mine"] {
  const office = isOffice(actor) ? [`organisation:${regionalOfficeId}`] : [];
  return { personId: actor.id, subjects: [...subjectsOf(actor), ...office] };
}

/** The first rows that together have no more messages than one answer holds; always one. */
function withinBound<Row extends { readonly _count: { readonly messages: number } }>(
  rows: readonly Row[],
): Row[] {
  let sum = 0;
  return rows.filter(({ _count }, index) => {
    sum += _count.messages;
    return index === 0 || sum <= messagesPerPage;
  });
}

const writeCursor = ({ createdAt, id }: After): string => `${createdAt.getTime()}.${id}`;

/** A moment and an id, not a row: whether a row of that id exists is nobody's to find out. */
function readCursor(cursor: string): After {
  const [, time = "", id = ""] = /^(\d{1,13})\.(.+)$/.exec(cursor) ?? [];
  if (id === "") throw new AppError("invalid_request", { query: "cursor" });
  return { createdAt: new Date(Number(time)), id };
}
