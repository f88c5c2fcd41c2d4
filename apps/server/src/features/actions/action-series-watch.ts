/**
 * Makes the next occurrence of what comes again when the day of the newest has come and nobody has
 * finished it. What is due follows from the rows alone: a process that was away catches up at its
 * next look, and of two processes one makes each.
 */
import type { PrismaClient } from "@istmo/prisma/client";
import { officeTimeZone } from "@istmo/domain";
import { dayIn, type Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import type { ActionSeries } from "./action-series.ts";
import type { ActionsRepository } from "./actions.repository.ts";

export interface ActionSeriesWatchNeeds {
  readonly client: PrismaClient;
  readonly repository: ActionsRepository;
  readonly series: ActionSeries;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: { error(details: object, message: string): void };
}

/** Milliseconds between two looks. */
const lookEvery = 60_000;
/** Occurrences made in one look; the others in the next. */
const perLook = 500;
const byTheInstallation: Command = { personId: null, origin: null, idempotency: null };

export class ActionSeriesWatch {
  readonly #needs: ActionSeriesWatchNeeds;
  #looking: Promise<void> | null = null;

  constructor(needs: ActionSeriesWatchNeeds) {
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

  /** Makes what is due. A look while looking is the same one. */
  look(): Promise<void> {
    this.#looking ??= this.#makeDue()
      .catch((error: unknown) => {
        this.#needs.logger.error({ err: error }, "recurring action items could not be made");
      })
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  async #makeDue(): Promise<void> {
    const { client, repository, series, unitOfWork, clock } = this.#needs;
    // No place on earth is in tomorrow's tomorrow; each item's own calendar decides below.
    const latest = new Date(clock.now().getTime() + 86_400_000).toISOString().slice(0, 10);
    const rows = await client.$queryRaw<{ id: string }[]>`
      SELECT item.id FROM "ActionItem" AS item
      JOIN "ActionSeries" AS series
        ON series.id = item."seriesId" AND series.latest = item.occurrence
      WHERE series."endedAt" IS NULL AND item."occursOn" <= ${latest}
      ORDER BY item."occursOn", item.id LIMIT ${perLook}`;
    for (const { id } of rows) {
      await unitOfWork.run(byTheInstallation, async (work) => {
        const row = await repository.lock(work.tx, id);
        if (row === null || row.occursOn === null) return null;
        const today = dayIn(row.centre?.timeZone ?? officeTimeZone, clock.now());
        if (row.occursOn <= today) await series.makeNext(work, row, null);
        return null;
      });
    }
  }
}
