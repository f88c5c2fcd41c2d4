/** Items that come again: beginning and ending a series, and making the next of one. */
import { randomUUID } from "node:crypto";
import type { RecurrencePattern, TypedText, WholeAction } from "@istmo/contracts";
import {
  canSeeAction,
  movedAlong,
  nextOpenOccurrence,
  officeTimeZone,
  type Actor,
  type Recurrence,
} from "@istmo/domain";
import type { ActionSeries as SeriesRow, PrismaTransaction } from "@istmo/prisma/client";
import { dayIn, type Clock } from "../../platform/clock.ts";
import type { Work } from "../../platform/unit-of-work.ts";
import { findActors } from "../identity/identity.queries.ts";
import { keepAct } from "./action-history.repository.ts";
import { hearersOf, toActionFacts } from "./actions.queries.ts";
import type { ActionRow, ActionsRepository, Db } from "./actions.repository.ts";
import { rankBetween } from "./rank.ts";

export interface WantedSeries {
  readonly pattern: RecurrencePattern;
  readonly until: string | null;
}

export interface ActionSeriesNeeds {
  readonly repository: ActionsRepository;
  readonly clock: Clock;
}

const toRow = ({ pattern, until }: WantedSeries) => ({
  ...{ unit: pattern.unit, every: pattern.every, until },
  day: pattern.unit === "week" ? pattern.weekday : pattern.monthDay,
});

function patternOf({ unit, every, day }: SeriesRow): RecurrencePattern {
  return unit === "week"
    ? { unit: "week", every, weekday: day }
    : { unit: "month", every, monthDay: day };
}

export class ActionSeries {
  readonly #needs: ActionSeriesNeeds;

  constructor(needs: ActionSeriesNeeds) {
    this.#needs = needs;
  }

  /** A new series, whose first occurrence its caller makes. */
  async begin(tx: PrismaTransaction, wanted: WantedSeries, by: Actor): Promise<string> {
    const { id } = await tx.actionSeries.create({
      data: {
        ...{ ...toRow(wanted), id: randomUUID() },
        ...{ createdById: by.id, createdAt: this.#needs.clock.now() },
      },
    });
    return id;
  }

  /** Changes the pattern for the occurrences that follow; with null there are none. */
  async change(
    tx: PrismaTransaction,
    seriesId: string,
    wanted: WantedSeries | null,
  ): Promise<{ before: WantedSeries | null }> {
    const row = await this.#lock(tx, seriesId);
    const data =
      wanted === null
        ? { endedAt: row.endedAt ?? this.#needs.clock.now() }
        : { ...toRow(wanted), endedAt: null };
    await tx.actionSeries.update({ where: { id: seriesId }, data });
    return {
      before: row.endedAt === null ? { pattern: patternOf(row), until: row.until } : null,
    };
  }

  /**
   * Makes the occurrence after an item, within the transaction that moves the item on or finds that
   * its day has come. Nothing happens where it has been made, or the series is over: however often
   * this is asked, each is made once.
   */
  async makeNext({ tx, record }: Work, row: ActionRow, byId: string | null): Promise<void> {
    const { seriesId, occurrence, occursOn } = row;
    if (seriesId === null || occurrence === null || occursOn === null) return;
    const series = await this.#lock(tx, seriesId);
    if (series.endedAt !== null || series.latest !== occurrence) return;
    const { repository, clock } = this.#needs;
    const now = clock.now();
    const rule: Recurrence = patternOf(series);
    const today = dayIn(row.centre?.timeZone ?? officeTimeZone, now);
    const day = nextOpenOccurrence(rule, { after: occursOn, today });
    if (series.until !== null && day > series.until) {
      await tx.actionSeries.update({ where: { id: seriesId }, data: { endedAt: now } });
      return;
    }
    const made = await repository.create(tx, {
      ...{ id: randomUUID(), seriesId, occurrence: occurrence + 1, occursOn: day, dueOn: day },
      ...(await this.#asBefore(tx, row, day)),
      createdById: byId ?? row.createdById,
      rank: rankBetween(await repository.lastRank(tx, "open"), null),
    });
    await tx.actionSeries.update({ where: { id: seriesId }, data: { latest: occurrence + 1 } });
    const title = made.title as TypedText;
    await keepAct(tx, {
      ...{ actionId: made.id, version: made.version, at: now, byId },
      changes: [{ field: "created", before: null, after: title }],
    });
    record({
      type: "action.created",
      payload: { actionId: made.id, title },
      audience: hearersOf(made),
      classification: made.classification,
    });
  }

  /** How an item recurs, without the item after it. */
  async of(
    row: ActionRow,
    db: Db,
  ): Promise<Omit<NonNullable<WholeAction["recurrence"]>, "next"> | null> {
    if (row.seriesId === null || row.occurrence === null) return null;
    const series = await db.actionSeries.findUniqueOrThrow({ where: { id: row.seriesId } });
    return {
      ...{ pattern: patternOf(series), until: series.until, occurrence: row.occurrence },
      isEnded: series.endedAt !== null,
    };
  }

  /** What an occurrence takes over from the one before, of people only those who see it. */
  async #asBefore(tx: PrismaTransaction, row: ActionRow, day: string) {
    const { clock } = this.#needs;
    const ids = [row.ownerId, ...row.helperIds, ...row.watcherIds].filter((id) => id !== null);
    const actors = await findActors(tx, ids, clock.now());
    const item = toActionFacts(row);
    const sees = (id: string) => {
      const actor = actors.get(id);
      return actor !== undefined && canSeeAction(actor, item);
    };
    const lines = row.checklist as { text: string }[];
    const { startOn, dueOn } = row;
    return {
      title: row.title as TypedText,
      ...{ description: row.description, priority: row.priority },
      ...{ centreId: row.centreId, organisationId: row.organisationId },
      ...{ programmeId: row.programmeId, outputId: row.outputId },
      ownerId: row.ownerId !== null && sees(row.ownerId) ? row.ownerId : null,
      helperIds: row.helperIds.filter(sees),
      watcherIds: row.watcherIds.filter(sees),
      startOn:
        startOn === null || dueOn === null ? null : movedAlong(startOn, { from: dueOn, to: day }),
      checklist: lines.map(({ text }) => ({ id: randomUUID(), text, done: false })),
      ...{ originKind: row.originKind, originPaperId: row.originPaperId },
      ...{ originBlockId: row.originBlockId, classification: row.classification },
      sample: row.sample,
    };
  }

  async #lock(tx: PrismaTransaction, id: string): Promise<SeriesRow> {
    await tx.$queryRaw`SELECT id FROM "ActionSeries" WHERE id = ${id} FOR UPDATE`;
    return tx.actionSeries.findUniqueOrThrow({ where: { id } });
  }
}
