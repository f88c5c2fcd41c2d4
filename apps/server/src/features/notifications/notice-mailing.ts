/**
 * Sends what people have chosen to hear of by mail: at once, outside their quiet hours, and once a
 * day at their hour. What a mail takes up, and which day's digest was sent, is written with the
 * mail: there is one digest for each person and day, after a crash and with two processes too.
 */
import { dayPlus, digestDue, localTime, mailableFrom, type NoticeReason } from "@istmo/domain";
import type { NoticeSubjectKind } from "@istmo/contracts";
import type { PrismaTransaction } from "@istmo/prisma/client";
import type { Clock } from "../../platform/clock.ts";
import { queueMail } from "../../platform/mail-outbox.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { noticeMail, type NoticeMail } from "./notice-mail.ts";
import type { NoticeMailingRepository } from "./notice-mailing.repository.ts";
import { byTheInstallation } from "./notice-reader.ts";
import type { NotificationsRepository, Recipient } from "./notifications.repository.ts";
import { visibleNotices } from "./visible-notices.repository.ts";

export interface NoticeMailingNeeds {
  readonly repository: NotificationsRepository;
  readonly mails: NoticeMailingRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly origin: () => string;
}

/** Notices that one mail names. */
const namedAtMost = 50;

export class NoticeMailing {
  readonly #needs: NoticeMailingNeeds;

  constructor(needs: NoticeMailingNeeds) {
    this.#needs = needs;
  }

  /** Sends what is due now. */
  async look(): Promise<void> {
    const { repository, clock } = this.#needs;
    const recipients = await repository.recipients({ now: clock.now() });
    await this.#sendAtOnce(recipients);
    await this.#sendDigests(recipients);
  }

  async #sendAtOnce(recipients: readonly Recipient[]): Promise<void> {
    const { mails, unitOfWork, clock } = this.#needs;
    const waiting = await mails.waitingFor("at_once");
    const now = clock.now();
    for (const recipient of recipients) {
      const isHeld = !waiting.has(recipient.actor.id) || mailableFrom(recipient.times, now) > now;
      if (isHeld) continue;
      await unitOfWork.run(byTheInstallation, async ({ tx }) => {
        await this.#send(tx, recipient, { kind: "notice_now", channel: "at_once" });
        return null;
      });
    }
  }

  async #sendDigests(recipients: readonly Recipient[]): Promise<void> {
    const { mails, unitOfWork, clock } = this.#needs;
    const now = clock.now();
    const lastDays = await mails.lastDays();
    await this.#begin(recipients.filter(({ actor }) => !lastDays.has(actor.id)));
    const waiting = await mails.waitingFor("digest");
    const passed = new Map<string, string[]>();
    for (const recipient of recipients) {
      const { id } = recipient.actor;
      const last = lastDays.get(id);
      const day = last === undefined ? null : digestDue(recipient.times, last, now);
      if (day === null) continue;
      if (!waiting.has(id)) {
        passed.set(day, [...(passed.get(day) ?? []), id]);
        continue;
      }
      await unitOfWork.run(byTheInstallation, async ({ tx }) => {
        if (await mails.takeDigest(tx, id, day))
          await this.#send(tx, recipient, { kind: "notice_digest", channel: "digest" });
        return null;
      });
    }
    for (const [day, ids] of passed) await mails.passDigests(ids, day);
  }

  /** Whoever is new gets their first digest at the next of their hours. */
  async #begin(recipients: readonly Recipient[]): Promise<void> {
    if (recipients.length === 0) return;
    const now = this.#needs.clock.now();
    const days = recipients.map(({ actor, times }) => {
      const yesterday = dayPlus(localTime(times.timeZone, now).day, -1);
      return [actor.id, digestDue(times, null, now) ?? yesterday] as const;
    });
    await this.#needs.mails.beginDigests(new Map(days));
  }

  async #send(
    tx: PrismaTransaction,
    { actor, name, email, locale }: Recipient,
    {
      kind,
      channel,
    }: { readonly kind: NoticeMail["kind"]; readonly channel: "digest" | "at_once" },
  ): Promise<void> {
    const { mails, clock, origin } = this.#needs;
    const now = clock.now();
    const rows = await mails.take(tx, actor.id, { channel, at: now });
    const visible = await visibleNotices(tx, actor, { rows, now });
    if (visible.length === 0) return;
    const notices = visible.slice(0, namedAtMost).map(({ row, subject }) => ({
      reason: row.reason as NoticeReason,
      subject: { kind: row.subjectKind as NoticeSubjectKind, id: row.subjectId, ...subject },
    }));
    const to = { name, email, locale };
    const more = visible.length - notices.length;
    await queueMail(tx, noticeMail({ kind, to, notices, more, origin: origin() }), now);
  }
}
