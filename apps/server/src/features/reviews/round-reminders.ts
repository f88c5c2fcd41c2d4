/**
 * Reminds whoever has not submitted to an open round, by the server's clock. What is due follows
 * from the rows alone, so a process that was away catches up at its next look, and of two processes
 * one sends each reminder.
 */
import { remindersDue, type ReminderKind } from "@istmo/domain";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import type { FoundRounds } from "./found-rounds.ts";
import type { RoundMailing } from "./round-mailing.ts";
import { toRoundFacts } from "./round-answers.ts";
import type { RoundsRepository } from "./rounds.repository.ts";

export interface RoundRemindersNeeds {
  readonly repository: RoundsRepository;
  readonly rounds: FoundRounds;
  readonly mailing: RoundMailing;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: { error(details: object, message: string): void };
}

/** Milliseconds between two looks; nobody counts on a reminder to the minute. */
const lookEvery = 60_000;
const byTheInstallation: Command = { personId: null, origin: null, idempotency: null };

export class RoundReminders {
  readonly #needs: RoundRemindersNeeds;
  #looking: Promise<void> | null = null;

  constructor(needs: RoundRemindersNeeds) {
    this.#needs = needs;
  }

  /** Looks now and from time to time; returns a way to stop. */
  start(): () => void {
    const look = () => void this.look();
    const timer = setInterval(look, lookEvery);
    timer.unref();
    look();
    return () => clearInterval(timer);
  }

  /** Sends what is due. A look while looking is the same one. */
  look(): Promise<void> {
    this.#looking ??= this.#sendDue()
      .catch((error: unknown) => {
        this.#needs.logger.error({ err: error }, "the reminders of rounds could not be sent");
      })
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  async #sendDue(): Promise<void> {
    const { repository, clock } = this.#needs;
    for (const { reminders, ...row } of await repository.openRounds()) {
      const sent = reminders.map(({ subject, kind, limitAt }) => ({
        ...{ subject, limit: limitAt },
        kind: kind as ReminderKind,
      }));
      if (remindersDue(toRoundFacts(row), clock.now(), sent).length > 0)
        await this.#remind(row.id, sent);
    }
  }

  async #remind(roundId: string, sent: Parameters<typeof remindersDue>[2]): Promise<void> {
    const { repository, rounds, mailing, unitOfWork, clock } = this.#needs;
    await unitOfWork.run(byTheInstallation, async ({ tx }) => {
      // Under the lock: who has submitted meanwhile is not reminded.
      const found = await rounds.locked(tx, roundId);
      const now = clock.now();
      for (const reminder of remindersDue(found.facts, now, sent)) {
        if (!(await repository.noteReminder(tx, roundId, reminder, now))) continue;
        await mailing.send(tx, found, {
          ...{ kind: reminder.kind, now },
          subjects: [reminder.subject],
        });
      }
      return null;
    });
  }
}
