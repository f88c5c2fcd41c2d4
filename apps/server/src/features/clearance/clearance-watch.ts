/**
 * Reminds whoever has not answered, and records silence, by the server's clock. What is due follows
 * from the rows alone, so a process that was away catches up at its next look, and of two processes
 * one does each. Nobody is reminded after the limit: whoever was not reminded in time has not
 * consented by silence.
 */
import { randomUUID } from "node:crypto";
import {
  clearanceReminderAt,
  decideSilence,
  hasPassed,
  isLevelOpen,
  type TimeLimit,
} from "@istmo/domain";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import type { ClearanceMailing } from "./clearance-mailing.ts";
import type { ClearanceRepository } from "./clearance.repository.ts";
import { mailed, type ClearanceService } from "./clearance.service.ts";
import { requestOf, toRequest, type FoundClearance } from "./found-clearance.ts";

export interface ClearanceWatchNeeds {
  readonly repository: ClearanceRepository;
  readonly found: FoundClearance;
  readonly service: ClearanceService;
  readonly mailing: ClearanceMailing;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: { error(details: object, message: string): void };
}

/** Milliseconds between two looks. */
const lookEvery = 60_000;
const byTheInstallation: Command = { personId: null, origin: null, idempotency: null };

type Waiting = Awaited<ReturnType<ClearanceRepository["waiting"]>>[number];

export class ClearanceWatch {
  readonly #needs: ClearanceWatchNeeds;
  #looking: Promise<void> | null = null;

  constructor(needs: ClearanceWatchNeeds) {
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

  /** Does what is due. A look while looking is the same one. */
  look(): Promise<void> {
    this.#looking ??= this.#doDue()
      .catch((error: unknown) => {
        this.#needs.logger.error({ err: error }, "the clearances could not be looked after");
      })
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  async #doDue(): Promise<void> {
    const { repository, clock } = this.#needs;
    for (const waiting of await repository.waiting()) {
      const now = clock.now();
      if (isReminderDue(waiting, now)) await this.#remind(waiting);
      else if (maySettle(waiting, now)) await this.#recordSilence(waiting);
    }
  }

  async #remind({ id, paperId }: Waiting): Promise<void> {
    const { repository, found, mailing, unitOfWork, clock } = this.#needs;
    await unitOfWork.run(byTheInstallation, async ({ tx }) => {
      // Under the lock: who has answered meanwhile is not reminded.
      const clearance = await found.locked(tx, paperId);
      const row = requestOf(clearance, id);
      const now = clock.now();
      const { paper } = clearance;
      const isWaiting = row.state === "requested" && isLevelOpen(paper.facts, toRequest(row).level);
      if (!isWaiting || !isReminderDue(row, now)) return null;
      await repository.note(tx, row.id, { remindedAt: now });
      await mailing.toAnswerers(tx, paper, { kind: "reminder", request: mailed(row), now });
      const { limit } = mailed(row);
      if (row.delegateId !== null)
        await mailing.toPerson(tx, paper, {
          ...{ kind: "reminder", personId: row.delegateId, limit, now },
        });
      return null;
    });
  }

  async #recordSilence({ id, paperId }: Waiting): Promise<void> {
    const { repository, found, service, mailing, unitOfWork, clock } = this.#needs;
    await unitOfWork.run(byTheInstallation, async (unit) => {
      const before = await found.locked(unit.tx, paperId);
      const { paper } = before;
      const request = toRequest(requestOf(before, id));
      const decision = decideSilence(request, { paper: paper.facts, now: clock.now() });
      if (!decision.accepted) return null;
      await service.changeWithin(unit, paperId, { requestId: id }, async ({ row, now, work }) => {
        await repository.addAnswer(work.tx, {
          ...{ id: randomUUID(), requestId: id, answer: "silence", sha256: row.sha256 },
          ...{ givenById: null, givenBy: "installation", givenAt: now },
        });
        await repository.revokeLinks(work.tx, { requestId: id }, now);
        await mailing.toAnswerers(work.tx, paper, { kind: "silence", request: mailed(row), now });
        return {
          change: "silence",
          data: { state: decision.event.to },
          audit: {
            kind: "paper.clearance_silent",
            after: { organisationId: row.organisationId, level: row.level },
          },
        };
      });
      return null;
    });
  }
}

function limitOf({ limitAt, timeZone }: Pick<Waiting, "limitAt" | "timeZone">): TimeLimit {
  return { at: limitAt, timeZone };
}

function isReminderDue(
  waiting: Pick<Waiting, "limitAt" | "timeZone" | "askedAt" | "remindedAt">,
  now: Date,
): boolean {
  const limit = limitOf(waiting);
  const at = clearanceReminderAt({ limit, askedAt: waiting.askedAt });
  return waiting.remindedAt === null && hasPassed({ at }, now) && !hasPassed(limit, now);
}

/** Whether it is worth asking for a decision; the decision itself is the domain's. */
const maySettle = (waiting: Waiting, now: Date): boolean =>
  waiting.silence &&
  waiting.receivedAt !== null &&
  waiting.remindedAt !== null &&
  hasPassed(limitOf(waiting), now);
