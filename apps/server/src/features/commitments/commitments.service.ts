/** Commitments: proposing, moving along their machine, and the action items that carry them. */
import { randomUUID } from "node:crypto";
import {
  actionsPerCommitment,
  type ActionItem,
  type Commitment,
  type CommitmentDetail,
  type CommitmentStepRequest,
  type CreateAction,
  type LocalText,
  type ProposeCommitment,
  type TypedText,
  type carryCommitment,
} from "@istmo/contracts";
import {
  ageOf,
  canReadPaper,
  canSeeCommitment,
  daysLate,
  decideCommitmentStep,
  isClearedFor,
  isOpenCommitment,
  mayCarryCommitment,
  mayProposeCommitment,
  officeTimeZone,
  possibleCommitmentSteps,
  postsOfBody,
  type Actor,
  type ClassificationLevel,
  type CommitmentMoved,
} from "@istmo/domain";
import type { Prisma, PrismaTransaction } from "@istmo/prisma/client";
import type { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import { audience } from "../../platform/audience.ts";
import { dayIn, type Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { documentsOf, giveDocumentsWithin } from "../documents/documents.queries.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { findPaperFacts, readablePaperIds } from "../papers/papers.queries.ts";
import {
  bodyOf,
  toCommitmentFacts,
  wouldLeaveBare,
  type CommitmentRow,
} from "./commitments.queries.ts";
import type { CommitmentsFilter, CommitmentsRepository } from "./commitments.repository.ts";

/** What commitments ask of action items. */
export interface CarryingActions {
  /** Those that carry the commitment and that the actor may see. */
  listOf(actor: Actor, commitmentId: string): Promise<readonly ActionItem[]>;
  /** What makes an item that carries nothing yet; refusals as for making any. */
  prepareCreation(
    actor: Actor,
    wanted: CreateAction,
  ): Promise<(work: Work) => Promise<{ readonly id: string }>>;
  /**
   * Lets an item carry the commitment, or with null none. Refusals: `not_found`, `not_allowed`,
   * `already_carries`.
   */
  carry(
    work: Work,
    actor: Actor,
    carried: { readonly actionId: string; readonly commitmentId: string | null },
  ): Promise<void>;
}

export interface CommitmentsServiceNeeds {
  readonly repository: CommitmentsRepository;
  readonly actions: CarryingActions;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

type Db = PrismaTransaction;

/** Of the regional office, where it is no row among the organisations. */
const officeName: LocalText = { es: "Oficina Regional", en: "Regional office" };
type Carry = z.output<typeof carryCommitment>;
type Evidence = NonNullable<CommitmentStepRequest["evidence"]>;

/** Decisions that the audit log names, by their step. */
const audited = {
  agree: "commitment.agreed",
  verify: "commitment.verified",
  refuse: "commitment.refused",
  reopen: "commitment.reopened",
  release: "commitment.released",
} as const;

export class CommitmentsService {
  readonly #needs: CommitmentsServiceNeeds;

  constructor(needs: CommitmentsServiceNeeds) {
    this.#needs = needs;
  }

  /** The ledger, the longest due first. */
  async list(actor: Actor, filter: CommitmentsFilter) {
    const { repository, clock } = this.#needs;
    const rows = await repository.list(actor, filter, clock.now());
    const items = await this.#answers(rows, actor, repository.db);
    return toPage(rows, filter.limit, ({ id }) => items.get(id));
  }

  /** Refusals: `not_found`. */
  async get(actor: Actor, id: string): Promise<CommitmentDetail> {
    return this.#detail(await this.#visible(actor, id), actor);
  }

  /**
   * Puts a promise forward, for the body to agree to. It is as classified as what it comes from.
   * Refusals: `unknown_centre`, `unknown_organisation`, `not_found` (the paper),
   * `unknown_consultation`, `not_allowed`, `due_before_today`.
   */
  async propose(
    actor: Actor,
    command: Command,
    wanted: ProposeCommitment,
  ): Promise<CommitmentDetail> {
    const { repository, unitOfWork, clock } = this.#needs;
    const { body, origin, dueOn } = wanted;
    if (!(await repository.existsBody(body)))
      throw new AppError(body.kind === "centre" ? "unknown_centre" : "unknown_organisation");
    const { classification, seriesId } = await this.#originOf(actor, origin);
    if (!mayProposeCommitment(actor, { body, classification })) throw new AppError("not_allowed");
    const now = clock.now();
    if (dueOn !== undefined && dueOn < dayIn(officeTimeZone, now))
      throw new AppError("due_before_today");
    const id = randomUUID();
    const row = await unitOfWork.run(command, async (work) => {
      const made = await repository.create(work.tx, {
        id,
        title: wanted.title,
        ...(wanted.evidenceWanted === undefined ? {} : { evidenceWanted: wanted.evidenceWanted }),
        centreId: body.kind === "centre" ? body.id : null,
        organisationId: body.kind === "organisation" ? body.id : null,
        dueOn: dueOn ?? null,
        originPaperId: origin?.paperId ?? null,
        originConsultationId: origin?.consultationId ?? null,
        ...{ seriesId, classification, createdById: actor.id, createdAt: now, updatedAt: now },
      });
      await this.#note(work, made, { step: "propose", from: "", actor, now });
      this.#tell(work, made, { change: "proposed", from: "" });
      return { id: made.id };
    });
    return this.get(actor, row.id);
  }

  /**
   * Takes one step of the machine, or changes the date. Refusals: those of the domain,
   * `stale_version`, `unknown_consultation`, `above_clearance`, `unknown_document`.
   */
  async takeStep(
    actor: Actor,
    command: Command,
    { id, step }: { readonly id: string; readonly step: CommitmentStepRequest },
  ): Promise<CommitmentDetail> {
    const { repository, unitOfWork, clock } = this.#needs;
    const row = await this.#visible(actor, id);
    const now = clock.now();
    const { event, reason, evidence, dueOn, decision: released } = step;
    const consultation =
      released === undefined ? null : await repository.consultation(released.consultationId);
    if (released !== undefined && consultation === null) throw new AppError("unknown_consultation");
    const level = (await repository.levels([row.originConsultationId], repository.db))
      .values()
      .next().value;
    const facts = toCommitmentFacts(row, level ?? null);
    // What was left open when it was put forward is named with the agreement.
    const namesEvidence = event === "agree" && row.state === "proposed";
    const asAgreed = namesEvidence
      ? {
          ...facts,
          dueOn: dueOn ?? facts.dueOn,
          hasEvidenceWanted: facts.hasEvidenceWanted || step.evidenceWanted !== undefined,
        }
      : facts;
    const decision = decideCommitmentStep(asAgreed, actor, {
      ...{ event, reason, dueOn, today: dayIn(officeTimeZone, now) },
      hasEvidence: evidence !== undefined && isSomething(evidence),
      ...(released === undefined || consultation === null
        ? {}
        : { decision: { text: released.text, level: consultation.level } }),
    });
    if (row.version !== step.version) throw new AppError("stale_version");
    if (!decision.accepted) throw new AppError(decision.code);
    const { from, to, slips } = decision.event;
    if (evidence !== undefined && !isClearedFor(actor.clearedTo, evidence.classification))
      throw new AppError("above_clearance");

    await unitOfWork.run(command, async (work) => {
      const data: Prisma.CommitmentUncheckedUpdateManyInput = { state: to, updatedAt: now };
      if (dueOn !== undefined && (event === "change_date" || namesEvidence)) data.dueOn = dueOn;
      if (namesEvidence && step.evidenceWanted !== undefined)
        data.evidenceWanted = step.evidenceWanted;
      if (slips) data.dateSlips = { increment: 1 };
      const moved = await repository.update(work.tx, row, data);
      if (moved === null) throw new AppError("stale_version");
      if (event === "submit_evidence" && evidence !== undefined)
        await this.#give(work, moved, { evidence, actor, now });
      await this.#note(work, moved, {
        ...{ step: event, from, actor, now, dueBefore: row.dueOn },
        reason: released?.text ?? reason,
        consultationId: released?.consultationId,
      });
      this.#audit(work, moved, { event, from, to, reason: released?.text ?? reason });
      this.#tell(work, moved, { change: event === "change_date" ? "date" : "moved", from });
      return {};
    });
    return this.get(actor, id);
  }

  /**
   * Lets an action item carry the commitment: one that there is, or a new one. Refusals:
   * `not_found`, `not_allowed`, `commitment_closed`, `stale_version`, `too_many_actions`, and those
   * of action items.
   */
  async carry(
    actor: Actor,
    command: Command,
    { id, wanted }: { readonly id: string; readonly wanted: Carry },
  ): Promise<CommitmentDetail> {
    const { actions, unitOfWork } = this.#needs;
    const row = await this.#carried(actor, id, wanted.version);
    if (row.actions.length >= actionsPerCommitment) throw new AppError("too_many_actions");
    const create = "create" in wanted ? await actions.prepareCreation(actor, wanted.create) : null;
    await unitOfWork.run(command, async (work) => {
      const actionId =
        create === null ? ("actionId" in wanted ? wanted.actionId : "") : (await create(work)).id;
      await actions.carry(work, actor, { actionId, commitmentId: id });
      await this.#actionsChanged(work, row);
      return {};
    });
    return this.get(actor, id);
  }

  /**
   * An action item carries the commitment no longer. Refusals: as for `carry`, and
   * `commitment_open` where it would be left without any.
   */
  async letGo(
    actor: Actor,
    command: Command,
    { id, actionId }: { readonly id: string; readonly actionId: string },
  ): Promise<CommitmentDetail> {
    const { actions, unitOfWork } = this.#needs;
    const row = await this.#carried(actor, id);
    if (!row.actions.some((action) => action.id === actionId)) throw new AppError("not_found");
    await unitOfWork.run(command, async (work) => {
      if (await wouldLeaveBare(work.tx, { id: actionId, commitmentId: id }))
        throw new AppError("commitment_open");
      await actions.carry(work, actor, { actionId, commitmentId: null });
      await this.#actionsChanged(work, row);
      return {};
    });
    return this.get(actor, id);
  }

  async #visible(actor: Actor, id: string): Promise<CommitmentRow> {
    const row = await this.#needs.repository.find(id);
    if (row === null || !canSeeCommitment(actor, toCommitmentFacts(row)))
      throw new AppError("not_found");
    return row;
  }

  async #carried(actor: Actor, id: string, version?: number): Promise<CommitmentRow> {
    const row = await this.#visible(actor, id);
    const facts = toCommitmentFacts(row);
    if (!mayProposeCommitment(actor, facts)) throw new AppError("not_allowed");
    if (!isOpenCommitment(facts.state)) throw new AppError("commitment_closed");
    if (version !== undefined && row.version !== version) throw new AppError("stale_version");
    return row;
  }

  /** Of the origin: its classification, and the series by which the commitment flows on. */
  async #originOf(
    actor: Actor,
    origin: ProposeCommitment["origin"],
  ): Promise<{ classification: ClassificationLevel; seriesId: string | null }> {
    const { repository, clock } = this.#needs;
    if (origin?.paperId !== undefined) {
      const paper = await findPaperFacts(repository.db, origin.paperId, clock.now());
      if (paper === null || !canReadPaper(actor, paper)) throw new AppError("not_found");
      return { classification: paper.classification, seriesId: null };
    }
    if (origin?.consultationId === undefined)
      return { classification: "unclassified", seriesId: null };
    const consultation = await repository.consultation(origin.consultationId);
    if (consultation === null) throw new AppError("unknown_consultation");
    const { classification } = consultation.detail as { classification?: ClassificationLevel };
    return { classification: classification ?? "unclassified", seriesId: consultation.seriesId };
  }

  async #give(
    { tx }: Work,
    row: CommitmentRow,
    given: { readonly evidence: Evidence; readonly actor: Actor; readonly now: Date },
  ): Promise<void> {
    const { evidence, actor, now } = given;
    // Never below what it is evidence of.
    const own = row.classification as ClassificationLevel;
    const classification = isClearedFor(evidence.classification, own)
      ? evidence.classification
      : own;
    await this.#needs.repository.addEvidence(tx, {
      ...{ id: randomUUID(), commitmentId: row.id, text: evidence.text ?? "" },
      ...{ link: evidence.link ?? null, classification, givenById: actor.id, givenAt: now },
    });
    await giveDocumentsWithin(tx, {
      ...{ actor, subject: { kind: "commitment", id: row.id } },
      ...{ ids: evidence.documentIds, classification, at: now },
    });
  }

  async #note(
    { tx }: Work,
    row: CommitmentRow,
    taken: {
      readonly step: string;
      readonly from: string;
      readonly actor: Actor;
      readonly now: Date;
      readonly reason?: string | undefined;
      readonly consultationId?: string | undefined;
      readonly dueBefore?: string | null;
    },
  ): Promise<void> {
    const { step, from, actor, now, reason, consultationId, dueBefore } = taken;
    await this.#needs.repository.addStep(tx, {
      ...{ id: randomUUID(), commitmentId: row.id, number: row.version, step, from },
      ...{ to: row.state, reason: reason ?? null, consultationId: consultationId ?? null },
      ...{ dueBefore: dueBefore ?? null, dueAfter: row.dueOn, byId: actor.id, at: now },
    });
  }

  #audit(
    { audit }: Work,
    row: CommitmentRow,
    taken: Pick<CommitmentMoved, "from" | "to"> & {
      readonly event: CommitmentStepRequest["event"];
      readonly reason: string | undefined;
    },
  ): void {
    const { event, from, to, reason } = taken;
    if (!(event in audited)) return;
    const title = row.title as TypedText;
    const isClassified = row.classification !== "unclassified";
    audit({
      kind: audited[event as keyof typeof audited],
      // The log is open to people who are cleared for nothing: what is classified is named by its id.
      subject: {
        ...{ kind: "commitment", id: row.id },
        ...(isClassified ? {} : { label: title.es ?? title.en ?? "" }),
      },
      ...(row.originPaperId === null ? {} : { paperId: row.originPaperId }),
      before: { state: from },
      after: { state: to, dueOn: row.dueOn },
      ...(reason === undefined || isClassified ? {} : { reason }),
    });
  }

  #tell(
    { record }: Work,
    row: CommitmentRow,
    {
      change,
      from,
    }: { readonly change: "proposed" | "moved" | "date" | "actions"; readonly from: string },
  ): void {
    record({
      type: "commitment.changed",
      payload: {
        ...{ commitmentId: row.id, title: row.title as TypedText, change, from },
        to: row.state,
      },
      audience: [audience.staff, ...postsOfBody(bodyOf(row))],
      classification: row.classification,
    });
  }

  async #actionsChanged(work: Work, row: CommitmentRow): Promise<void> {
    const { repository, clock } = this.#needs;
    const changed = await repository.update(work.tx, row, { updatedAt: clock.now() });
    if (changed === null) throw new AppError("stale_version");
    this.#tell(work, changed, { change: "actions", from: changed.state });
  }

  async #detail(row: CommitmentRow, actor: Actor): Promise<CommitmentDetail> {
    const { repository, actions } = this.#needs;
    const { db } = repository;
    const item = (await this.#answers([row], actor, db)).get(row.id);
    if (item === undefined) throw new AppError("not_found");
    const evidence = (await repository.evidenceOf(row.id, db)).filter(({ classification }) =>
      isClearedFor(actor.clearedTo, classification),
    );
    const steps = await repository.stepsOf(row.id, db);
    const names = await namesOf(db, [
      ...evidence.map(({ givenById }) => givenById),
      ...steps.map(({ byId }) => byId),
    ]);
    const documents = await documentsOf(db, actor, { kind: "commitment", ids: [row.id] });
    const carriedBy = await actions.listOf(actor, row.id);
    return {
      ...item,
      evidence: evidence.map(({ id, text, link, classification, givenById, givenAt }) => ({
        ...{ id, text, link, classification: classification as ClassificationLevel },
        ...{ givenBy: names.get(givenById) ?? null, givenAt: givenAt.toISOString() },
      })),
      documents: [...(documents.get(row.id) ?? [])],
      carriedBy: carriedBy.map(({ id, title, state, dueOn, isOverdue, owner }) => ({
        ...{ id, title, state, dueOn, isOverdue, owner },
      })),
      history: steps.map(({ step, from, to, reason, dueBefore, dueAfter, byId, at }) => ({
        ...{ step, from, to, reason, dueBefore, dueAfter, by: names.get(byId) ?? null },
        at: at.toISOString(),
      })),
    };
  }

  async #answers(
    rows: readonly CommitmentRow[],
    actor: Actor,
    db: Db,
  ): Promise<Map<string, Commitment>> {
    const { repository, clock } = this.#needs;
    const now = clock.now();
    const bodies = await repository.bodies(rows, db);
    const levels = await repository.levels(
      rows.map(({ originConsultationId }) => originConsultationId),
      db,
    );
    const readable = await readablePaperIds(db, actor, {
      ids: rows.map(({ originPaperId }) => originPaperId),
      now,
    });
    return new Map(
      rows.map((row) => {
        const facts = toCommitmentFacts(row, levels.get(row.originConsultationId ?? "") ?? null);
        const body = bodies.get(facts.body.id);
        const late = daysLate(facts, dayIn(body?.timeZone ?? officeTimeZone, now));
        const { originPaperId, originConsultationId: consultationId, seriesId } = row;
        const kind =
          originPaperId !== null ? "paper" : consultationId === null ? "manual" : "consultation";
        const item: Commitment = {
          id: row.id,
          title: row.title as TypedText,
          evidenceWanted: row.evidenceWanted as TypedText | null,
          body: { ...facts.body, label: (body?.name ?? officeName) as LocalText },
          ...{ state: facts.state, dueOn: row.dueOn, isOverdue: late > 0, daysLate: late },
          ...{ age: ageOf(late), dateSlips: row.dateSlips },
          actions: {
            done: row.actions.filter(({ state }) => state === "done" || state === "verified")
              .length,
            all: row.actions.length,
          },
          origin: {
            kind,
            paperId: originPaperId !== null && readable.has(originPaperId) ? originPaperId : null,
            ...{ consultationId, seriesId },
          },
          ...{ classification: facts.classification, sample: row.sample, version: row.version },
          updatedAt: row.updatedAt.toISOString(),
          abilities: {
            steps: possibleCommitmentSteps(facts, actor),
            carry: mayCarryCommitment(actor, facts),
          },
        };
        return [row.id, item] as const;
      }),
    );
  }
}

const isSomething = ({ text, link, documentIds }: Evidence): boolean =>
  text !== undefined || link !== undefined || documentIds.length > 0;
