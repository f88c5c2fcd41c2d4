/** Action items: creating, changing, moving along their machine. The row is the truth. */
import { randomUUID } from "node:crypto";
import type { ActionItem, TakeStep, TypedText } from "@istmo/contracts";
import {
  canAssignAcross,
  canCreateAction,
  canEditAction,
  canReadPaper,
  canSeeAction,
  decideActionStep,
  isOverdue,
  officeTimeZone,
  possibleSteps,
  type Actor,
  type ClassificationLevel,
} from "@istmo/domain";
import type { Prisma, PrismaTransaction } from "@istmo/prisma/client";
import type { changeAction, createAction } from "@istmo/contracts";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import { audience } from "../../platform/audience.ts";
import { dayIn, type Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { findActor, namesOf } from "../identity/identity.queries.ts";
import { findPaperFacts, readablePaperIds } from "../papers/papers.queries.ts";
import { toActionFacts } from "./actions.queries.ts";
import type { ActionRow, ActionsFilter, ActionsRepository } from "./actions.repository.ts";
import { rankBetween } from "./rank.ts";

export interface ActionsServiceNeeds {
  readonly repository: ActionsRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

type Wanted = z.output<typeof createAction>;
type Change = z.output<typeof changeAction>;
type Place = NonNullable<TakeStep["place"]>;

/** Everybody who shares the board hears of an item, unless its paper is above their clearance. */
const heardBy = [audience.staff];

export class ActionsService {
  readonly #needs: ActionsServiceNeeds;

  constructor(needs: ActionsServiceNeeds) {
    this.#needs = needs;
  }

  async list(actor: Actor, filter: ActionsFilter) {
    const { repository, clock } = this.#needs;
    const rows = await repository.list(actor, filter, clock.now());
    const items = await this.#answers(rows, actor);
    return toPage(rows, filter.limit, ({ id }) => items.get(id));
  }

  async get(actor: Actor, id: string): Promise<ActionItem> {
    return this.#answer(await this.#visible(actor, id), actor);
  }

  /**
   * Refusals: `not_allowed`, `unknown_centre`, `not_found` (the paper), `owner_without_access`,
   * `due_before_today`.
   */
  async create(actor: Actor, command: Command, wanted: Wanted): Promise<ActionItem> {
    return this.#needs.unitOfWork.run(command, await this.prepareCreation(actor, wanted));
  }

  /**
   * Decides whether an item is made, and returns what makes it within the caller's unit of work:
   * for whoever makes it out of something else. Refusals as for `create`.
   */
  async prepareCreation(
    actor: Actor,
    wanted: Wanted,
  ): Promise<(work: Work) => Promise<ActionItem>> {
    const { repository } = this.#needs;
    const { centreId, origin, ownerId, dueOn } = wanted;
    if (!canCreateAction(actor, centreId)) throw new AppError("not_allowed");
    if (centreId !== null && !(await repository.existsCentre(centreId)))
      throw new AppError("unknown_centre");
    const classification = await this.#classificationOf(actor, origin?.paperId);
    const item = { centreId, classification };
    if (ownerId !== undefined) await this.#checkOwner(actor, ownerId, item);
    if (dueOn !== undefined) await this.#checkDue(dueOn, centreId);

    return async ({ tx, record }) => {
      const row = await repository.create(tx, {
        id: randomUUID(),
        title: { [wanted.language]: wanted.title },
        description: wanted.description ?? null,
        centreId,
        ownerId: ownerId ?? null,
        priority: wanted.priority,
        dueOn: dueOn ?? null,
        originKind: origin === undefined ? "manual" : "paper",
        originPaperId: origin?.paperId ?? null,
        originBlockId: origin?.blockId ?? null,
        classification,
        rank: rankBetween(await repository.lastRank(tx, "open"), null),
        createdById: actor.id,
      });
      record({
        type: "action.created",
        payload: { actionId: row.id, title: row.title as TypedText },
        audience: heardBy,
        classification,
      });
      return this.#answer(row, actor, tx);
    };
  }

  /**
   * Changes fields, or the place in the column.
   * Refusals: `stale_version`, `not_allowed`, `owner_without_access`, `due_before_today`,
   * `reason_required` (a date that has passed moves).
   */
  async change(actor: Actor, command: Command, id: string, change: Change): Promise<ActionItem> {
    const { repository, unitOfWork } = this.#needs;
    const row = await this.#visible(actor, id);
    const facts = toActionFacts(row);
    if (!canEditAction(actor, facts)) throw new AppError("not_allowed");
    if (row.version !== change.version) throw new AppError("stale_version");
    const { title, ownerId, dueOn, place } = change;
    if (ownerId != null && ownerId !== row.ownerId) await this.#checkOwner(actor, ownerId, facts);

    const data: Prisma.ActionItemUncheckedUpdateManyInput = {};
    if (title !== undefined)
      data.title = { ...(row.title as TypedText), [title.language]: title.text };
    if (change.description !== undefined) data.description = change.description;
    if (ownerId !== undefined) data.ownerId = ownerId;
    if (change.priority !== undefined) data.priority = change.priority;
    if (dueOn !== undefined && dueOn !== row.dueOn) {
      if (dueOn !== null) await this.#checkDue(dueOn, row.centreId);
      if (this.#isOverdue(row) && change.reason === undefined)
        throw new AppError("reason_required");
      data.dueOn = dueOn;
      if (row.dueOn !== null && (dueOn === null || dueOn > row.dueOn))
        data.dateSlips = { increment: 1 };
    }

    return unitOfWork.run(command, async ({ tx, record }) => {
      const fields = Object.keys(data).filter((field) => field !== "dateSlips");
      if (place !== undefined) {
        data.rank = await this.#rankFor(tx, row.state, place);
        fields.push("place");
      }
      const changed = await repository.update(tx, row, data);
      if (changed === null) throw new AppError("stale_version");
      record({
        type: "action.changed",
        payload: { actionId: id, title: changed.title as TypedText, fields },
        audience: heardBy,
        classification: row.classification,
      });
      return this.#answer(changed, actor, tx);
    });
  }

  /** Takes one step of the machine. Refusals: those of the domain, and `stale_version`. */
  async takeStep(actor: Actor, command: Command, id: string, step: TakeStep): Promise<ActionItem> {
    const { repository, unitOfWork } = this.#needs;
    const row = await this.#visible(actor, id);
    const decision = decideActionStep(toActionFacts(row), actor, step);
    // Who sees an old state is told so, rather than that the step is not possible.
    if (row.version !== step.version) throw new AppError("stale_version");
    if (!decision.accepted) throw new AppError(decision.code);
    const { from, to } = decision.event;

    const data: Prisma.ActionItemUncheckedUpdateManyInput = { state: to };
    data.blockedReason = to === "blocked" ? (step.reason ?? null) : null;
    if (step.event === "mark_done") data.evidence = step.evidence ?? null;
    data.verifierId = to === "verified" ? actor.id : null;

    return unitOfWork.run(command, async ({ tx, record }) => {
      data.rank = await this.#rankFor(tx, to, step.place ?? { afterId: null, beforeId: null });
      const moved = await repository.update(tx, row, data);
      if (moved === null) throw new AppError("stale_version");
      record({
        type: "action.moved",
        payload: {
          actionId: id,
          title: moved.title as TypedText,
          from,
          to,
          ...(step.reason === undefined ? {} : { reason: step.reason }),
        },
        audience: heardBy,
        classification: row.classification,
      });
      return this.#answer(moved, actor, tx);
    });
  }

  async #visible(actor: Actor, id: string): Promise<ActionRow> {
    const row = await this.#needs.repository.find(id);
    if (row === null || !canSeeAction(actor, toActionFacts(row))) throw new AppError("not_found");
    return row;
  }

  /** That of the paper it comes from; a paper that the actor may not read does not exist. */
  async #classificationOf(actor: Actor, paperId: string | undefined): Promise<ClassificationLevel> {
    if (paperId === undefined) return "unclassified";
    const paper = await findPaperFacts(this.#needs.repository.db, paperId, this.#needs.clock.now());
    if (paper === null || !canReadPaper(actor, paper)) throw new AppError("not_found");
    return paper.classification;
  }

  /** An owner works in the item's centre, or is given it by somebody who may assign across. */
  async #checkOwner(
    actor: Actor,
    ownerId: string,
    item: { centreId: string | null; classification: ClassificationLevel },
  ): Promise<void> {
    const { repository, clock } = this.#needs;
    const found = await findActor(repository.db, ownerId, clock.now());
    if (found === null) throw new AppError("unknown_person");
    if (!canSeeAction(found.actor, item)) throw new AppError("owner_without_access");
    const isOfCentre = found.actor.posts.some(({ centreId }) => centreId === item.centreId);
    if (!isOfCentre && !canAssignAcross(actor)) throw new AppError("owner_without_access");
  }

  async #checkDue(dueOn: string, centreId: string | null): Promise<void> {
    const { repository, clock } = this.#needs;
    const centre =
      centreId === null ? null : await repository.db.centre.findUnique({ where: { id: centreId } });
    const today = dayIn(centre?.timeZone ?? officeTimeZone, clock.now());
    if (dueOn < today) throw new AppError("due_before_today", { today });
  }

  #isOverdue(row: ActionRow): boolean {
    const today = dayIn(row.centre?.timeZone ?? officeTimeZone, this.#needs.clock.now());
    return isOverdue({ state: toActionFacts(row).state, dueOn: row.dueOn }, today);
  }

  /**
   * A rank between two neighbours of a column. Neighbours that have moved away meanwhile are
   * ignored: the card lands beside the one that is still there, or at the column's end.
   */
  async #rankFor(tx: PrismaTransaction, state: string, place: Place): Promise<string> {
    const { repository } = this.#needs;
    const { afterId, beforeId } = place;
    const after = afterId === null ? null : await repository.rankOf(tx, afterId, state);
    const before = beforeId === null ? null : await repository.rankOf(tx, beforeId, state);
    if (after !== null)
      return rankBetween(after, before ?? (await repository.nextRank(tx, state, after)));
    if (before !== null) return rankBetween(null, before);
    return rankBetween(await repository.lastRank(tx, state), null);
  }

  async #answer(
    row: ActionRow,
    actor: Actor,
    db: PrismaTransaction = this.#needs.repository.db,
  ): Promise<ActionItem> {
    const item = (await this.#answers([row], actor, db)).get(row.id);
    if (item === undefined) throw new AppError("not_found");
    return item;
  }

  async #answers(
    rows: readonly ActionRow[],
    actor: Actor,
    db: PrismaTransaction = this.#needs.repository.db,
  ): Promise<Map<string, ActionItem>> {
    const names = await namesOf(
      db,
      rows.flatMap(({ ownerId, verifierId }) => [ownerId, verifierId]),
    );
    const readable = await readablePaperIds(db, actor, {
      ids: rows.map(({ originPaperId }) => originPaperId),
      now: this.#needs.clock.now(),
    });
    const assignAcross = canAssignAcross(actor);
    return new Map(
      rows.map((row) => {
        const facts = toActionFacts(row);
        const item: ActionItem = {
          id: row.id,
          title: row.title as TypedText,
          description: row.description,
          centreId: row.centreId,
          owner: (row.ownerId !== null && names.get(row.ownerId)) || null,
          state: facts.state,
          priority: row.priority as ActionItem["priority"],
          dueOn: row.dueOn,
          isOverdue: this.#isOverdue(row),
          dateSlips: row.dateSlips,
          blockedReason: row.blockedReason,
          evidence: row.evidence,
          verifier: (row.verifierId !== null && names.get(row.verifierId)) || null,
          origin: {
            kind: row.originKind,
            paperId:
              row.originPaperId !== null && readable.has(row.originPaperId)
                ? row.originPaperId
                : null,
            blockId: row.originBlockId,
          },
          rank: row.rank,
          sample: row.sample,
          version: row.version,
          updatedAt: row.updatedAt.toISOString(),
          abilities: {
            edit: canEditAction(actor, facts),
            assignAcross,
            steps: possibleSteps(facts, actor) as ActionItem["abilities"]["steps"],
          },
        };
        return [row.id, item] as const;
      }),
    );
  }
}
