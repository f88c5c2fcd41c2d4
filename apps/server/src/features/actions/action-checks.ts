/** What an item may be given: people who see it, dates that hold, an output that exists. */
import type { ActionItem } from "@istmo/contracts";
import {
  canBeOwner,
  canReadPaper,
  canSeeAction,
  officeTimeZone,
  type Actor,
  type ActionPlace,
  type ClassificationLevel,
} from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import { dayIn, type Clock } from "../../platform/clock.ts";
import { findActors } from "../identity/identity.queries.ts";
import { findPaperFacts } from "../papers/papers.queries.ts";
import type { ActionsRepository, Db } from "./actions.repository.ts";

export interface ActionChecksNeeds {
  readonly repository: ActionsRepository;
  readonly clock: Clock;
}

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

  /** Refusal: `unknown_organisation`. */
  async organisation(organisationId: string, db: Db): Promise<void> {
    if (!(await this.#needs.repository.existsOrganisation(organisationId, db)))
      throw new AppError("unknown_organisation");
  }
}
