/** Rows of conversations as the API answers them to one person. */
import type {
  CommentAnchor,
  CommentThread,
  Language,
  LocalText,
  PersonRef,
} from "@istmo/contracts";
import {
  bodyOfPost,
  circlesOf,
  commentAbilities,
  mayEditMessage,
  type Actor,
  type CommentFacts,
} from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { namesOf } from "../identity/identity.queries.ts";
import type { ReadablePaper } from "../papers/papers.queries.ts";
import type { CommentMentions } from "./comment-mentions.ts";
import type { CommentsRepository, MessageRow, ThreadRow } from "./comments.repository.ts";

/** A conversation's row as the rules of the domain read it. */
export function toCommentFacts(row: ThreadRow): CommentFacts {
  return { ...row, state: row.state as CommentFacts["state"] };
}

interface Known {
  readonly names: ReadonlyMap<string, PersonRef>;
  readonly labels: ReadonlyMap<string, LocalText>;
  readonly unreadIds: ReadonlySet<string>;
  readonly sources: readonly { readonly id: string; readonly submittedAsId: string | null }[];
}

export class CommentAnswers {
  readonly #repository: CommentsRepository;
  readonly #mentions: CommentMentions;

  constructor(repository: CommentsRepository, mentions: CommentMentions) {
    this.#repository = repository;
    this.#mentions = mentions;
  }

  /**
   * The conversations in the order of the rows, by a number of queries that does not grow with
   * them. Inside a transaction `db` is that one.
   */
  async of(
    rows: readonly ThreadRow[],
    reader: {
      readonly actor: Actor;
      readonly paper: ReadablePaper;
      readonly unreadIds: readonly string[];
    },
    db?: PrismaTransaction,
  ): Promise<CommentThread[]> {
    if (rows.length === 0) return [];
    const { actor, paper } = reader;
    const threadIds = rows.map(({ id }) => id);
    const messages = await this.#repository.messages(threadIds, db);
    const known: Known = {
      names: await namesOf(db ?? this.#repository.db, [
        ...rows.flatMap(({ createdById, resolvedById }) => [createdById, resolvedById]),
        ...messages.map(({ authorId }) => authorId),
      ]),
      labels: await this.#mentions.labels(
        messages.flatMap(({ mentions }) => mentions),
        db,
      ),
      unreadIds: new Set(reader.unreadIds),
      sources: await this.#repository.sourcesOf(threadIds, circlesOf(actor), db),
    };
    const byThread = new Map<string, MessageRow[]>(threadIds.map((id) => [id, []]));
    for (const message of messages) byThread.get(message.threadId)?.push(message);
    return rows.map((row) => toThread(row, byThread.get(row.id) ?? [], { actor, paper, known }));
  }
}

function toThread(
  row: ThreadRow,
  messages: readonly MessageRow[],
  { actor, paper, known }: { actor: Actor; paper: ReadablePaper; known: Known },
): CommentThread {
  const thread = toCommentFacts(row);
  const commented = { paper: paper.facts, role: paper.role };
  const nameOf = (id: string): PersonRef => known.names.get(id) ?? { id, name: id };
  const language = paper.editions.find(({ id }) => id === row.editionId)?.language ?? null;
  return {
    id: row.id,
    paperId: row.paperId,
    editionId: row.editionId,
    language: language as Language | null,
    circle: row.circle,
    onBehalfOf: row.onBehalfOf,
    target: row.target as CommentThread["target"],
    blockId: row.blockId,
    suggestionId: row.suggestionId,
    anchor: row.anchor as CommentAnchor | null,
    quote: row.quote,
    state: thread.state,
    action: row.actionId === null ? null : { id: row.actionId },
    submittedAsId: row.submittedAsId,
    submittedFrom: known.sources
      .filter(({ submittedAsId }) => submittedAsId === row.id)
      .map(({ id }) => id),
    createdBy: nameOf(row.createdById),
    createdAt: row.createdAt.toISOString(),
    resolvedBy: row.resolvedById === null ? null : nameOf(row.resolvedById),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    sample: row.sample,
    version: row.version,
    isUnread: known.unreadIds.has(row.id),
    messages: messages.map((message) => ({
      id: message.id,
      author: nameOf(message.authorId),
      ...bodyOfPost(message.authorPost),
      body: message.body,
      mentions: message.mentions.map((subject) => ({
        subject,
        label: known.labels.get(subject) ?? { es: subject, en: subject },
      })),
      createdAt: message.createdAt.toISOString(),
      editedAt: message.editedAt?.toISOString() ?? null,
      version: message.version,
      abilities: { edit: mayEditMessage(actor, commented, { authorId: message.authorId, thread }) },
    })),
    abilities: commentAbilities(actor, commented, thread),
  };
}
