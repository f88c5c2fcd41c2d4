/** What events tell of, as it stands: read for a whole batch at once. */
import type { ClearanceLevel } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { toActionFacts } from "../actions/actions.queries.ts";
import { toCommitmentFacts, withActions } from "../commitments/commitments.queries.ts";
import { sharesHeldAt, toFacts, titleOf } from "../papers/papers.queries.ts";
import { findRounds } from "../reviews/reviews.queries.ts";

export interface WantedFacts {
  readonly actionIds: readonly string[];
  /** Acts of items, by which the history tells what they changed. */
  readonly acts: readonly { readonly actionId: string; readonly version: number }[];
  readonly commitmentIds: readonly string[];
  readonly paperIds: readonly string[];
  readonly roundIds: readonly string[];
  /** Conversations that were opened, and messages that were added to others. */
  readonly threadIds: readonly string[];
  readonly now: Date;
}

const some = (ids: readonly string[]) => ({ in: [...new Set(ids)] });

/** Reads what the events of a batch name, in a handful of statements whatever its size. */
export async function readNoticeFacts(tx: PrismaTransaction, wanted: WantedFacts) {
  const { acts, now } = wanted;
  const actions = await tx.actionItem.findMany({ where: { id: some(wanted.actionIds) } });
  const changes =
    acts.length === 0
      ? []
      : await tx.actionChange.findMany({
          where: {
            OR: acts.map(({ actionId, version }) => ({ actionId, version })),
            field: { in: ["ownerId", "helperIds", "unblockerId"] },
          },
        });
  const commitments = await tx.commitment.findMany({
    where: { id: some(wanted.commitmentIds) },
    include: withActions,
  });
  const papers = await tx.paper.findMany({
    where: { id: some(wanted.paperIds) },
    include: {
      centres: { select: { centreId: true } },
      editions: { select: { language: true, title: true } },
      shares: sharesHeldAt(now),
    },
  });
  const requests =
    wanted.paperIds.length === 0
      ? []
      : await tx.clearanceRequest.findMany({
          where: { paperId: some(wanted.paperIds), state: "requested" },
          select: { id: true, paperId: true, organisationId: true, level: true, delegateId: true },
        });
  const threads = await tx.commentThread.findMany({
    where: { id: some(wanted.threadIds) },
    select: { id: true, paperId: true, circle: true },
  });
  const messages =
    threads.length === 0
      ? []
      : await tx.commentMessage.findMany({
          where: { threadId: some(wanted.threadIds), NOT: { mentions: { isEmpty: true } } },
          select: {
            id: true,
            threadId: true,
            authorId: true,
            mentions: true,
            createdAt: true,
            editedAt: true,
          },
          orderBy: { createdAt: "asc" },
        });
  const rounds = await findRounds(tx, wanted.roundIds, now);
  return {
    actions: new Map(
      actions.map((row) => [
        row.id,
        {
          ...toActionFacts(row),
          watcherIds: row.watcherIds,
          dueOn: row.dueOn,
          unblockerId: row.unblockerId,
        },
      ]),
    ),
    changes,
    commitments: new Map(commitments.map((row) => [row.id, toCommitmentFacts(row)])),
    papers: new Map(
      papers.map((row) => [row.id, { facts: toFacts(row), title: titleOf(row.editions) }]),
    ),
    requests: requests.map(({ level, ...row }) => ({ ...row, level: level as ClearanceLevel })),
    threads: new Map(threads.map((row) => [row.id, row])),
    messages,
    rounds,
  };
}

export type NoticeFacts = Awaited<ReturnType<typeof readNoticeFacts>>;
