/** Every change of an item goes through here: decided on the locked row, kept with its history and event. */
import type { TypedText } from "@istmo/contracts";
import { canSeeAction, type ActionItem as ActionFacts, type Actor } from "@istmo/domain";
import type { Prisma } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { audience } from "../../platform/audience.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { keepAct, type ChangedField } from "./action-history.repository.ts";
import { toActionFacts } from "./actions.queries.ts";
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
  readonly move?: { readonly from: string; readonly to: string };
}

/** Who hears of an item: the office, the centres and its organisation, if cleared for it. */
export function hearersOf({ organisationId }: Pick<ActionRow, "organisationId">): string[] {
  return [
    audience.staff,
    ...(organisationId === null ? [] : [organisationSubject(organisationId)]),
  ];
}

const organisationSubject = (organisationId: string) => `organisation:${organisationId}`;

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
    const title = changed.title as TypedText;
    const heard = {
      audience: hearersOf(changed),
      classification: changed.classification,
    };
    record(
      move === undefined
        ? {
            type: "action.changed",
            payload: {
              actionId: row.id,
              title,
              fields: changes.map(({ field }) => field),
              version,
            },
            ...heard,
          }
        : {
            type: "action.moved",
            payload: {
              ...{ actionId: row.id, title, ...move, version },
              ...(reason === undefined ? {} : { reason }),
              ...(undoes === undefined ? {} : { undone: true }),
            },
            ...heard,
          },
    );
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
