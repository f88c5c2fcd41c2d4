/** What happened, for one person: the event log as that person may hear it, and what waits. */
import type { CatchUpAnswer, LiveEvent, WaitingItem } from "@istmo/contracts";
import type { Actor } from "@istmo/domain";
import type { Clock } from "../../platform/clock.ts";
import type { StoredEvent } from "../../platform/event-log.ts";
import { actionsWaitingFor } from "../actions/actions.queries.ts";
import { commitmentsWaitingFor } from "../commitments/commitments.queries.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { papersWaitingFor } from "../papers/papers.queries.ts";
import { roundsWaitingFor } from "../reviews/reviews.queries.ts";
import type { ActivityRepository } from "./activity.repository.ts";

/** Events in one answer to a client that was away. */
const catchUpSize = 200;

export class ActivityService {
  readonly #repository: ActivityRepository;
  readonly #clock: Clock;

  constructor(repository: ActivityRepository, clock: Clock) {
    this.#repository = repository;
    this.#clock = clock;
  }

  /** The same event for everybody who may hear it. */
  async toLive(events: readonly Omit<StoredEvent, "audience">[]): Promise<LiveEvent[]> {
    const names = await namesOf(
      this.#repository.db,
      events.map(({ actorId }) => actorId),
    );
    return events.map(
      ({ seq, type, payload, actorId, createdAt }) =>
        ({
          seq,
          type,
          payload,
          actor: (actorId !== null && names.get(actorId)) || null,
          at: createdAt.toISOString(),
        }) as LiveEvent,
    );
  }

  async events(
    actor: Actor,
    query: {
      since?: number | undefined;
      order?: "asc" | "desc" | undefined;
      limit: number;
      cursor?: number | undefined;
      withAccessEvents?: boolean;
    },
  ): Promise<{ items: LiveEvent[]; nextCursor: string | null }> {
    const order = query.order ?? (query.since === undefined ? "desc" : "asc");
    const after = order === "asc" ? (query.cursor ?? query.since) : query.since;
    const before = order === "desc" ? query.cursor : undefined;
    const rows = await this.#repository.events(actor, {
      after,
      before,
      order,
      take: query.limit + 1,
      withAccessEvents: query.withAccessEvents ?? false,
    });
    const shown = rows.slice(0, query.limit).map((row) => ({ ...row, seq: Number(row.seq) }));
    const nextCursor = rows.length > query.limit ? String(shown.at(-1)?.seq) : null;
    return { items: await this.toLive(shown), nextCursor };
  }

  /** What happened after a position, for a client that was away; `latestSeq` is the log's own. */
  async catchUp(actor: Actor, since: number, latestSeq: number): Promise<CatchUpAnswer> {
    const { items, nextCursor } = await this.events(actor, {
      since,
      order: "asc",
      limit: catchUpSize,
      withAccessEvents: true,
    });
    return { events: items, latestSeq, hasMore: nextCursor !== null };
  }

  /** What waits for the person: what is late first, then the longest waiting. */
  async waiting(actor: Actor): Promise<WaitingItem[]> {
    const { db } = this.#repository;
    const now = this.#clock.now();
    const papers = await papersWaitingFor(db, actor, now);
    const actions = await actionsWaitingFor(db, actor, now);
    const rounds = await roundsWaitingFor(db, actor, now);
    const commitments = await commitmentsWaitingFor(db, actor, now);
    const none = {
      ...{ paperId: null, actionId: null, roundId: null, commitmentId: null },
      ...{ owner: null, note: null },
    };
    const items: WaitingItem[] = [
      ...papers.map((paper) => ({ ...none, ...paper, isLate: false })),
      ...actions.map((action) => ({ ...none, ...action })),
      ...rounds.map((round) => ({ ...none, ...round })),
      ...commitments.map((commitment) => ({ ...none, ...commitment })),
    ];
    return items.sort(
      (a, b) => Number(b.isLate) - Number(a.isLate) || a.since.localeCompare(b.since),
    );
  }
}
