/**
 * Delivers the outbox to the mail server. A mail is claimed before it is sent (its next attempt
 * moves into the future), so that two processes do not send it twice; one that dies while sending
 * lets it be tried again. Without a mail server mails are kept for the outbox page.
 *
 * A kept mail holds its links, and whoever manages people can read it there: an installation
 * without a mail server has chosen to pass its invitations on by hand.
 */
import type { PrismaClient } from "@istmo/prisma/client";
import { createTransport } from "nodemailer";
import type { Clock } from "./clock.ts";

export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
}

export interface MailDeliveryNeeds {
  readonly client: PrismaClient;
  /** Null: mails are kept. */
  readonly settings: MailSettings | null;
  readonly clock: Clock;
  readonly logger: {
    warn(object: object, message: string): void;
    error(object: object, message: string): void;
  };
}

const attemptsAtMost = 10;
/** Milliseconds between looks at the outbox; mails queued by this process are sent at once. */
const lookEvery = 15_000;
/** Milliseconds for which a mail being sent is left alone. */
const claimedFor = 5 * 60_000;
/** Milliseconds that a stop waits for the mail being sent. */
const stopWithin = 3000;
const batchSize = 20;

/** Milliseconds until the next attempt: half a minute, doubled each time, six hours at most. */
export function backoff(attempts: number): number {
  return Math.min(30_000 * 2 ** Math.max(attempts - 1, 0), 6 * 3_600_000);
}

const isThisMachine = (url: string): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);

export class MailDelivery {
  readonly #needs: MailDeliveryNeeds;
  readonly #transport: ReturnType<typeof createTransport> | null;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #isWoken = false;
  #isStopped = false;
  #refusals = 0;

  constructor(needs: MailDeliveryNeeds) {
    this.#needs = needs;
    this.#transport =
      needs.settings === null
        ? null
        : createTransport({
            url: needs.settings.smtpUrl,
            // Mails hold links that open accounts: never in clear over a network.
            requireTLS: !isThisMachine(needs.settings.smtpUrl),
            connectionTimeout: 10_000,
            greetingTimeout: 10_000,
            socketTimeout: 20_000,
            // A mail is plain text: nothing in it may name a file or an address to fetch.
            disableFileAccess: true,
            disableUrlAccess: true,
          });
  }

  /** Attempts that failed since the start. */
  get refusals(): number {
    return this.#refusals;
  }

  /** Looks at the outbox now and from time to time. */
  start(): void {
    this.#timer = setInterval(() => this.wake(), lookEvery);
    this.#timer.unref();
    this.wake();
  }

  /** Call after a commit that queued a mail. Calls while working are folded into one more look. */
  wake(): void {
    if (this.#isStopped) return;
    this.#isWoken = true;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      if (this.#isWoken) this.wake();
    });
  }

  /** Settles when the outbox has been worked through as it stands. */
  async settle(): Promise<void> {
    while (this.#working !== null) await this.#working;
  }

  /**
   * Finishes the mail that is being sent and ends; the others wait for the next start, as does one
   * for which a slow mail server takes its time.
   */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#isWoken = false;
    if (this.#timer !== null) clearInterval(this.#timer);
    let giveUp: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      giveUp = setTimeout(resolve, stopWithin);
    });
    await Promise.race([this.settle(), late]);
    clearTimeout(giveUp);
    this.#transport?.close();
  }

  async #work(): Promise<void> {
    const { client, logger } = this.#needs;
    try {
      while (this.#isWoken) {
        this.#isWoken = false;
        if (this.#transport === null)
          await client.mail.updateMany({ where: { state: "queued" }, data: { state: "kept" } });
        else if (await this.#deliverDue()) this.#isWoken = !this.#isStopped;
      }
    } catch (error) {
      // The mails are safe in the outbox; the next look brings them.
      logger.error({ err: error }, "the outbox could not be worked through");
    }
  }

  /** True when there may be more. */
  async #deliverDue(): Promise<boolean> {
    const { client, clock } = this.#needs;
    const due = await client.mail.findMany({
      where: { state: "queued", nextAttemptAt: { lte: clock.now() } },
      orderBy: [{ nextAttemptAt: "asc" }, { id: "asc" }],
      take: batchSize,
    });
    for (const mail of due) {
      if (this.#isStopped) return false;
      await this.#deliver(mail);
    }
    return due.length === batchSize;
  }

  async #deliver(mail: {
    readonly id: string;
    readonly kind: string;
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly attempts: number;
  }): Promise<void> {
    const { client, clock, logger, settings } = this.#needs;
    const attempts = mail.attempts + 1;
    const { count } = await client.mail.updateMany({
      where: { id: mail.id, state: "queued", attempts: mail.attempts },
      data: { attempts, nextAttemptAt: new Date(clock.now().getTime() + claimedFor) },
    });
    if (count === 0 || this.#transport === null || settings === null) return;
    try {
      await this.#transport.sendMail({
        from: settings.from,
        // An object: the address is one address, whatever is written in it.
        to: { name: "", address: mail.to },
        subject: mail.subject,
        text: mail.text,
        messageId: `<${mail.id}.${attempts}@istmo>`,
        // No holiday answer comes back (RFC 3834).
        headers: { "Auto-Submitted": "auto-generated" },
      });
    } catch (error) {
      this.#refusals += 1;
      await this.#failed(mail.id, attempts, error);
      logger.warn({ err: error, mailId: mail.id, kind: mail.kind, attempts }, "a mail was refused");
      return;
    }
    await client.mail.update({
      where: { id: mail.id },
      // The text may hold a token: nobody needs it any more.
      data: { state: "sent", text: "", sentAt: clock.now(), lastError: null },
    });
  }

  async #failed(id: string, attempts: number, error: unknown): Promise<void> {
    const { client, clock } = this.#needs;
    const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    await client.mail.update({
      where: { id },
      data: {
        lastError,
        state: attempts >= attemptsAtMost ? "failed" : "queued",
        nextAttemptAt: new Date(clock.now().getTime() + backoff(attempts)),
      },
    });
  }
}
