/** Taking back one act of an item's history, as a change like any other. */
import type { WholeAction } from "@istmo/contracts";
import {
  canSeeAction,
  contestedUndo,
  decideDependency,
  decideUndo,
  isUndoable,
  isUnfinished,
  mergeChange,
  withLineAsBefore,
  type Actor,
  type PlacedLine,
} from "@istmo/domain";
import type { Prisma } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import { wouldLeaveBare } from "../commitments/commitments.queries.ts";
import { checklistOf, type ActionAnswers } from "./action-answers.ts";
import type { ActionChecks } from "./action-checks.ts";
import { changesAfter, changesOf, type ChangeRow } from "./action-history.repository.ts";
import type { ActionSeries } from "./action-series.ts";
import type { ActionWriter, LockedAction } from "./action-writer.ts";
import { toActionFacts } from "./actions.queries.ts";
import type { ActionsRepository } from "./actions.repository.ts";

export interface ActionUndoServiceNeeds {
  readonly repository: ActionsRepository;
  readonly writer: ActionWriter;
  readonly checks: ActionChecks;
  readonly answers: ActionAnswers;
  readonly series: ActionSeries;
}

type Data = Prisma.ActionItemUncheckedUpdateManyInput;

export class ActionUndoService {
  readonly #needs: ActionUndoServiceNeeds;

  constructor(needs: ActionUndoServiceNeeds) {
    this.#needs = needs;
  }

  /**
   * Takes an act back. Refusals: `not_found`, `not_undoable`, `field_conflict` (what it changed has
   * changed since; its details are a `FieldConflict`), `stale_version` (the history does not tell
   * all), `not_allowed`, `own_item`, `commitment_open`, and those of changing the same fields.
   */
  undo(actor: Actor, command: Command, id: string, actId: string): Promise<WholeAction> {
    const { writer, answers, checks, series } = this.#needs;
    return writer.run(actor, command, id, async (at) => {
      const { row, facts, work } = at;
      const act = await changesOf(work.tx, { actionId: id, actId });
      const [first] = act;
      if (first === undefined) throw new AppError("not_found");
      if (!isUndoable(act)) throw new AppError("not_undoable");
      const since = await changesAfter(work.tx, id, first.version);
      const told = mergeChange({ seen: first.version, current: row.version, since, fields: [] });
      if (!told.accepted) throw new AppError(told.code);
      const contested = contestedUndo(act, since);
      if (contested.length > 0) {
        const conflict = await answers.conflict(
          { version: row.version, contested },
          actor,
          work.tx,
        );
        throw new AppError("field_conflict", { ...conflict });
      }
      const decision = decideUndo(facts, actor, act);
      if (!decision.accepted) throw new AppError(decision.code);
      const { move } = decision.event;
      if (move?.to === "cancelled" && (await wouldLeaveBare(work.tx, row)))
        throw new AppError("commitment_open");
      const data = await this.#asBefore(at, act);
      await checks.kept(at, data);
      const changed = await writer.write(at, {
        ...{ data, undoes: actId, ...(move === null ? {} : { move }) },
        changes: act
          .filter(({ field }) => field !== "evidenceGiven")
          .map(({ field, before, after }) => ({ field, before: after, after: before })),
      });
      if (move !== null && !isUnfinished(move.to)) await series.makeNext(work, changed, actor.id);
      return answers.whole(changed, actor, work.tx);
    });
  }

  /** What the row is given so that it is as before the act. */
  async #asBefore(at: LockedAction, act: readonly ChangeRow[]): Promise<Data> {
    const data: Data = {};
    let titles = at.row.title as Record<string, string>;
    for (const { field, before, after } of act) {
      if (field.startsWith("title.")) {
        const language = field.slice("title.".length);
        const others = Object.entries(titles).filter(([one]) => one !== language);
        titles = Object.fromEntries(
          before === null ? others : [...others, [language, before as string]],
        );
        data.title = titles;
      } else if (field === "output") {
        const output = before as { programmeId: string; outputId: string } | null;
        data.programmeId = output?.programmeId ?? null;
        data.outputId = output?.outputId ?? null;
      } else if (field === "checklist") {
        const line = { before: before as PlacedLine, after: after as PlacedLine };
        data.checklist = withLineAsBefore(
          checklistOf(at.row),
          line,
        ) as unknown as Prisma.InputJsonArray;
      } else if (field === "waitsFor") {
        await this.#turnDependency(at, before as string | null, after as string | null);
      } else if (field === "place") data.rank = before as string;
      else if (field !== "evidenceGiven") Object.assign(data, { [field]: before });
    }
    return data;
  }

  async #turnDependency(
    { actor, row, work }: LockedAction,
    before: string | null,
    after: string | null,
  ): Promise<void> {
    const { repository } = this.#needs;
    const { tx } = work;
    if (after !== null) await repository.removeNeed(tx, row.id, after);
    if (before === null) return;
    const needed = await repository.find(before, tx);
    if (needed === null || !canSeeAction(actor, toActionFacts(needed)))
      throw new AppError("not_found");
    const wanted = { actionId: row.id, needsId: before };
    const decision = decideDependency(
      wanted,
      await repository.lockedNeedsFrom(tx, [row.id, before]),
    );
    if (!decision.accepted) throw new AppError(decision.code);
    await repository.addNeed(tx, row.id, before);
  }
}
