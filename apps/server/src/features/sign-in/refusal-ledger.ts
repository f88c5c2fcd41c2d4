/**
 * Sign-ins refused at existing accounts, on their way into the audit log. They are written apart
 * from the answer, so that it takes as long as for an unknown account, and one entry a minute for
 * each account and address, so that nobody can flood the log. Nothing that was typed is kept.
 */
import type { AuditActor, NewAuditEntry, RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";

export interface RefusedSignIn {
  readonly personId: string;
  /** What was wrong: "password", "code", "confirmation", "deactivated" … */
  readonly what: string;
  readonly origin: RequestOrigin;
}

export interface RefusalLedgerNeeds {
  readonly record: (actor: AuditActor, entries: readonly NewAuditEntry[]) => Promise<void>;
  readonly clock: Clock;
  readonly logger: { error(details: object, message: string): void };
}

interface Count {
  attempts: number;
  readonly refused: RefusedSignIn;
  /** When the last entry was written; null before the first. */
  writtenAt: number | null;
}

/** Milliseconds between two entries of one account and address. */
const between = 60_000;
/** Milliseconds between two looks at what is to be written. */
const lookEvery = 1000;
/** Accounts and addresses counted apart; beyond it the addresses of an account count as one. */
const mostApart = 250;

export class RefusalLedger {
  readonly #needs: RefusalLedgerNeeds;
  readonly #counts = new Map<string, Count>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(needs: RefusalLedgerNeeds) {
    this.#needs = needs;
  }

  note(refused: RefusedSignIn): void {
    const { personId, what, origin } = refused;
    const apart = `${personId} ${what} ${origin.ip}`;
    const isCrowded = this.#counts.size >= mostApart && !this.#counts.has(apart);
    const key = isCrowded ? `${personId} ${what}` : apart;
    const count = this.#counts.get(key) ?? { attempts: 0, refused, writtenAt: null };
    count.attempts += 1;
    this.#counts.set(key, count);
    this.#timer ??= setInterval(() => void this.#write(false), lookEvery).unref();
  }

  /** Writes what is left, and stops. */
  async close(): Promise<void> {
    await this.#write(true);
  }

  #write(isLast: boolean): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeDue(isLast));
    return this.#writing;
  }

  async #writeDue(isLast: boolean): Promise<void> {
    const now = this.#needs.clock.now();
    const isRecent = ({ writtenAt }: Count) =>
      writtenAt !== null && now.getTime() - writtenAt < between;
    for (const [key, count] of this.#counts) {
      if (isRecent(count) && !isLast) continue;
      if (count.attempts === 0) {
        this.#counts.delete(key);
        continue;
      }
      const { refused, attempts } = count;
      count.attempts = 0;
      count.writtenAt = now.getTime();
      await this.#record(refused, attempts, now);
    }
    if (this.#timer !== null && (isLast || this.#counts.size === 0)) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  }

  async #record({ personId, what, origin }: RefusedSignIn, attempts: number, at: Date) {
    const { record, logger } = this.#needs;
    try {
      await record({ personId: null, origin, at }, [
        {
          kind: "sign_in.refused",
          subject: { kind: "person", id: personId },
          after: { wrong: what, attempts },
        },
      ]);
    } catch (error) {
      logger.error({ err: error }, "a refused sign-in could not be recorded");
    }
  }
}
