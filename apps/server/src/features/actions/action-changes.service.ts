/** Changing fields of an item; what several people change at once is merged field by field. */
import type { changeAction, ChangedAction, TypedText } from "@istmo/contracts";
import { canEditAction, mergeChange, type Actor } from "@istmo/domain";
import type { Prisma } from "@istmo/prisma/client";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import { outputOf, type ActionAnswers } from "./action-answers.ts";
import { valueIn, type ActionChecks } from "./action-checks.ts";
import { changesAfter, type ChangedField } from "./action-history.repository.ts";
import type { ActionWriter, LockedAction } from "./action-writer.ts";
import type { ActionRow, ActionsRepository } from "./actions.repository.ts";
import { rankFor } from "./column-order.ts";

export interface ActionChangesServiceNeeds {
  readonly repository: ActionsRepository;
  readonly writer: ActionWriter;
  readonly checks: ActionChecks;
  readonly answers: ActionAnswers;
}

type Change = z.output<typeof changeAction>;
type Data = Prisma.ActionItemUncheckedUpdateManyInput;

/** A change as it would leave the row: only what differs from it. */
export interface Draft {
  readonly data: Data;
  readonly changes: ChangedField[];
}

export class ActionChangesService {
  readonly #needs: ActionChangesServiceNeeds;

  constructor(needs: ActionChangesServiceNeeds) {
    this.#needs = needs;
  }

  /**
   * Changes fields, or the place in the column. Refusals: `not_found`, `not_allowed`,
   * `stale_version`, `field_conflict` (its details are a `FieldConflict`), `unknown_person`,
   * `owner_without_access`, `person_without_access`, `own_item`, `too_many_helpers`, `unknown_organisation`,
   * `unknown_output`, `due_before_today`, `due_before_start`, `reason_required` (a date that has
   * passed moves).
   */
  change(actor: Actor, command: Command, id: string, change: Change): Promise<ChangedAction> {
    const { repository, writer, answers } = this.#needs;
    return writer.run(actor, command, id, async (at) => {
      const { row, facts, work } = at;
      if (!canEditAction(actor, facts)) throw new AppError("not_allowed");
      const draft = draftOf(row, change);
      const merged = await this.#merge(at, change.version, draft);
      await this.#check(at, change, draft);
      const { data, changes } = draft;
      if (change.place !== undefined) {
        const column = { state: facts.state, place: change.place };
        const rank = await rankFor(repository, work.tx, column);
        data.rank = rank;
        changes.push({ field: "place", before: row.rank, after: rank });
      }
      const changed =
        changes.length === 0
          ? row
          : await writer.write(at, { data, changes, reason: change.reason });
      return { ...(await answers.whole(changed, actor, work.tx)), merged };
    });
  }

  /** Whether others have changed other fields since; refused when it was one of these. */
  async #merge(
    { actor, row, work }: LockedAction,
    seen: number,
    { changes }: Draft,
  ): Promise<boolean> {
    const since = await changesAfter(work.tx, row.id, seen);
    const decision = mergeChange({
      ...{ seen, current: row.version, since },
      // Helpers are added to and taken from those of now, whoever else does so.
      fields: changes.map(({ field }) => field).filter((field) => field !== "helperIds"),
    });
    if (!decision.accepted) throw new AppError(decision.code);
    const merge = decision.event;
    if (merge.outcome === "applied") return merge.merged;
    const contested = since.filter(({ field, version }) => merge.fields.get(field) === version);
    const { answers } = this.#needs;
    const conflict = await answers.conflict({ version: row.version, contested }, actor, work.tx);
    throw new AppError("field_conflict", { ...conflict });
  }

  async #check(at: LockedAction, change: Change, { data }: Draft) {
    const { checks, answers } = this.#needs;
    const { row, work } = at;
    await checks.kept(at, data);
    const output = data.outputId === undefined ? null : change.output;
    if (output != null) await checks.output(output, work.tx);
    if (data.dueOn === undefined) return;
    const dueOn = valueIn(data.dueOn, row.dueOn);
    if (dueOn !== null) await checks.due(dueOn, row.centreId, work.tx);
    if (answers.isOverdue(row) && change.reason === undefined)
      throw new AppError("reason_required");
  }
}

/** What of a change differs from the row as it is now. */
export function draftOf(row: ActionRow, change: Omit<Change, "version">): Draft {
  const data: Data = {};
  const changes: ChangedField[] = [];
  const { title, helpers, output, dueOn } = change;
  const titles = row.title as TypedText;
  if (title !== undefined && titles[title.language] !== title.text) {
    data.title = { ...titles, [title.language]: title.text };
    const before = titles[title.language] ?? null;
    changes.push({ field: `title.${title.language}`, before, after: title.text });
  }
  const plain = [
    "description",
    "organisationId",
    "ownerId",
    "priority",
    "startOn",
    "dueOn",
  ] as const;
  for (const field of plain) {
    const after = change[field];
    if (after === undefined || after === row[field]) continue;
    Object.assign(data, { [field]: after });
    changes.push({ field, before: row[field], after });
  }
  if (data.dueOn !== undefined && row.dueOn !== null && (dueOn == null || dueOn > row.dueOn)) {
    data.dateSlips = row.dateSlips + 1;
    changes.push({ field: "dateSlips", before: row.dateSlips, after: row.dateSlips + 1 });
  }
  const before = outputOf(row);
  if (
    output !== undefined &&
    (output?.outputId !== before?.outputId || output?.programmeId !== before?.programmeId)
  ) {
    data.programmeId = output?.programmeId ?? null;
    data.outputId = output?.outputId ?? null;
    changes.push({ field: "output", before, after: output });
  }
  const helperIds = helpersAfter(row, helpers);
  if (helperIds.join(" ") !== row.helperIds.join(" ")) {
    data.helperIds = helperIds;
    changes.push({ field: "helperIds", before: row.helperIds, after: helperIds });
  }
  return { data, changes };
}

function helpersAfter(row: ActionRow, helpers: Change["helpers"]): string[] {
  if (helpers === undefined) return row.helperIds;
  const all = new Set([...row.helperIds, ...helpers.add]);
  for (const id of helpers.remove) all.delete(id);
  return [...all];
}
