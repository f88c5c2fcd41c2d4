/** Somebody's inbox: reading and marking it, and what they have chosen. */
import {
  countedAtMost,
  type MarkedNotices,
  type MarkNotices,
  type Notice,
  type NoticeCount,
  type NoticeSubjectKind,
  type NotificationSettings,
} from "@istmo/contracts";
import { isTimeZone, noticeReasons, type Actor, type NoticeReason } from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { recordTold } from "./notice-reader.ts";
import type { Db, NotificationsRepository, Recipient } from "./notifications.repository.ts";
import { visibleNotices, type VisibleNotice } from "./visible-notices.repository.ts";

export interface NotificationsServiceNeeds {
  readonly repository: NotificationsRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

/** Notices that one request marks at most. */
const markedAtMost = 1000;
/** Rows that are looked at for one page, in so many looks: what is hidden leaves gaps. */
const looksAtMost = 5;

export class NotificationsService {
  readonly #needs: NotificationsServiceNeeds;

  constructor(needs: NotificationsServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusal: `invalid_request` (the cursor). */
  async list(
    actor: Actor,
    query: {
      readonly unread?: boolean | undefined;
      readonly done?: boolean | undefined;
      readonly reason?: NoticeReason | undefined;
      readonly cursor?: string | undefined;
      readonly limit: number;
    },
  ): Promise<{ items: Notice[]; nextCursor: string | null }> {
    const { repository, clock } = this.#needs;
    const { limit, cursor, reason, done = false, unread } = query;
    let before = cursor === undefined ? undefined : Number(cursor);
    if (before !== undefined && !Number.isSafeInteger(before))
      throw new AppError("invalid_request", { query: "cursor" });
    const shown: VisibleNotice[] = [];
    for (let look = 0; look < looksAtMost; look++) {
      const rows = await repository.list(actor.id, {
        ...{ isDone: done, isUnread: unread, reason, before, take: limit + 1 },
      });
      const visible = await visibleNotices(repository.db, actor, { rows, now: clock.now() });
      shown.push(...visible);
      const last = rows.at(-1);
      if (rows.length <= limit || last === undefined) before = undefined;
      else before = Number(last.seq);
      if (before === undefined || shown.length > limit) break;
    }
    const items = shown.slice(0, limit);
    const lastShown = items.at(-1);
    const nextCursor =
      shown.length > limit && lastShown !== undefined
        ? String(lastShown.row.seq)
        : before === undefined
          ? null
          : String(before);
    return { items: await this.#answers(items), nextCursor };
  }

  async count(actor: Actor, db: Db = this.#needs.repository.db): Promise<NoticeCount> {
    const { repository, clock } = this.#needs;
    const rows = await repository.list(
      actor.id,
      { isDone: false, isUnread: true, take: countedAtMost },
      db,
    );
    const visible = await visibleNotices(db, actor, { rows, now: clock.now() });
    return { unread: visible.length };
  }

  /** Marks some, or all up to one; tells the person's other pages. */
  mark(actor: Actor, command: Command, wanted: MarkNotices): Promise<MarkedNotices> {
    const { repository, unitOfWork, clock } = this.#needs;
    return unitOfWork.run(command, async (work) => {
      const ids = await repository.mark(work.tx, actor.id, {
        ...{ as: wanted.as, ids: wanted.ids, until: wanted.until },
        ...{ at: clock.now(), atMost: markedAtMost },
      });
      if (ids.length > 0) recordTold(work, [actor.id]);
      return { ids, ...(await this.count(actor, work.tx)) };
    });
  }

  async settings(actor: Actor): Promise<NotificationSettings> {
    return toSettings(await this.#recipient(actor));
  }

  /** Refusal: `unknown_time_zone`. */
  changeSettings(
    actor: Actor,
    command: Command,
    wanted: NotificationSettings,
  ): Promise<NotificationSettings> {
    const { repository, unitOfWork } = this.#needs;
    const { channels, digestHour, quiet, timeZone } = wanted;
    if (!isTimeZone(timeZone)) throw new AppError("unknown_time_zone");
    return unitOfWork.run(command, async ({ tx }) => {
      const times = { digestHour, quiet, timeZone };
      await repository.changeSettings(tx, actor.id, { times, channels });
      return toSettings(await this.#recipient(actor, tx));
    });
  }

  async #recipient(actor: Actor, db?: Db): Promise<Recipient> {
    const { repository, clock } = this.#needs;
    const [recipient] = await repository.recipients({ ids: [actor.id], now: clock.now() }, db);
    if (recipient === undefined) throw new AppError("not_found");
    return recipient;
  }

  async #answers(notices: readonly VisibleNotice[]): Promise<Notice[]> {
    const names = await namesOf(
      this.#needs.repository.db,
      notices.map(({ row }) => row.actorId),
    );
    return notices.map(({ row, detail, subject }) => ({
      id: String(row.seq),
      seq: Number(row.seq),
      reason: row.reason as NoticeReason,
      subject: { kind: row.subjectKind as NoticeSubjectKind, id: row.subjectId, ...subject },
      detail,
      actor: (row.actorId !== null && names.get(row.actorId)) || null,
      at: row.at.toISOString(),
      isRead: row.readAt !== null,
      isDone: row.doneAt !== null,
    }));
  }
}

function toSettings({ channels, times }: Recipient): NotificationSettings {
  const chosen = noticeReasons.map((reason) => [reason, channels[reason]] as const);
  return {
    channels: Object.fromEntries(chosen) as NotificationSettings["channels"],
    digestHour: times.digestHour,
    quiet: times.quiet,
    timeZone: times.timeZone,
  };
}
