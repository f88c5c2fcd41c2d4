/** What an item may be given: people who see it, dates that hold, an output that exists. */
import { helpersAtMost, type ActionItem } from "@istmo/contracts";
import {
  canAssignAcross,
  canBeOwner,
  canReadPaper,
  canSeeAction,
  officeTimeZone,
  type Actor,
  type ActionPlace,
  type ClassificationLevel,
} from "@istmo/domain";
import type { Prisma, PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { dayIn, type Clock } from "../../platform/clock.ts";
import { findActors } from "../identity/identity.queries.ts";
import { findPaperFacts } from "../papers/papers.queries.ts";
import type { LockedAction } from "./action-writer.ts";
import type { ActionRow, ActionsRepository, Db } from "./actions.repository.ts";

export interface ActionChecksNeeds {
  readonly repository: ActionsRepository;
  readonly clock: Clock;
}

type KeptData = Prisma.ActionItemUncheckedUpdateManyInput;
export type SeenAs = ActionPlace & { readonly classification: ClassificationLevel };

export class ActionChecks {
  readonly #needs: ActionChecksNeeds;

  constructor(needs: ActionChecksNeeds) {
    this.#needs = needs;
  }

  /** That of the paper it comes from; a paper that the actor may not read does not exist. */
  async classificationOf(
    actor: Actor,
    paperId: string | undefined,
    db: Db,
  ): Promise<ClassificationLevel> {
    if (paperId === undefined) return "unclassified";
    const paper = await findPaperFacts(db, paperId, this.#needs.clock.now());
    if (paper === null || !canReadPaper(actor, paper)) throw new AppError("not_found");
    return paper.classification;
  }

  /**
   * An owner works in the item's centre or belongs to its organisation, or is given it by somebody
   * who may assign across. Refusals: `unknown_person`, `owner_without_access`.
   */
  async owner(by: Actor, ownerId: string, item: SeenAs, db: Db): Promise<void> {
    const owner = (await findActors(db, [ownerId], this.#needs.clock.now())).get(ownerId);
    if (owner === undefined) throw new AppError("unknown_person");
    if (!canBeOwner(owner, item, by)) throw new AppError("owner_without_access");
  }

  /** People who take part see the item. Refusals: `unknown_person`, `person_without_access`. */
  async people(ids: readonly string[], item: SeenAs, db: Db): Promise<void> {
    const actors = await findActors(db, ids, this.#needs.clock.now());
    for (const personId of ids) {
      const actor = actors.get(personId);
      if (actor === undefined) throw new AppError("unknown_person", { personId });
      if (!canSeeAction(actor, item)) throw new AppError("person_without_access", { personId });
    }
  }

  /** A day that has not passed where the item belongs. Refusal: `due_before_today`. */
  async due(dueOn: string, centreId: string | null, db: Db): Promise<void> {
    const { repository, clock } = this.#needs;
    const zone = centreId === null ? null : await repository.zoneOf(centreId, db);
    const today = dayIn(zone ?? officeTimeZone, clock.now());
    if (dueOn < today) throw new AppError("due_before_today", { today });
  }

  /** Refusal: `due_before_start`. */
  dates({ startOn, dueOn }: { readonly startOn: string | null; readonly dueOn: string | null }) {
    if (startOn !== null && dueOn !== null && dueOn < startOn)
      throw new AppError("due_before_start", { startOn, dueOn });
  }

  /** Refusal: `unknown_output`. */
  async output(output: NonNullable<ActionItem["output"]>, db: Db): Promise<void> {
    if (!(await this.#needs.repository.existsOutput(output, db)))
      throw new AppError("unknown_output");
  }

  /**
   * That the item as it would be left holds together: whose it is, who works on it, its dates, and
   * that nobody owns what they have verified. Refusals: `not_allowed`, `unknown_organisation`,
   * `unknown_person`, `owner_without_access`, `person_without_access`, `too_many_helpers`,
   * `due_before_start`, `own_item`.
   */
  async kept({ actor, row, facts, work }: LockedAction, data: KeptData): Promise<void> {
    const { tx } = work;
    const next = { ...facts, organisationId: valueIn(data.organisationId, row.organisationId) };
    const ownerId = valueIn(data.ownerId, row.ownerId);
    if (data.organisationId !== undefined) {
      if (!canAssignAcross(actor)) throw new AppError("not_allowed");
      if (next.organisationId !== null) await this.organisation(next.organisationId, tx);
      await this.#staying({ row, tx }, { ...next, ownerId });
    }
    if (typeof data.ownerId === "string") await this.owner(actor, data.ownerId, next, tx);
    if (Array.isArray(data.helperIds)) {
      if (data.helperIds.length > helpersAtMost) throw new AppError("too_many_helpers");
      const added = data.helperIds.filter((one) => !row.helperIds.includes(one));
      await this.people(added, next, tx);
    }
    if (data.dueOn !== undefined || data.startOn !== undefined) {
      const startOn = valueIn(data.startOn, row.startOn);
      this.dates({ startOn, dueOn: valueIn(data.dueOn, row.dueOn) });
    }
    if (ownerId !== null && ownerId === valueIn(data.verifierId, row.verifierId))
      throw new AppError("own_item");
  }

  /** Nobody who has work on the item loses sight of it by its going to another organisation. */
  async #staying(
    { row, tx }: { readonly row: ActionRow; readonly tx: PrismaTransaction },
    next: Parameters<typeof canSeeAction>[1] & { readonly ownerId: string | null },
  ): Promise<void> {
    const ids = [...row.helperIds, ...(next.ownerId === null ? [] : [next.ownerId])];
    const actors = await findActors(tx, ids, this.#needs.clock.now());
    for (const [personId, one] of actors) {
      if (!canSeeAction(one, next)) throw new AppError("person_without_access", { personId });
    }
  }

  /** Refusal: `unknown_organisation`. */
  async organisation(organisationId: string, db: Db): Promise<void> {
    if (!(await this.#needs.repository.existsOrganisation(organisationId, db)))
      throw new AppError("unknown_organisation");
  }
}

/** What a change makes of a value; left out it stays. */
export function valueIn(wanted: unknown, present: string | null): string | null {
  return wanted === undefined ? present : (wanted as string | null);
}
