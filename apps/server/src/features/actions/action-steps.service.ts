/** Moving items along their machine, and what people do on the way: the checklist, what waits for what. */
import type { TakeStep, WholeAction } from "@istmo/contracts";
import {
  applyToChecklist,
  canEditAction,
  canSeeAction,
  canWorkOnAction,
  decideActionStep,
  decideDependency,
  isStepFresh,
  isUnfinished,
  mayGiveEvidence,
  type Actor,
  type ChecklistCommand,
} from "@istmo/domain";
import type { Prisma } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import { wouldLeaveBare } from "../commitments/commitments.queries.ts";
import { checklistOf, type ActionAnswers } from "./action-answers.ts";
import type { ActionChecks } from "./action-checks.ts";
import type { ActionEvidencePieces, GivenEvidence } from "./action-evidence.ts";
import { changesAfter, type ChangedField } from "./action-history.repository.ts";
import type { ActionSeries } from "./action-series.ts";
import type { ActionWriter, LockedAction, WrittenAct } from "./action-writer.ts";
import { toActionFacts } from "./actions.queries.ts";
import type { ActionsRepository } from "./actions.repository.ts";
import { rankFor } from "./column-order.ts";

export interface ActionStepsServiceNeeds {
  readonly repository: ActionsRepository;
  readonly writer: ActionWriter;
  readonly checks: ActionChecks;
  readonly answers: ActionAnswers;
  readonly pieces: ActionEvidencePieces;
  readonly series: ActionSeries;
}

export class ActionStepsService {
  readonly #needs: ActionStepsServiceNeeds;

  constructor(needs: ActionStepsServiceNeeds) {
    this.#needs = needs;
  }

  /**
   * Takes one step of the machine. Refusals: those of the domain, `stale_version` (somebody has
   * changed what the step was decided on), `unknown_person`, `person_without_access`,
   * `unknown_document`, `too_much_evidence`, and `commitment_open` where an open commitment would be left without an item that carries it.
   */
  takeStep(actor: Actor, command: Command, id: string, step: TakeStep): Promise<WholeAction> {
    const { repository, writer, checks, pieces } = this.#needs;
    return writer.run(actor, command, id, async (at) => {
      const { row, facts, work } = at;
      const { event, reason, evidence, links = [], documentIds = [], unblockerId } = step;
      const since = await changesAfter(work.tx, id, step.version);
      const isDone = event === "mark_done";
      const hasEvidence =
        isDone && (links.length + documentIds.length > 0 || (await pieces.isThere(work.tx, id)));
      const decision = decideActionStep(facts, actor, { event, reason, evidence, hasEvidence });
      // Who sees an old state is told so, rather than that the step is not possible.
      if (!isStepFresh({ seen: step.version, current: row.version, since }))
        throw new AppError("stale_version");
      if (!decision.accepted) throw new AppError(decision.code);
      const { from, to } = decision.event;
      if (to === "cancelled" && (await wouldLeaveBare(work.tx, row)))
        throw new AppError("commitment_open");
      const isBlocked = to === "blocked";
      if (isBlocked && unblockerId !== undefined)
        await checks.people([unblockerId], facts, work.tx);
      const place = step.place ?? { afterId: null, beforeId: null };
      const next = {
        state: to,
        blockedReason: isBlocked ? (reason ?? null) : null,
        unblockerId: isBlocked ? (unblockerId ?? null) : null,
        evidence: isDone ? (evidence ?? links[0] ?? null) : row.evidence,
        verifierId: to === "verified" ? actor.id : null,
        rank: await rankFor(repository, work.tx, { state: to, place }),
      };
      const fields = Object.keys(next) as (keyof typeof next)[];
      const changes: ChangedField[] = fields
        .filter((field) => next[field] !== row[field])
        .map((field) => ({
          ...{ field: field === "rank" ? "place" : field, before: row[field], after: next[field] },
        }));
      if (isDone) changes.push(...(await pieces.give(at, { text: evidence, links, documentIds })));
      return this.#write(at, { data: next, changes, reason, move: { from, to } });
    });
  }

  /** Refusals: `not_found`, `not_allowed`, `too_much_evidence`, `unknown_document`. */
  giveEvidence(
    actor: Actor,
    command: Command,
    id: string,
    given: GivenEvidence,
  ): Promise<WholeAction> {
    const { writer, pieces } = this.#needs;
    return writer.run(actor, command, id, async (at) => {
      if (!mayGiveEvidence(actor, at.facts)) throw new AppError("not_allowed");
      return this.#write(at, { data: {}, changes: await pieces.give(at, given) });
    });
  }

  /** Refusals: `not_found`, `not_allowed`, `checklist_full`, `checklist_line_gone`. */
  changeChecklist(
    actor: Actor,
    command: Command,
    id: string,
    wanted: ChecklistCommand,
  ): Promise<WholeAction> {
    return this.#needs.writer.run(actor, command, id, async (at) => {
      if (!canWorkOnAction(actor, at.facts)) throw new AppError("not_allowed");
      const lines = checklistOf(at.row);
      const decision = applyToChecklist(lines, wanted);
      if (!decision.accepted) throw new AppError(decision.code);
      const next = decision.event;
      const stateOf = (list: typeof next) => {
        const place = list.findIndex((line) => line.id === wanted.id);
        return place === -1 ? null : { ...list[place], place };
      };
      const [before, after] = [stateOf(lines), stateOf(next)];
      if (JSON.stringify(before) === JSON.stringify(after)) return this.#answer(at);
      const checklist = next as unknown as Prisma.InputJsonArray;
      const changes = [{ field: "checklist", before, after }];
      return this.#write(at, { data: { checklist }, changes });
    });
  }

  /**
   * An item waits for another one that the actor sees. Refusals: `not_found`, `not_allowed`,
   * `circular_dependency`, `too_many_dependencies`.
   */
  addNeed(actor: Actor, command: Command, id: string, needsId: string): Promise<WholeAction> {
    const { repository, writer } = this.#needs;
    return writer.run(actor, command, id, async (at) => {
      const { tx } = at.work;
      if (!canEditAction(actor, at.facts)) throw new AppError("not_allowed");
      const needed = await repository.find(needsId, tx);
      if (needed === null || !canSeeAction(actor, toActionFacts(needed)))
        throw new AppError("not_found");
      const edges = await repository.lockedNeedsFrom(tx, [id, needsId]);
      if (edges.some((edge) => edge.actionId === id && edge.needsId === needsId))
        return this.#answer(at);
      const decision = decideDependency({ actionId: id, needsId }, edges);
      if (!decision.accepted) throw new AppError(decision.code);
      await repository.addNeed(tx, id, needsId);
      return this.#write(at, {
        data: {},
        changes: [{ field: "waitsFor", before: null, after: needsId }],
      });
    });
  }

  /** Refusals: `not_found`, `not_allowed`. Where it does not wait for that one nothing changes. */
  removeNeed(actor: Actor, command: Command, id: string, needsId: string): Promise<WholeAction> {
    const { repository, writer } = this.#needs;
    return writer.run(actor, command, id, async (at) => {
      if (!canEditAction(actor, at.facts)) throw new AppError("not_allowed");
      if (!(await repository.removeNeed(at.work.tx, id, needsId))) return this.#answer(at);
      return this.#write(at, {
        data: {},
        changes: [{ field: "waitsFor", before: needsId, after: null }],
      });
    });
  }

  /** Whoever sees an item may watch it; nobody else is told. */
  watch(actor: Actor, command: Command, id: string, isWatching: boolean): Promise<WholeAction> {
    const { repository, writer, answers } = this.#needs;
    return writer.run(actor, command, id, async ({ work }) => {
      await repository.setWatching(work.tx, id, { personId: actor.id, isWatching });
      const row = await repository.find(id, work.tx);
      if (row === null) throw new AppError("not_found");
      return answers.whole(row, actor, work.tx);
    });
  }

  async #write(at: LockedAction, act: WrittenAct): Promise<WholeAction> {
    const { writer, series } = this.#needs;
    const row = await writer.write(at, act);
    if (toActionFacts(row).state !== at.facts.state && !isUnfinished(toActionFacts(row).state))
      await series.makeNext(at.work, row, at.actor.id);
    return this.#answer({ ...at, row });
  }

  #answer({ row, actor, work }: LockedAction): Promise<WholeAction> {
    return this.#needs.answers.whole(row, actor, work.tx);
  }
}
