/** An organisation's position: what its focal point makes of conversations within, and submits. */
import { randomUUID } from "node:crypto";
import type { CommentAnchor, CommentThread, SubmitPosition } from "@istmo/contracts";
import { decidePosition, organisationOfCircle, paperCircle, type Actor } from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { toCommentFacts } from "./comment-answers.ts";
import type { CommentMentions } from "./comment-mentions.ts";
import { commentEvent, newMessage, seenBy, type CommentThreads } from "./comment-threads.ts";
import type { CommentsRepository, ThreadRow } from "./comments.repository.ts";
import { threadsPerPaper } from "./comments.service.ts";

export interface PositionsServiceNeeds {
  readonly repository: CommentsRepository;
  readonly threads: CommentThreads;
  readonly mentions: CommentMentions;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

export class PositionsService {
  readonly #needs: PositionsServiceNeeds;

  constructor(needs: PositionsServiceNeeds) {
    this.#needs = needs;
  }

  /**
   * Submits one position on behalf of the organisation. The conversations that it comes from are
   * bound to it and stay within. Refusals: `not_found` (also of a conversation), `not_allowed`,
   * `not_of_one_organisation`, `already_submitted`, `mention_without_access`, `too_many_comments`.
   */
  async submit(
    actor: Actor,
    command: Command,
    { paperId, body, placeOf, ...wanted }: SubmitPosition & { readonly paperId: string },
  ): Promise<CommentThread> {
    const { repository, threads, mentions, unitOfWork, clock } = this.#needs;
    const paper = await threads.paper(actor, command, paperId);
    const threadIds = [...new Set(wanted.threadIds)];
    const rows = await repository.findAll(seenBy(actor, paperId), threadIds);
    const place = rows.find(({ id }) => id === placeOf);
    if (rows.length < threadIds.length || (placeOf !== null && place === undefined))
      throw new AppError("not_found");
    const decision = decidePosition(actor, paper.facts, rows.map(toCommentFacts));
    if (!decision.accepted) throw new AppError(decision.code);
    const { onBehalfOf } = decision.event;
    const named = await mentions.check(paper.facts, paperCircle, body);

    return unitOfWork.run(command, async ({ tx, record, audit }) => {
      if ((await repository.countThreads(paperId, tx)) >= threadsPerPaper)
        throw new AppError("too_many_comments");
      const threadId = randomUUID();
      const createdAt = clock.now();
      await repository.open(
        tx,
        {
          ...placeIn(place),
          id: threadId,
          paperId,
          circle: paperCircle,
          onBehalfOf,
          createdById: actor.id,
          createdAt,
        },
        // By the post that speaks for the organisation, whatever other posts the person holds.
        newMessage(actor, paper, {
          ...{ threadId, circle: onBehalfOf, body, mentions: named, createdAt },
        }),
      );
      if (!(await repository.submit(tx, threadIds, threadId)))
        throw new AppError("already_submitted");
      // Of what was said within, not even how much there was of it.
      audit({
        kind: "paper.position_submitted",
        subject: { kind: "paper", id: paperId, label: paper.label },
        paperId,
        after: { organisationId: organisationOfCircle(onBehalfOf), commentId: threadId },
      });
      const position = { id: threadId, circle: paperCircle, alsoWithin: onBehalfOf };
      record(commentEvent(paper, position, { type: "comment.changed", change: "submitted" }));
      return threads.answer(actor, paper, threadId, tx);
    });
  }
}

/** Where a conversation stands, for another one; the paper as a whole without one. */
function placeIn(row: ThreadRow | undefined) {
  if (row === undefined) return { target: "paper", anchor: null };
  const { target, editionId, blockId, suggestionId, anchor, quote } = row;
  return {
    target,
    editionId,
    blockId,
    suggestionId,
    anchor: anchor as CommentAnchor | null,
    quote,
  };
}
