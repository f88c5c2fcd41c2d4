/** Letting an item come again. */
import type { WholeAction } from "@istmo/contracts";
import { canEditAction, isUnfinished, type Actor } from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import type { ActionAnswers } from "./action-answers.ts";
import type { ActionSeries, WantedSeries } from "./action-series.ts";
import type { ActionWriter, LockedAction } from "./action-writer.ts";

export interface ActionRecurrenceServiceNeeds {
  readonly writer: ActionWriter;
  readonly answers: ActionAnswers;
  readonly series: ActionSeries;
}

export class ActionRecurrenceService {
  readonly #needs: ActionRecurrenceServiceNeeds;

  constructor(needs: ActionRecurrenceServiceNeeds) {
    this.#needs = needs;
  }

  /**
   * Begins a series with the item as its first occurrence, changes the pattern for those that follow,
   * or with null ends it. Refusals: `not_found`, `not_allowed`, `recurrence_needs_date`.
   */
  set(
    actor: Actor,
    command: Command,
    id: string,
    wanted: WantedSeries | null,
  ): Promise<WholeAction> {
    const { writer, answers, series } = this.#needs;
    return writer.run(actor, command, id, async (at) => {
      const { row, facts, work } = at;
      if (!canEditAction(actor, facts)) throw new AppError("not_allowed");
      const { before, data } = await this.#change(at, wanted);
      if (JSON.stringify(before) === JSON.stringify(wanted))
        return answers.whole(row, actor, work.tx);
      const changed = await writer.write(at, {
        data,
        changes: [{ field: "recurrence", before, after: wanted }],
      });
      // One that is finished waits for nobody: the next is due now.
      if (!isUnfinished(facts.state)) await series.makeNext(work, changed, actor.id);
      return answers.whole(changed, actor, work.tx);
    });
  }

  async #change({ actor, row, work }: LockedAction, wanted: WantedSeries | null) {
    const { series } = this.#needs;
    if (row.seriesId !== null)
      return { ...(await series.change(work.tx, row.seriesId, wanted)), data: {} };
    if (wanted === null) return { before: null, data: {} };
    if (row.dueOn === null) throw new AppError("recurrence_needs_date");
    const seriesId = await series.begin(work.tx, wanted, actor);
    return { before: null, data: { seriesId, occurrence: 1, occursOn: row.dueOn } };
  }
}
