/** Inboxes, and whom something may concern. */
import {
  usualChannels,
  usualDigestHour,
  type Actor,
  type ClassificationLevel,
  type HeldPost,
  type MailTimes,
  type NoticeChannels,
  type NoticeReason,
  type Role,
} from "@istmo/domain";
import type { NoticeDetail, NoticeMark, NoticeSubjectKind } from "@istmo/contracts";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

export type Db = PrismaClient | PrismaTransaction;
export type NotificationRow = Prisma.NotificationGetPayload<object>;

/** Somebody with what they have chosen. */
export interface Recipient {
  readonly actor: Actor;
  readonly name: string;
  readonly email: string;
  readonly locale: string;
  readonly channels: NoticeChannels;
  readonly times: MailTimes;
}

export interface NewNotice {
  readonly personId: string;
  readonly reason: NoticeReason;
  readonly subjectKind: NoticeSubjectKind;
  readonly subjectId: string;
  readonly told: string;
  readonly eventSeq: number | null;
  readonly detail: NoticeDetail;
  readonly actorId: string | null;
}

/** Rows of one statement: a database takes so many values and no more. */
const rowsAtOnce = 1000;

/** What the rules read of posts that are held at an instant. */
const heldAt = (at: Date) => ({
  startsAt: { lte: at },
  OR: [{ endsAt: null }, { endsAt: { gt: at } }],
});

export class NotificationsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  // ── Whom ────────────────────────────────────────────────────────────────

  /** Active people with the posts of now and what they have chosen: these, or all that `posts` finds too. */
  async recipients(
    wanted: {
      readonly ids?: readonly string[];
      readonly roles?: readonly Role[];
      /** Centres and organisations, with all their people. */
      readonly bodies?: readonly string[];
      readonly timeZone?: string;
      readonly now: Date;
    },
    db: Db = this.db,
  ): Promise<Recipient[]> {
    const { ids, roles = [], bodies = [], timeZone, now } = wanted;
    const held = heldAt(now);
    const body = { in: [...bodies] };
    const isAnybody = ids === undefined && roles.length === 0 && bodies.length === 0;
    const people = await db.person.findMany({
      where: {
        deactivatedAt: null,
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(isAnybody
          ? {}
          : {
              OR: [
                { id: { in: [...(ids ?? [])] } },
                { posts: { some: { AND: [held, { role: { in: [...roles] } }] } } },
                {
                  posts: {
                    some: { AND: [held, { OR: [{ centreId: body }, { organisationId: body }] }] },
                  },
                },
              ],
            }),
      },
      select: {
        ...{ id: true, name: true, email: true, locale: true, timeZone: true, clearedTo: true },
        posts: { where: held },
      },
      orderBy: { id: "asc" },
    });
    const settings = await db.notificationSettings.findMany({
      ...(isAnybody ? {} : { where: { personId: { in: people.map(({ id }) => id) } } }),
    });
    const byPerson = new Map(settings.map((row) => [row.personId, row]));
    return people.map(({ posts, clearedTo, timeZone: zone, ...person }) => {
      const chosen = byPerson.get(person.id);
      return {
        ...person,
        actor: {
          id: person.id,
          clearedTo: clearedTo as ClassificationLevel,
          posts: posts.map(({ role, centreId, organisationId }): HeldPost => ({
            role: role as Role,
            ...{ centreId, organisationId },
          })),
        },
        channels: { ...usualChannels, ...(chosen?.channels as Partial<NoticeChannels>) },
        times: {
          timeZone: zone,
          digestHour: chosen?.digestHour ?? usualDigestHour,
          quiet:
            chosen?.quietFrom == null || chosen.quietUntil === null
              ? null
              : { from: chosen.quietFrom, until: chosen.quietUntil },
        },
      };
    });
  }

  /** Where active people live. */
  async timeZones(): Promise<string[]> {
    const rows = await this.db.person.findMany({
      where: { deactivatedAt: null },
      distinct: ["timeZone"],
      select: { timeZone: true },
    });
    return rows.map(({ timeZone }) => timeZone);
  }

  // ── What readers have read ──────────────────────────────────────────────

  /** Makes the position of a reader where there is none: what came before concerns nobody. */
  async begin(reader: string): Promise<void> {
    await this.db.$executeRaw`
      INSERT INTO "ReaderPosition" (reader, seq)
      VALUES (${reader}, coalesce((SELECT seq FROM "EventCounter" WHERE id = 1), 0))
      ON CONFLICT (reader) DO NOTHING`;
  }

  /** How far a reader has come, kept from others until the commit: of two processes one reads on. */
  async lockPosition(tx: PrismaTransaction, reader: string) {
    await tx.$executeRaw`
      INSERT INTO "ReaderPosition" (reader) VALUES (${reader}) ON CONFLICT (reader) DO NOTHING`;
    const rows = await tx.$queryRaw<{ seq: bigint | null; day: string | null }[]>`
      SELECT seq, day FROM "ReaderPosition" WHERE reader = ${reader} FOR UPDATE`;
    return { seq: Number(rows[0]?.seq ?? 0), day: rows[0]?.day ?? null };
  }

  async positions(): Promise<ReadonlyMap<string, string | null>> {
    const rows = await this.db.readerPosition.findMany();
    return new Map(rows.map(({ reader, day }) => [reader, day]));
  }

  async movePosition(
    tx: PrismaTransaction,
    reader: string,
    to: { readonly seq?: number; readonly day?: string | null },
  ): Promise<void> {
    await tx.readerPosition.update({ where: { reader }, data: to });
  }

  /** Has a reader begin anew, where a rule that it reads by has changed. */
  async forgetDay(tx: PrismaTransaction, reader: string): Promise<void> {
    await tx.readerPosition.updateMany({ where: { reader }, data: { day: null } });
  }

  events(tx: PrismaTransaction, after: number, types: readonly string[], take: number) {
    return tx.event.findMany({
      where: { seq: { gt: after }, type: { in: [...types] } },
      orderBy: { seq: "asc" },
      take,
    });
  }

  // ── Inboxes ─────────────────────────────────────────────────────────────

  /**
   * Tells each once, by the channel that they have chosen; returns those who were told now. What was
   * told before is left as it stands.
   */
  async tell(
    tx: PrismaTransaction,
    notices: readonly NewNotice[],
    { recipients, at }: { readonly recipients: readonly Recipient[]; readonly at: Date },
  ): Promise<string[]> {
    const channels = new Map(recipients.map(({ actor, channels: own }) => [actor.id, own]));
    const rows = notices.flatMap(({ reason, personId, ...notice }) => {
      const channel = channels.get(personId)?.[reason] ?? "off";
      return channel === "off" ? [] : [{ ...notice, personId, reason, channel, at }];
    });
    const told = new Set<string>();
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const made = await tx.notification.createManyAndReturn({
        data: rows.slice(from, from + rowsAtOnce),
        skipDuplicates: true,
        select: { personId: true },
      });
      for (const { personId } of made) told.add(personId);
    }
    return [...told];
  }

  /** Newest first. */
  list(
    personId: string,
    wanted: {
      readonly isDone: boolean;
      readonly isUnread?: boolean | undefined;
      readonly reason?: NoticeReason | undefined;
      readonly before?: number | undefined;
      readonly take: number;
    },
    db: Db = this.db,
  ): Promise<NotificationRow[]> {
    const { isDone, isUnread, reason, before, take } = wanted;
    return db.notification.findMany({
      where: {
        personId,
        doneAt: isDone ? { not: null } : null,
        ...(isUnread === undefined ? {} : { readAt: isUnread ? null : { not: null } }),
        ...(reason === undefined ? {} : { reason }),
        ...(before === undefined ? {} : { seq: { lt: before } }),
      },
      orderBy: { seq: "desc" },
      take,
    });
  }

  /** Marks those that stand otherwise, and returns them. */
  async mark(
    tx: PrismaTransaction,
    personId: string,
    wanted: {
      readonly as: NoticeMark;
      readonly ids?: readonly string[] | undefined;
      readonly until?: number | undefined;
      readonly at: Date;
      readonly atMost: number;
    },
  ): Promise<string[]> {
    const { as, ids, until, at, atMost } = wanted;
    const others = {
      read: { readAt: null },
      unread: { readAt: { not: null } },
      done: { doneAt: null },
      open: { doneAt: { not: null } },
    }[as];
    const rows = await tx.notification.findMany({
      where: {
        personId,
        ...others,
        // What is done stays out of what one marks at a stroke.
        ...(ids === undefined
          ? { doneAt: null, seq: { lte: until ?? 0 } }
          : { seq: { in: ids.map(Number) } }),
      },
      orderBy: { seq: "desc" },
      select: { seq: true },
      take: atMost,
    });
    if (rows.length === 0) return [];
    const seqs = rows.map(({ seq }) => seq);
    const data = {
      read: { readAt: at },
      unread: { readAt: null },
      done: { doneAt: at },
      open: { doneAt: null },
    }[as];
    await tx.notification.updateMany({ where: { personId, seq: { in: seqs } }, data });
    // Who has done with it has read it.
    if (as === "done")
      await tx.notification.updateMany({
        where: { personId, seq: { in: seqs }, readAt: null },
        data: { readAt: at },
      });
    return seqs.map(String);
  }

  // ── What people have chosen ─────────────────────────────────────────────

  async changeSettings(
    tx: PrismaTransaction,
    personId: string,
    { times, channels }: Pick<Recipient, "times" | "channels">,
  ): Promise<void> {
    const { timeZone, digestHour, quiet } = times;
    const data = {
      ...{ channels, digestHour },
      quietFrom: quiet?.from ?? null,
      quietUntil: quiet?.until ?? null,
    };
    await tx.notificationSettings.upsert({
      where: { personId },
      create: { personId, ...data },
      update: data,
    });
    await tx.person.update({ where: { id: personId }, data: { timeZone } });
  }
}
