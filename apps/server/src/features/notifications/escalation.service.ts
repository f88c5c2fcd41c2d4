/** The rules that the lead of a centre sets. */
import type { CentreEscalation, SetEscalation } from "@istmo/contracts";
import {
  decideEscalationRule,
  maySetEscalation,
  seesEscalationRule,
  usualEscalation,
  type Actor,
} from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import type { EscalationRepository } from "./escalation.repository.ts";
import { escalationReader } from "./notice-calendar.ts";
import type { Db, NotificationsRepository } from "./notifications.repository.ts";

export interface EscalationServiceNeeds {
  readonly rules: EscalationRepository;
  readonly repository: NotificationsRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

export class EscalationService {
  readonly #needs: EscalationServiceNeeds;

  constructor(needs: EscalationServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusal: `not_found`. */
  async get(actor: Actor, centreId: string): Promise<CentreEscalation> {
    await this.#check(actor, centreId);
    return this.#answer(actor, centreId);
  }

  /** Refusals: `not_found`, `not_allowed`, `escalation_out_of_order`, `stale_version`. */
  async set(
    actor: Actor,
    command: Command,
    { centreId, version, ...wanted }: SetEscalation & { readonly centreId: string },
  ): Promise<CentreEscalation> {
    const { rules, repository, unitOfWork, clock } = this.#needs;
    await this.#check(actor, centreId);
    const decision = decideEscalationRule(actor, centreId, wanted);
    if (!decision.accepted) throw new AppError(decision.code);
    return unitOfWork.run(command, async ({ tx }) => {
      const data = { ...decision.event, updatedById: actor.id, updatedAt: clock.now() };
      if (!(await rules.set(tx, { centreId, version }, data))) throw new AppError("stale_version");
      await repository.forgetDay(tx, escalationReader(centreId));
      return this.#answer(actor, centreId, tx);
    });
  }

  async #check(actor: Actor, centreId: string): Promise<void> {
    const exists = await this.#needs.rules.existsCentre(centreId);
    if (!exists || !seesEscalationRule(actor)) throw new AppError("not_found");
  }

  async #answer(actor: Actor, centreId: string, db?: Db): Promise<CentreEscalation> {
    const row = await this.#needs.rules.rule(centreId, db);
    const { overdueToLead, overdueToOffice, blockedToLead, blockedToOffice } =
      row ?? usualEscalation;
    return {
      ...{ overdueToLead, overdueToOffice, blockedToLead, blockedToOffice },
      version: row?.version ?? 0,
      maySet: maySetEscalation(actor, centreId),
    };
  }
}
