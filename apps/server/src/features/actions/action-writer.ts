/** Every change of an item goes through here: decided on the locked row, kept with its history and event. */
import type { TypedText } from "@istmo/contracts";
import { canSeeAction, type ActionItem as ActionFacts, type Actor } from "@istmo/domain";
import type { Prisma } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { NewEvent } from "../../platform/event-log.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { keepAct, keepActs, type ChangedField } from "./action-history.repository.ts";
import { hearersOf, organisationSubject, toActionFacts } from "./actions.queries.ts";
import type { ActionRow, ActionsRepository } from "./actions.repository.ts";

export interface ActionWriterNeeds {
  readonly repository: ActionsRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

/** An item that the actor sees, locked until the commit. */
export interface LockedAction {
  readonly actor: Actor;
  readonly row: ActionRow;
  readonly facts: ActionFacts;
  readonly work: Work;
}

export interface WrittenAct {
  readonly data: Prisma.ActionItemUncheckedUpdateManyInput;
  readonly changes: readonly ChangedField[];
  readonly reason?: string | undefined;
  /** The act that this one takes back. */
  readonly undoes?: string | undefined;
  /** Where the state moves. */
  readonly move?: { readonly from: string; readonly to: string } | undefined;
}

/** What is told of an act; `version` is the item's after it. */
type Told = Pick<WrittenAct, "changes" | "move" | "reason" | "undoes"> & {
  readonly version: number;
};

function eventOf(row: ActionRow, { version, changes, move, reason, undoes }: Told): NewEvent {
  const title = row.title as TypedText;
  const heard = { audience: hearersOf(row), classification: row.classification };
  if (move === undefined) {
    const fields = changes.map(({ field }) => field);
    const payload = { actionId: row.id, title, fields, version };
    return { type: "action.changed", payload, ...heard };
  }
  return {
    type: "action.moved",
    payload: {
      ...{ actionId: row.id, title, ...move, version },
      ...(reason === undefined ? {} : { reason }),
      ...(undoes === undefined ? {} : { undone: true }),
    },
    ...heard,
  };
}

export class ActionWriter {
  readonly #needs: ActionWriterNeeds;

  constructor(needs: ActionWriterNeeds) {
    this.#needs = needs;
  }

  /** Does work on an item that the actor sees. Refusals: `not_found`, and those of the work. */
  run<Answer>(
    actor: Actor,
    command: Command,
    id: string,
    decide: (at: LockedAction) => Promise<Answer>,
  ): Promise<Answer> {
    const { repository, unitOfWork } = this.#needs;
    return unitOfWork.run(command, async (work) => {
      const row = await repository.lock(work.tx, id);
      const facts = row === null ? null : toActionFacts(row);
      if (row === null || facts === null || !canSeeAction(actor, facts))
        throw new AppError("not_found");
      return decide({ actor, row, facts, work });
    });
  }

  /**
   * Writes what is done to several locked items at once: one act, whose name is answered. None of
   * them goes to another organisation.
   */
  async writeAll(
    { actor, work }: Pick<LockedAction, "actor" | "work">,
    acts: readonly (WrittenAct & { readonly row: ActionRow })[],
  ): Promise<string> {
    const { repository, clock } = this.#needs;
    const { tx, record } = work;
    const alike = new Map<string, { data: WrittenAct["data"]; ids: string[] }>();
    for (const { row, data } of acts) {
      const words = JSON.stringify(data);
      const group = alike.get(words) ?? { data, ids: [] };
      group.ids.push(row.id);
      alike.set(words, group);
    }
    for (const { ids, data } of alike.values()) await repository.updateAll(tx, ids, data);
    for (const { row, ...act } of acts) record(eventOf(row, { ...act, version: row.version + 1 }));
    return keepActs(
      tx,
      acts.map(({ row, changes, reason, undoes }) => ({
        ...{ actionId: row.id, version: row.version + 1, at: clock.now(), byId: actor.id },
        ...{ reason, undoes, changes },
      })),
    );
  }

  /** Writes an act on the item: its row, its history and its event. */
  async write({ actor, row, work }: LockedAction, act: WrittenAct): Promise<ActionRow> {
    const { repository, clock } = this.#needs;
    const { tx, record } = work;
    const { data, changes, reason, move, undoes } = act;
    const changed = await repository.update(tx, row, data);
    if (changed === null) throw new Error("An item changed while it was locked.");
    const { version } = changed;
    await keepAct(tx, {
      ...{ actionId: row.id, version, at: clock.now(), byId: actor.id },
      ...{ reason, undoes, changes },
    });
    record(eventOf(changed, { version, changes, move, reason, undoes }));
    const before = row.organisationId;
    if (before !== null && before !== changed.organisationId) {
      const subject = organisationSubject(before);
      await repository.forgetOrganisation(tx, row.id, subject);
      record({
        type: "access.changed",
        payload: { subjects: [subject], paperId: null },
        audience: [subject],
        classification: "unclassified",
      });
    }
    return changed;
  }
}
