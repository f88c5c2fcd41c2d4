/** What is asked of an organisation at a level, and what it answers. */
import { randomUUID } from "node:crypto";
import type {
  ClearanceChange,
  ClearanceRequestAnswer,
  ClearanceText,
  GivenClearance,
  Language,
} from "@istmo/contracts";
import {
  answersClearance,
  decideAnswerWithdrawal,
  decideClearanceAnswer,
  decideDelegation,
  decideDelegationEnd,
  decideOverride,
  type Actor,
} from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { NewAuditEntry } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { findActors } from "../identity/identity.queries.ts";
import { holdingAnswer, type ClearanceAnswers } from "./clearance-answers.ts";
import type { ClearanceMailing, MailedRequest } from "./clearance-mailing.ts";
import type { ClearanceRepository, RequestRow } from "./clearance.repository.ts";
import {
  auditedPaper,
  heldOf,
  requestEvent,
  requestOf,
  sees,
  toRequest,
  type Clearance,
  type FoundClearance,
} from "./found-clearance.ts";
import { accepted } from "./paper-steps.service.ts";

export interface ClearanceServiceNeeds {
  readonly repository: ClearanceRepository;
  readonly found: FoundClearance;
  readonly answers: ClearanceAnswers;
  readonly mailing: ClearanceMailing;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

/** One change of a request as a transaction makes it. */
interface Changing {
  readonly clearance: Clearance;
  readonly row: RequestRow;
  readonly work: Work;
  readonly now: Date;
}

/** What a change leaves to be stored and told. */
interface Told {
  readonly change: ClearanceChange;
  readonly data: Parameters<ClearanceRepository["change"]>[2];
  readonly audit: Pick<NewAuditEntry, "kind" | "before" | "after" | "reason">;
  /** Whether everybody who is asked at the level hears of it. */
  readonly isForAll?: boolean;
}

export class ClearanceService {
  readonly #needs: ClearanceServiceNeeds;

  constructor(needs: ClearanceServiceNeeds) {
    this.#needs = needs;
  }

  /** What waits for an answer of the actor's organisations and is theirs to see. */
  async list(
    actor: Actor,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ items: ClearanceRequestAnswer[]; nextCursor: string | null }> {
    const { repository, found, answers } = this.#needs;
    const rows = await repository.waitingFor(actor, query);
    const { items, nextCursor } = toPage(rows, query.limit, (row) => row);
    const shown: ClearanceRequestAnswer[] = [];
    for (const { id, paperId } of items) {
      const clearance = await found.load(paperId);
      const row = requestOf(clearance, id);
      if (sees(actor, clearance, row))
        shown.push(...(await answers.requests(actor, clearance, [row])));
    }
    return { items: shown, nextCursor };
  }

  async get(actor: Actor, reader: Command, requestId: string): Promise<ClearanceRequestAnswer> {
    const { found } = this.#needs;
    const { clearance, row } = await found.findRequest(actor, reader, requestId);
    return this.#answer(actor, clearance, row);
  }

  /** The version as it was frozen, or the one that the organisation was asked about before. */
  async text(
    actor: Actor,
    reader: Command,
    wanted: {
      readonly requestId: string;
      readonly language?: Language | undefined;
      readonly of: "asked" | "before";
    },
  ): Promise<ClearanceText> {
    const { found } = this.#needs;
    const { clearance, row } = await found.findRequest(actor, reader, wanted.requestId);
    const text = await this.textOf(clearance, row, wanted);
    if (text === null) throw new AppError("not_found");
    return text;
  }

  async textOf(
    clearance: Clearance,
    row: RequestRow,
    { language, of }: { readonly language?: Language | undefined; readonly of: "asked" | "before" },
  ): Promise<ClearanceText | null> {
    const { repository } = this.#needs;
    const meant = of === "asked" ? row : clearance.requests.find(({ id }) => id === row.followsId);
    if (meant === undefined) return null;
    const wanted = language ?? (clearance.paper.originalLanguage as Language);
    const { versionId } = meant.opening;
    return repository.answeredText({ paperId: row.paperId, versionId }, wanted);
  }

  /** Somebody who may answer has opened it: from the first time on, it is received. */
  async receive(
    actor: Actor,
    command: Command,
    requestId: string,
  ): Promise<ClearanceRequestAnswer> {
    const { found } = this.#needs;
    const { clearance, row } = await found.findRequest(actor, command, requestId);
    if (!answersClearance(actor, clearance.paper.facts, toRequest(row)))
      throw new AppError("not_allowed");
    if (row.receivedAt !== null || row.state === "lapsed")
      return this.#answer(actor, clearance, row);
    return this.#change(actor, command, { requestId }, async ({ row: standing, now }) => ({
      change: "received",
      // Of two who open it at once the first counts.
      data: standing.receivedAt === null ? { receivedAt: now, receivedById: actor.id } : {},
      audit: {
        kind: "paper.clearance_received",
        after: { organisationId: standing.organisationId, level: standing.level },
      },
    }));
  }

  /** Refusals: `not_found`, `stale_version`, and those of `decideClearanceAnswer`. */
  answer(
    actor: Actor,
    command: Command,
    {
      requestId,
      version,
      ...given
    }: GivenClearance & { readonly requestId: string; readonly version: number },
  ): Promise<ClearanceRequestAnswer> {
    return this.#change(actor, command, { requestId, version }, (changing) =>
      this.take(actor, changing, { given, by: "session" }),
    );
  }

  /** Takes an answer within a transaction. */
  async take(
    actor: Actor,
    changing: Changing,
    { given, by }: { readonly given: GivenClearance; readonly by: "session" | "mail" },
  ): Promise<Told> {
    const { repository } = this.#needs;
    const { clearance, row, work, now } = changing;
    const { tx } = work;
    const { paper } = clearance;
    const request = toRequest(row);
    const { to, isLate } = accepted(
      decideClearanceAnswer(request, actor, given, { paper: paper.facts, now }),
    );
    const isConditional = given.answer === "clear_with_comments" && given.isConditional;
    const asDelegate =
      row.delegateId === actor.id &&
      !answersClearance(actor, paper.facts, { ...request, delegateId: null });
    await repository.addAnswer(tx, {
      ...{ id: randomUUID(), requestId: row.id, answer: given.answer, sha256: given.sha256 },
      comments: given.answer === "clear_with_comments" ? (given.comments ?? null) : null,
      reason: given.answer === "object" ? (given.reason ?? null) : null,
      reservation: given.answer === "object" ? null : (given.reservation ?? null),
      ...{ isConditional, isLate, givenById: actor.id, givenBy: by, asDelegate, givenAt: now },
    });
    await repository.revokeLinks(tx, { requestId: row.id }, now);
    const isObjection = to === "objected";
    if (isObjection) await this.#tellObjection(changing);
    return {
      change: "answered",
      // Who answers has received it, whether or not the page said so.
      data: {
        ...{ state: to, isConditional },
        ...(row.receivedAt === null ? { receivedAt: now, receivedById: actor.id } : {}),
      },
      audit: {
        kind: "paper.clearance_answered",
        after: {
          ...{ organisationId: row.organisationId, level: row.level, answer: given.answer },
          ...{ sha256: given.sha256, isConditional, isLate, by, asDelegate },
        },
      },
      isForAll: isObjection,
    };
  }

  /** Refusals: `not_found`, `stale_version`, and those of `decideAnswerWithdrawal`. */
  withdraw(
    actor: Actor,
    command: Command,
    {
      requestId,
      version,
      sha256,
    }: { readonly requestId: string; readonly version: number; readonly sha256: string },
  ): Promise<ClearanceRequestAnswer> {
    const { repository } = this.#needs;
    return this.#change(
      actor,
      command,
      { requestId, version },
      async ({ clearance, row, work: { tx }, now }) => {
        const { paper } = clearance;
        const { to } = accepted(
          decideAnswerWithdrawal(toRequest(row), actor, { sha256 }, { paper: paper.facts }),
        );
        const answer = holdingAnswer(clearance, row);
        const by = { withdrawnAt: now, withdrawnById: actor.id };
        if (answer !== null) await repository.withdrawAnswer(tx, answer.id, by);
        return {
          change: "withdrawn",
          // Whoever has spoken consents no more by falling silent.
          data: { state: to, isConditional: false, isCarried: false, silence: false },
          audit: {
            kind: "paper.clearance_withdrawn",
            before: { answer: answer?.answer ?? null },
            after: { organisationId: row.organisationId, level: row.level },
          },
          isForAll: row.state === "objected",
        };
      },
    );
  }

  /** Refusals: `not_found`, `unknown_person`, `stale_version`, and those of `decideDelegation`. */
  delegate(
    actor: Actor,
    command: Command,
    {
      requestId,
      version,
      delegateId,
    }: { readonly requestId: string; readonly version: number; readonly delegateId: string },
  ): Promise<ClearanceRequestAnswer> {
    const { mailing } = this.#needs;
    return this.#change(
      actor,
      command,
      { requestId, version },
      async ({ clearance, row, work: { tx }, now }) => {
        const { paper } = clearance;
        const delegate = (await findActors(tx, [delegateId], now)).get(delegateId);
        // Who somebody is, of another organisation, is not found out by asking here.
        if (delegate === undefined) throw new AppError("unknown_person");
        accepted(decideDelegation(toRequest(row), actor, delegate, { paper: paper.facts }));
        const { limit } = mailed(row);
        await mailing.toPerson(tx, paper, {
          ...{ kind: "delegated", personId: delegateId, limit, now },
        });
        return {
          change: "delegated",
          data: { delegateId, delegatedById: actor.id },
          audit: {
            kind: "paper.clearance_delegated",
            before: { delegateId: row.delegateId },
            after: { organisationId: row.organisationId, level: row.level, delegateId },
          },
        };
      },
    );
  }

  endDelegation(
    actor: Actor,
    command: Command,
    { requestId, version }: { readonly requestId: string; readonly version: number },
  ): Promise<ClearanceRequestAnswer> {
    return this.#change(actor, command, { requestId, version }, async ({ clearance, row }) => {
      const { paper } = clearance;
      accepted(decideDelegationEnd(toRequest(row), actor, { paper: paper.facts }));
      return {
        change: "delegated",
        data: { delegateId: null, delegatedById: null },
        audit: {
          kind: "paper.clearance_delegated",
          before: { delegateId: row.delegateId },
          after: { organisationId: row.organisationId, level: row.level, delegateId: null },
        },
      };
    });
  }

  /** The head of office goes on without an answer. */
  override(
    actor: Actor,
    command: Command,
    {
      requestId,
      version,
      reason,
    }: { readonly requestId: string; readonly version: number; readonly reason: string },
  ): Promise<ClearanceRequestAnswer> {
    const { repository, mailing } = this.#needs;
    return this.#change(
      actor,
      command,
      { requestId, version },
      async ({ clearance, row, work: { tx }, now }) => {
        const { paper } = clearance;
        const { to } = accepted(
          decideOverride(toRequest(row), actor, { reason }, { paper: paper.facts, now }),
        );
        await repository.addAnswer(tx, {
          ...{ id: randomUUID(), requestId: row.id, answer: "override", sha256: row.sha256 },
          ...{ reason, givenById: actor.id, givenBy: "session", givenAt: now },
        });
        await repository.revokeLinks(tx, { requestId: row.id }, now);
        await mailing.toAnswerers(tx, paper, { kind: "overridden", request: mailed(row), now });
        return {
          change: "overridden",
          data: { state: to },
          audit: {
            kind: "paper.clearance_overridden",
            after: { organisationId: row.organisationId, level: row.level },
            reason,
          },
        };
      },
    );
  }

  /**
   * One change under the paper's lock: decided on what the transaction finds, with its event and its
   * audit entry. With a `version`, whoever saw another one is refused (`stale_version`).
   */
  async #change(
    actor: Actor,
    command: Command,
    wanted: { readonly requestId: string; readonly version?: number },
    work: (changing: Changing) => Promise<Told>,
  ): Promise<ClearanceRequestAnswer> {
    const { found, unitOfWork } = this.#needs;
    const { requestId } = wanted;
    const { row } = await found.findRequest(actor, command, requestId);
    return unitOfWork.run(command, async (unit) => {
      const after = await this.changeWithin(unit, row.paperId, wanted, work);
      return this.#answer(actor, after, requestOf(after, requestId), unit);
    });
  }

  /** The same within somebody else's transaction; the clearance as it then stands. */
  async changeWithin(
    unit: Work,
    paperId: string,
    { requestId, version }: { readonly requestId: string; readonly version?: number },
    work: (changing: Changing) => Promise<Told>,
  ): Promise<Clearance> {
    const { repository, found, clock } = this.#needs;
    const clearance = await found.locked(unit.tx, paperId);
    const row = requestOf(clearance, requestId);
    const told = await work({ clearance, row, work: unit, now: clock.now() });
    const seen = { id: requestId, version: version ?? row.version };
    if (told.change === "received") await repository.note(unit.tx, requestId, told.data);
    else if (!(await repository.change(unit.tx, seen, told.data)))
      throw new AppError("stale_version");
    unit.audit({ ...auditedPaper(clearance), ...told.audit });
    const { change, isForAll = false } = told;
    unit.record(requestEvent(clearance, row, { change, isForAll }));
    return found.load(paperId, unit.tx);
  }

  /** One objection is told to everybody who is asked at its level, and to the office, at once. */
  async #tellObjection({ clearance, row, work: { tx }, now }: Changing): Promise<void> {
    const { mailing } = this.#needs;
    const others = heldOf(clearance).filter(
      (one) => one.level === row.level && one.organisationId !== row.organisationId,
    );
    const roles = row.level === "expert" ? ["focal_point"] : ["policy_counterpart"];
    await mailing.toHolders(tx, clearance.paper, {
      ...{ kind: "objected", now, roles: roles as ["focal_point"] },
      bodies: others.map(({ organisationId }) => organisationId),
    });
    await mailing.toHolders(tx, clearance.paper, {
      ...{ kind: "objected", now, roles: ["office_reviewer", "head"] },
    });
  }

  async #answer(
    actor: Actor,
    clearance: Clearance,
    row: RequestRow,
    unit?: Work,
  ): Promise<ClearanceRequestAnswer> {
    const [answer] = await this.#needs.answers.requests(actor, clearance, [row], unit?.tx);
    if (answer === undefined) throw new AppError("not_found");
    return answer;
  }
}

/** A request's row as a mail speaks of it. */
export const mailed = ({
  id,
  level,
  organisationId,
  limitAt,
  timeZone,
}: RequestRow): MailedRequest => ({
  ...{ id, organisationId, level: level as MailedRequest["level"] },
  limit: { at: limitAt, timeZone },
});
