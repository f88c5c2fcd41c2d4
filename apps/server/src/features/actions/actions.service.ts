/** Action items: reading and making them. The row is the truth. */
import { randomUUID } from "node:crypto";
import {
  cleanLine,
  type ActionAct,
  type ActionItem,
  type createAction,
  type TypedText,
  type WholeAction,
} from "@istmo/contracts";
import { canCreateAction, canSeeAction, type Actor } from "@istmo/domain";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import type { ActionAnswers } from "./action-answers.ts";
import type { ActionChecks } from "./action-checks.ts";
import { actsBefore, keepAct } from "./action-history.repository.ts";
import type { ActionSeries } from "./action-series.ts";
import type { ActionsListRepository, ActionsPage } from "./actions-list.repository.ts";
import { hearersOf, toActionFacts } from "./actions.queries.ts";
import type { ActionRow, ActionsRepository } from "./actions.repository.ts";
import { rankBetween } from "./rank.ts";

export interface ActionsServiceNeeds {
  readonly repository: ActionsRepository;
  readonly lists: ActionsListRepository;
  readonly checks: ActionChecks;
  readonly answers: ActionAnswers;
  readonly series: ActionSeries;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

type Wanted = z.output<typeof createAction>;

export class ActionsService {
  readonly #needs: ActionsServiceNeeds;

  constructor(needs: ActionsServiceNeeds) {
    this.#needs = needs;
  }

  async list(
    actor: Actor,
    page: ActionsPage,
  ): Promise<{ items: ActionItem[]; nextCursor: string | null }> {
    const { lists, answers, clock } = this.#needs;
    const { rows, nextCursor } = await lists.list(actor, page, clock.now());
    return { items: answers.listed(rows, actor), nextCursor };
  }

  async get(actor: Actor, id: string): Promise<WholeAction> {
    const { answers, repository } = this.#needs;
    return answers.whole(await this.#visible(actor, id), actor, repository.db);
  }

  /** What was changed on an item, newest first. */
  async history(
    actor: Actor,
    id: string,
    { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: ActionAct[]; nextCursor: string | null }> {
    const { answers, repository } = this.#needs;
    const row = await this.#visible(actor, id);
    const before = cursor === undefined ? undefined : Number(cursor);
    if (before !== undefined && !(Number.isInteger(before) && before < 2 ** 31))
      throw new AppError("invalid_request", { query: "cursor" });
    const { db } = repository;
    const changes = await actsBefore(db, id, { before, limit });
    const acts = await answers.acts(row, { changes, actor, db });
    const items = acts.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: acts.length > limit && last ? String(last.version) : null };
  }

  /**
   * Refusals: `not_allowed`, `unknown_centre`, `unknown_organisation`, `unknown_output`,
   * `not_found` (the paper), `unknown_person`, `owner_without_access`, `person_without_access`,
   * `due_before_today`, `due_before_start`, `recurrence_needs_date`.
   */
  async create(actor: Actor, command: Command, wanted: Wanted): Promise<WholeAction> {
    return this.#needs.unitOfWork.run(command, await this.prepareCreation(actor, wanted));
  }

  /**
   * Decides whether an item is made, and returns what makes it within the caller's unit of work:
   * for whoever makes it out of something else. Refusals as for `create`.
   */
  async prepareCreation(
    actor: Actor,
    wanted: Wanted,
  ): Promise<(work: Work) => Promise<WholeAction>> {
    const { repository, answers, series, clock } = this.#needs;
    const { classification, helperIds } = await this.#checkCreation(actor, wanted);
    const { centreId, organisationId, origin, output, recurrence, dueOn = null } = wanted;

    return async ({ tx, record }) => {
      const recurring =
        recurrence === undefined
          ? {}
          : {
              ...{ seriesId: await series.begin(tx, recurrence, actor), occurrence: 1 },
              occursOn: dueOn,
            };
      const row = await repository.create(tx, {
        id: randomUUID(),
        title: { [wanted.language]: wanted.title },
        description: wanted.description ?? null,
        centreId,
        organisationId: organisationId ?? null,
        programmeId: output?.programmeId ?? null,
        outputId: output?.outputId ?? null,
        ownerId: wanted.ownerId ?? null,
        helperIds,
        priority: wanted.priority,
        startOn: wanted.startOn ?? null,
        dueOn,
        ...recurring,
        checklist: (wanted.checklist ?? []).map((text) => ({
          ...{ id: randomUUID(), text: cleanLine(text), done: false },
        })),
        originKind: origin === undefined ? "manual" : "paper",
        originPaperId: origin?.paperId ?? null,
        originBlockId: origin?.blockId ?? null,
        textPlace: origin?.isNamed === true ? "here" : "none",
        classification,
        rank: rankBetween(await repository.lastRank(tx, "open"), null),
        createdById: actor.id,
      });
      const title = row.title as TypedText;
      await keepAct(tx, {
        ...{ actionId: row.id, version: row.version, at: clock.now(), byId: actor.id },
        changes: [{ field: "created", before: null, after: title }],
      });
      record({
        type: "action.created",
        payload: { actionId: row.id, title },
        audience: hearersOf(row),
        classification,
      });
      return answers.whole(row, actor, tx);
    };
  }

  async #checkCreation(actor: Actor, wanted: Wanted) {
    const { repository, checks } = this.#needs;
    const { db } = repository;
    const { centreId, ownerId, dueOn = null, startOn = null, output } = wanted;
    const organisationId = wanted.organisationId ?? null;
    if (!canCreateAction(actor, { centreId, organisationId })) throw new AppError("not_allowed");
    if (centreId !== null && !(await repository.existsCentre(centreId)))
      throw new AppError("unknown_centre");
    if (organisationId !== null) await checks.organisation(organisationId, db);
    const classification = await checks.classificationOf(actor, wanted.origin?.paperId, db);
    const item = { centreId, organisationId, classification };
    if (ownerId !== undefined) await checks.owner(actor, ownerId, item, db);
    const helperIds = [...new Set(wanted.helperIds ?? [])].filter((one) => one !== ownerId);
    await checks.people(helperIds, item, db);
    if (dueOn !== null) await checks.due(dueOn, centreId, db);
    checks.dates({ startOn, dueOn });
    if (wanted.recurrence !== undefined && dueOn === null)
      throw new AppError("recurrence_needs_date");
    if (output !== undefined) await checks.output(output, db);
    return { classification, helperIds };
  }

  async #visible(actor: Actor, id: string): Promise<ActionRow> {
    const row = await this.#needs.repository.find(id);
    if (row === null || !canSeeAction(actor, toActionFacts(row))) throw new AppError("not_found");
    return row;
  }
}
