/** The action items that carry commitments. */
import { createAction, type ActionItem, type CreateAction } from "@istmo/contracts";
import { canEditAction, canSeeAction, type Actor } from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import type { Work } from "../../platform/unit-of-work.ts";
import type { ActionAnswers } from "./action-answers.ts";
import type { ActionWriter } from "./action-writer.ts";
import { toActionFacts } from "./actions.queries.ts";
import type { ActionsRepository } from "./actions.repository.ts";
import type { ActionsService } from "./actions.service.ts";

export interface ActionsOfCommitmentsNeeds {
  readonly repository: ActionsRepository;
  readonly writer: ActionWriter;
  readonly answers: ActionAnswers;
  readonly actions: ActionsService;
}

export class ActionsOfCommitments {
  readonly #needs: ActionsOfCommitmentsNeeds;

  constructor(needs: ActionsOfCommitmentsNeeds) {
    this.#needs = needs;
  }

  /** Those that the actor sees, the next one due first. */
  async listOf(actor: Actor, commitmentId: string): Promise<readonly ActionItem[]> {
    const { repository, answers } = this.#needs;
    const rows = await repository.ofCommitment(commitmentId);
    const seen = rows.filter((row) => canSeeAction(actor, toActionFacts(row)));
    return answers.items(seen, actor, repository.db);
  }

  /** Refusals: those of creating an action item. */
  prepareCreation(
    actor: Actor,
    wanted: CreateAction,
  ): Promise<(work: Work) => Promise<ActionItem>> {
    return this.#needs.actions.prepareCreation(actor, createAction.parse(wanted));
  }

  /** Refusals: `not_found`, `not_allowed`, `already_carries`. */
  async carry(
    work: Work,
    actor: Actor,
    { actionId, commitmentId }: { readonly actionId: string; readonly commitmentId: string | null },
  ): Promise<void> {
    const { repository, writer } = this.#needs;
    const row = await repository.lock(work.tx, actionId);
    if (row === null || !canSeeAction(actor, toActionFacts(row))) throw new AppError("not_found");
    const facts = toActionFacts(row);
    if (!canEditAction(actor, facts)) throw new AppError("not_allowed");
    if (commitmentId !== null && row.commitmentId !== null) throw new AppError("already_carries");
    await writer.write(
      { actor, row, facts, work },
      {
        data: { commitmentId },
        changes: [{ field: "commitment", before: row.commitmentId, after: commitmentId }],
      },
    );
  }
}
