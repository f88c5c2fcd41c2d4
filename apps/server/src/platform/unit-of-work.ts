/**
 * One change: its rows, its events and the answer kept for a repeated request, in one transaction.
 */
import { Prisma, type PrismaClient, type PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../http/app-error.ts";
import { appendAudit, type NewAuditEntry, type RequestOrigin } from "./audit-log.ts";
import type { Clock } from "./clock.ts";
import { appendEvents, type EventLog, type NewEvent } from "./event-log.ts";
import { hasQueuedMail } from "./mail-outbox.ts";

/** Who asks for a change and under which key a repetition is recognised. */
export interface Command {
  /** Null for somebody who has not signed in, and for the installation itself. */
  readonly personId: string | null;
  /** Null for the installation itself. */
  readonly origin: RequestOrigin | null;
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | null;
}

/** For what the installation does by itself. */
export const nobody: Command = { personId: null, origin: null, idempotency: null };

/** What the work of a change is given. */
export interface Work {
  readonly tx: PrismaTransaction;
  /** Adds an event; it is written last, with the commit. */
  readonly record: (event: NewEvent) => void;
  /** Adds an entry to the audit log; it is written before the events, with the commit. */
  readonly audit: (entry: NewAuditEntry) => void;
}

/** Milliseconds for which the answer to a request is kept: a page that was offline for two days. */
const keptFor = 48 * 3_600_000;

const isDuplicate = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";

export class UnitOfWork {
  readonly #client: PrismaClient;
  readonly #log: EventLog;
  readonly #clock: Clock;
  readonly #onMail: () => void;

  /** `onMail` hears of each commit that queued a mail. */
  constructor(
    client: PrismaClient,
    log: EventLog,
    clock: Clock,
    onMail: () => void = () => undefined,
  ) {
    this.#client = client;
    this.#log = log;
    this.#clock = clock;
    this.#onMail = onMail;
  }

  /**
   * Runs the work and commits it with its events. With an idempotency key the answer of the first
   * run is given again for a repetition, and another request under the same key is refused
   * (`idempotency_key_reused`). The answer must survive JSON. Work that met a row which another
   * change wrote at the same moment is done once more, and so decides knowing of that row.
   */
  async run<Answer>(command: Command, work: (work: Work) => Promise<Answer>): Promise<Answer> {
    try {
      return await this.#attempt(command, work);
    } catch (error) {
      // The same request may have run beside this one and committed first: its answer is kept now.
      const isPassing = isDuplicate(error) || error instanceof AppError;
      const kept = isPassing ? await this.#kept<Answer>(this.#client, command) : undefined;
      if (kept !== undefined) return kept;
      if (isDuplicate(error)) return this.#attempt(command, work);
      throw error;
    }
  }

  /**
   * The answer of an earlier run of the same request. Asked before anything is decided: the row
   * that the first run changed would make its repetition look stale.
   */
  findKept(command: Command): Promise<unknown> {
    return this.#kept(this.#client, command);
  }

  /** Forgets answers that no page will ask for again. */
  async forgetOldAnswers(now: Date): Promise<void> {
    const createdAt = { lt: new Date(now.getTime() - keptFor) };
    await this.#client.idempotencyKey.deleteMany({ where: { createdAt } });
  }

  async #kept<Answer>(
    tx: PrismaTransaction,
    { personId, idempotency }: Command,
  ): Promise<Answer | undefined> {
    if (idempotency === null || personId === null) return undefined;
    const row = await tx.idempotencyKey.findUnique({
      where: { personId_key: { personId, key: idempotency.key } },
    });
    if (row === null) return undefined;
    if (row.fingerprint !== idempotency.fingerprint) throw new AppError("idempotency_key_reused");
    return row.body as Answer;
  }

  async #attempt<Answer>(command: Command, work: (work: Work) => Promise<Answer>): Promise<Answer> {
    const events: NewEvent[] = [];
    const entries: NewAuditEntry[] = [];
    let hasMail = false;
    const answer = await this.#client.$transaction(
      async (tx) => {
        const kept = await this.#kept<Answer>(tx, command);
        if (kept !== undefined) return kept;
        const { personId, idempotency, origin } = command;
        const made = await work({
          tx,
          record: (event) => events.push(event),
          audit: (entry) => entries.push(entry),
        });
        if (idempotency !== null && personId !== null) {
          const body = made as Prisma.InputJsonValue;
          await tx.idempotencyKey.create({ data: { personId, ...idempotency, status: 200, body } });
        }
        await appendAudit(tx, { personId, origin, at: this.#clock.now() }, entries);
        await appendEvents(tx, personId, events);
        hasMail = hasQueuedMail(tx);
        return made;
      },
      { timeout: 20_000, maxWait: 20_000 },
    );
    if (events.length > 0) this.#log.wake();
    if (hasMail) this.#onMail();
    return answer;
  }
}
