/** What of the inboxes goes out by mail. */
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import type { NotificationRow } from "./notifications.repository.ts";

/** Notices that one mail goes through at most. */
const mailedAtMost = 500;

export class NoticeMailingRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  /** Who has something of a channel that no mail has taken up. */
  async waitingFor(channel: "digest" | "at_once"): Promise<ReadonlySet<string>> {
    const rows = await this.db.notification.groupBy({
      by: ["personId"],
      where: { channel, mailedAt: null },
    });
    return new Set(rows.map(({ personId }) => personId));
  }

  /** The last days whose digests were sent. */
  async lastDays(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.db.notificationDigest.findMany();
    return new Map(rows.map(({ personId, day }) => [personId, day]));
  }

  /** Has people begin with the digest of the day after one; who has begun is left as they are. */
  async beginDigests(days: ReadonlyMap<string, string>): Promise<void> {
    await this.db.notificationDigest.createMany({
      data: [...days].map(([personId, day]) => ({ personId, day })),
      skipDuplicates: true,
    });
  }

  /** Notes that these people's digests of a day had nothing in them. */
  async passDigests(personIds: readonly string[], day: string): Promise<void> {
    await this.db.notificationDigest.updateMany({
      where: { personId: { in: [...personIds] }, day: { lt: day } },
      data: { day },
    });
  }

  /** True for the one that sends the digest of a day; another process waits here and is told no. */
  async takeDigest(tx: PrismaTransaction, personId: string, day: string): Promise<boolean> {
    const { count } = await tx.notificationDigest.updateMany({
      where: { personId, day: { lt: day } },
      data: { day },
    });
    return count === 1;
  }

  /**
   * Takes what waits for a mail, for one process alone, newest first; what is read or done since
   * needs no mail and is passed over.
   */
  async take(
    tx: PrismaTransaction,
    personId: string,
    { channel, at }: { readonly channel: "digest" | "at_once"; readonly at: Date },
  ): Promise<NotificationRow[]> {
    const seqs = await tx.$queryRaw<{ seq: bigint }[]>`
      SELECT seq FROM "Notification"
      WHERE "personId" = ${personId} AND channel = ${channel} AND "mailedAt" IS NULL
      ORDER BY seq DESC FOR UPDATE`;
    if (seqs.length === 0) return [];
    await tx.notification.updateMany({
      where: { personId, channel, mailedAt: null, seq: { in: seqs.map(({ seq }) => seq) } },
      data: { mailedAt: at },
    });
    return tx.notification.findMany({
      where: {
        ...{ personId, readAt: null, doneAt: null },
        seq: { in: seqs.slice(0, mailedAtMost).map(({ seq }) => seq) },
      },
      orderBy: { seq: "desc" },
    });
  }
}
