/** Review rounds: opening them on a frozen version, changing who has how much time, and ending them. */
import { randomUUID } from "node:crypto";
import {
  participantsPerRound,
  type OpenRound,
  type Round,
  type RoundChange,
  type RoundText,
} from "@istmo/contracts";
import {
  canReadPaper,
  decideExtension,
  decideInvitation,
  decideRemoval,
  decideReopening,
  decideRoundCancelling,
  decideRoundClosing,
  decideRoundOpening,
  decideRoundSubmission,
  limitAt,
  managesRounds,
  type Actor,
  type InvitedPerson,
  type TimeLimit,
} from "@istmo/domain";
import { citationsIn, type PaperDocumentJson } from "@istmo/paper-schema";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { NewAuditEntry } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { findActors } from "../identity/identity.queries.ts";
import { findPaper } from "../papers/papers.queries.ts";
import { citedSources } from "../sources/sources.queries.ts";
import { versionSha256 } from "../versions/versions.queries.ts";
import { partAudience, roundEvent, type FoundRounds, type Readings } from "./found-rounds.ts";
import { changedBlocks, frozenBlocks, type FrozenBlocks } from "./frozen-blocks.ts";
import type { FoundRound } from "./round-answers.ts";
import type { RoundMailing } from "./round-mailing.ts";
import type { RoundsRepository } from "./rounds.repository.ts";

interface StandingText {
  readonly language: string;
  readonly document: PaperDocumentJson;
}

/** Keeps the texts of a paper as one version that never changes. */
export interface RoundFreezer<Taken extends StandingText = StandingText> {
  /** Reads a text to be frozen; before the transaction. */
  take(editionId: string): Promise<Taken>;
  freezePaper(
    tx: PrismaTransaction,
    taken: readonly Taken[],
    as: { readonly paperId: string; readonly reason: "round"; readonly createdById: string },
  ): Promise<{
    readonly id: string;
    readonly editions: readonly { readonly language: string; readonly sha256: string }[];
  }>;
}

export interface RoundsServiceNeeds {
  readonly repository: RoundsRepository;
  readonly rounds: FoundRounds;
  readonly mailing: RoundMailing;
  readonly freezer: RoundFreezer;
  readonly readings: Readings;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

/** One change of a round as a transaction makes it. */
interface Changing {
  readonly found: FoundRound;
  readonly work: Work;
  readonly now: Date;
}

/** What a change leaves to be told. */
interface Told {
  readonly change: RoundChange;
  /** The part that it concerns; null: all. */
  readonly subject: string | null;
  readonly audit: Pick<NewAuditEntry, "kind" | "before" | "after" | "reason">;
}

const accepted = <Event>(
  decision:
    | { readonly accepted: true; readonly event: Event }
    | { readonly accepted: false; readonly code: AppError["code"] },
): Event => {
  if (!decision.accepted) throw new AppError(decision.code);
  return decision.event;
};

export class RoundsService {
  readonly #needs: RoundsServiceNeeds;

  constructor(needs: RoundsServiceNeeds) {
    this.#needs = needs;
  }

  async list(
    actor: Actor,
    query: {
      readonly state?: string | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
  ): Promise<{ items: Round[]; nextCursor: string | null }> {
    const { repository, rounds, clock } = this.#needs;
    const rows = await repository.list(actor, { ...query, now: clock.now() });
    const { items, nextCursor } = toPage(rows, query.limit, (row) => row);
    const found = await rounds.visible(actor, items);
    const answers = [];
    for (const one of found) answers.push(await rounds.answer(actor, one));
    return { items: answers, nextCursor };
  }

  /** Newest first. To whoever may see neither the paper nor a round of it, there is no such paper. */
  async ofPaper(actor: Actor, reader: Command, paperId: string): Promise<Round[]> {
    const { repository, rounds, readings, clock } = this.#needs;
    const paper = await findPaper(repository.db, { paperId, now: clock.now() });
    if (paper === null) throw new AppError("not_found");
    const found = await rounds.visible(actor, await repository.ofPaper(paperId));
    if (found.length === 0 && !canReadPaper(actor, paper.facts)) throw new AppError("not_found");
    await readings.note(reader, paper.facts);
    const answers = [];
    for (const one of found) answers.push(await rounds.answer(actor, one));
    return answers;
  }

  async get(actor: Actor, reader: Command, roundId: string): Promise<Round> {
    const { rounds } = this.#needs;
    return rounds.answer(actor, await rounds.find(actor, reader, roundId));
  }

  /** The version as it was frozen, in one of its languages; the original unless another is asked for. */
  async text(
    actor: Actor,
    reader: Command,
    wanted: { readonly roundId: string; readonly language?: string | undefined },
  ): Promise<RoundText> {
    const { repository, rounds } = this.#needs;
    const { row, paper } = await rounds.find(actor, reader, wanted.roundId);
    const language = wanted.language ?? paper.originalLanguage;
    const text = await repository.text(row.versionId, language);
    if (text === null) throw new AppError("not_found");
    const { title, sha256, canonical, document } = text;
    const cited = citationsIn(document).flatMap(({ sourceId }) => sourceId ?? []);
    const sources = await citedSources(repository.db, row.paperId, cited);
    return { language: language as RoundText["language"], title, sha256, canonical, sources };
  }

  /**
   * Freezes the paper and asks for comments on it. Refusals: `not_found`, `unknown_organisation`,
   * `unknown_person`, `unknown_time_zone`, and those of `decideRoundOpening`.
   */
  async open(
    actor: Actor,
    command: Command,
    { paperId, ...wanted }: OpenRound & { readonly paperId: string },
  ): Promise<Round> {
    const { repository, rounds, mailing, freezer, readings, unitOfWork, clock } = this.#needs;
    const paper = await findPaper(repository.db, { paperId, now: clock.now() });
    if (paper === null || !canReadPaper(actor, paper.facts)) throw new AppError("not_found");
    if (!managesRounds(actor, paper.facts)) throw new AppError("not_allowed");
    await readings.note(command, paper.facts);
    const limit = limitOf(wanted.limit);
    const taken = await Promise.all(paper.editions.map(({ id }) => freezer.take(id)));
    const original = taken.find(({ language }) => language === paper.originalLanguage);
    const blocks = original === undefined ? {} : frozenBlocks(original.document, original.language);

    return unitOfWork.run(command, async ({ tx, record, audit }) => {
      await repository.lockPaper(tx, paperId);
      const now = clock.now();
      const standing = await findPaper(tx, { paperId, now });
      if (standing === null) throw new AppError("not_found");
      const others = await repository.ofPaper(paperId, tx);
      const people = await this.#invitedPeople(wanted.subjects, tx);
      const before = (await repository.blocksOfLastRound(paperId, tx)) as unknown as FrozenBlocks;
      const decision = decideRoundOpening(
        standing.facts,
        actor,
        { ...wanted, limit, changedBlockIds: changedBlocks(before, blocks) },
        {
          ...{ now, people, versionOf: paperId },
          otherRounds: others.map(({ state }) => state as "open"),
        },
      );
      const { subjects, blockIds } = accepted(decision);
      const as = { paperId, reason: "round", createdById: actor.id } as const;
      const { id: versionId, editions } = await freezer.freezePaper(tx, taken, as);
      const roundId = randomUUID();
      await repository.open(tx, {
        id: roundId,
        paperId,
        number: (others[0]?.number ?? 0) + 1,
        versionId,
        sha256: versionSha256(editions),
        scope: wanted.scope,
        blockIds: [...blockIds],
        blocks: blocks as object,
        questions: wanted.questions,
        limitAt: limit.at,
        timeZone: limit.timeZone,
        openedById: actor.id,
        openedAt: now,
        participants: { create: subjects.map((subject) => ({ subject })) },
      });
      const found = await rounds.reread(tx, roundId);
      await mailing.send(tx, found, { kind: "opened", subjects, now });
      audit({
        ...auditedPaper(found),
        kind: "paper.round_opened",
        after: { ...auditedRound(found), participants: [...subjects] },
      });
      record(roundEvent(found, "opened"));
      return rounds.answer(actor, found, tx);
    });
  }

  /** Submits the one position of a part: all its drafts, or that it has no comments. */
  submit(
    actor: Actor,
    command: Command,
    wanted: {
      readonly roundId: string;
      readonly subject: string;
      readonly hasNoComments: boolean;
    },
  ): Promise<Round> {
    const { repository } = this.#needs;
    const { roundId, subject, hasNoComments } = wanted;
    return this.#change(actor, command, { roundId }, async ({ found, work: { tx }, now }) => {
      const { facts, paper } = found;
      const comments = await repository.countDrafts(tx, roundId, subject);
      const { isLate } = accepted(
        decideRoundSubmission(
          paper.facts,
          actor,
          { round: facts, subject, comments, hasNoComments },
          now,
        ),
      );
      await repository.moveComments(tx, { roundId, subject }, now);
      await repository.putParticipant(
        tx,
        { roundId, subject },
        { state: "submitted", submittedAt: now, submittedById: actor.id, isLate, hasNoComments },
      );
      return {
        ...{ change: "submitted", subject },
        audit: { kind: "paper.position_submitted", after: { participant: subject, isLate } },
      };
    });
  }

  extend(
    actor: Actor,
    command: Command,
    wanted: {
      readonly roundId: string;
      readonly version: number;
      readonly limit: Parameters<typeof limitAt>[0];
      readonly reason: string;
      readonly subject: string | null;
    },
  ): Promise<Round> {
    const { repository, mailing } = this.#needs;
    const { roundId, reason, subject } = wanted;
    return this.#change(actor, command, wanted, async ({ found, work: { tx }, now }) => {
      const limit = limitOf(wanted.limit);
      const { before, until } = accepted(
        decideExtension(
          found.paper.facts,
          actor,
          { round: found.facts, until: limit.at, reason, subject },
          now,
        ),
      );
      if (subject === null) {
        const { timeZone } = limit;
        await tx.reviewRound.update({ where: { id: roundId }, data: { limitAt: until, timeZone } });
        for (const part of found.facts.participants) {
          const isPassed = part.extendedTo !== null && part.extendedTo <= until;
          const at = { roundId, subject: part.subject };
          if (isPassed) await repository.putParticipant(tx, at, { extendedTo: null });
        }
      } else await repository.putParticipant(tx, { roundId, subject }, { extendedTo: until });
      await repository.addExtension(tx, {
        ...{ id: randomUUID(), roundId, subject, before, until, reason },
        ...{ byId: actor.id, at: now },
      });
      const moved = await this.#needs.rounds.reread(tx, roundId);
      const waiting = moved.facts.participants
        .filter((part) => part.state === "invited" && (subject ?? part.subject) === part.subject)
        .map((part) => part.subject);
      await mailing.send(tx, moved, { kind: "extended", subjects: waiting, now });
      return {
        ...{ change: "extended", subject: null },
        audit: {
          ...{ kind: "paper.round_changed", reason },
          before: { limit: before.toISOString() },
          after: { limit: until.toISOString(), participant: subject },
        },
      };
    });
  }

  invite(
    actor: Actor,
    command: Command,
    wanted: { readonly roundId: string; readonly version: number; readonly subject: string },
  ): Promise<Round> {
    const { repository, rounds, mailing } = this.#needs;
    const { roundId, subject } = wanted;
    return this.#change(actor, command, wanted, async ({ found, work: { tx }, now }) => {
      const { facts, paper } = found;
      if (facts.participants.length >= participantsPerRound)
        throw new AppError("too_many_participants");
      const invited = [...facts.participants.map((one) => one.subject), subject];
      const people = await this.#invitedPeople([...new Set(invited)], tx);
      accepted(decideInvitation(paper.facts, actor, { round: facts, subject, people }));
      await repository.putParticipant(
        tx,
        { roundId, subject },
        { state: "invited", submittedAt: null, removedFor: null },
      );
      const after = await rounds.reread(tx, roundId);
      await mailing.send(tx, after, { kind: "opened", subjects: [subject], now });
      return {
        ...{ change: "invited", subject },
        audit: { kind: "paper.round_changed", after: { invited: subject } },
      };
    });
  }

  remove(
    actor: Actor,
    command: Command,
    wanted: {
      readonly roundId: string;
      readonly version: number;
      readonly subject: string;
      readonly reason: string;
    },
  ): Promise<Round> {
    const { repository } = this.#needs;
    const { roundId, subject, reason } = wanted;
    return this.#change(actor, command, wanted, async ({ found, work }) => {
      const { facts, paper } = found;
      accepted(decideRemoval(paper.facts, actor, { round: facts, subject, reason }));
      const part = { roundId, subject };
      await repository.putParticipant(work.tx, part, { state: "removed", removedFor: reason });
      await repository.forgetIn(work.tx, roundId, [partAudience(subject)]);
      work.record({
        type: "access.changed",
        payload: { subjects: [subject], paperId: paper.facts.id },
        audience: [subject],
        classification: paper.facts.classification,
      });
      return {
        ...{ change: "removed", subject: null },
        audit: { kind: "paper.round_changed", reason, after: { removed: subject } },
      };
    });
  }

  reopen(
    actor: Actor,
    command: Command,
    wanted: { readonly roundId: string; readonly version: number; readonly subject: string },
  ): Promise<Round> {
    const { repository } = this.#needs;
    const { roundId, subject } = wanted;
    return this.#change(actor, command, wanted, async ({ found, work: { tx } }) => {
      const { facts, paper } = found;
      accepted(decideReopening(paper.facts, actor, { round: facts, subject }));
      await repository.moveComments(tx, { roundId, subject }, null);
      await repository.putParticipant(
        tx,
        { roundId, subject },
        { state: "invited", submittedAt: null, submittedById: null, isLate: false },
      );
      return {
        ...{ change: "reopened", subject },
        audit: { kind: "paper.round_changed", after: { reopenedFor: subject } },
      };
    });
  }

  close(
    actor: Actor,
    command: Command,
    wanted: {
      readonly roundId: string;
      readonly version: number;
      readonly summary: string;
      readonly reason?: string | undefined;
    },
  ): Promise<Round> {
    const { mailing } = this.#needs;
    const { roundId, summary, reason } = wanted;
    return this.#change(actor, command, wanted, async ({ found, work: { tx }, now }) => {
      const { facts, paper } = found;
      const decision = decideRoundClosing(
        paper.facts,
        actor,
        { round: facts, summary, reason },
        now,
      );
      const { silent } = accepted(decision);
      await tx.reviewRound.update({
        where: { id: roundId },
        data: {
          ...{ state: "closed", summary, closedById: actor.id, closedAt: now },
          reason: reason ?? null,
        },
      });
      const subjects = facts.participants
        .filter(({ state }) => state !== "removed")
        .map(({ subject }) => subject);
      await mailing.send(tx, found, { kind: "closed", subjects, now });
      return {
        ...{ change: "closed", subject: null },
        audit: {
          kind: "paper.round_closed",
          after: { silent: [...silent] },
          ...(reason === undefined ? {} : { reason }),
        },
      };
    });
  }

  cancel(
    actor: Actor,
    command: Command,
    wanted: { readonly roundId: string; readonly version: number; readonly reason: string },
  ): Promise<Round> {
    const { roundId, reason } = wanted;
    return this.#change(actor, command, wanted, async ({ found, work: { tx }, now }) => {
      accepted(decideRoundCancelling(found.paper.facts, actor, { round: found.facts, reason }));
      await tx.reviewRound.update({
        where: { id: roundId },
        data: { state: "cancelled", reason, closedById: actor.id, closedAt: now },
      });
      return {
        ...{ change: "cancelled", subject: null },
        audit: { kind: "paper.round_cancelled", reason },
      };
    });
  }

  /**
   * One change under the round's lock: decided on what the transaction finds, with its event and its
   * audit entry. With a `version`, whoever saw another one is refused (`stale_version`).
   */
  async #change(
    actor: Actor,
    command: Command,
    { roundId, version }: { readonly roundId: string; readonly version?: number },
    work: (changing: Changing) => Promise<Told>,
  ): Promise<Round> {
    const { repository, rounds, unitOfWork, clock } = this.#needs;
    await rounds.find(actor, command, roundId);
    return unitOfWork.run(command, async (unit) => {
      const found = await rounds.locked(unit.tx, roundId);
      const told = await work({ found, work: unit, now: clock.now() });
      const seen = { id: roundId, version: version ?? found.row.version };
      if (!(await repository.change(unit.tx, seen, {}))) throw new AppError("stale_version");
      const after = await rounds.reread(unit.tx, roundId);
      unit.audit({ ...auditedPaper(after), ...told.audit });
      unit.record(roundEvent(after, told.change, told.subject));
      return rounds.answer(actor, after, unit.tx);
    });
  }

  /** Those invited by name; everybody and everything invited exists. */
  async #invitedPeople(
    subjects: readonly string[],
    tx: PrismaTransaction,
  ): Promise<InvitedPerson[]> {
    const { repository, clock } = this.#needs;
    const idsOf = (kind: string) =>
      subjects.flatMap((one) => (one.startsWith(`${kind}:`) ? [one.slice(kind.length + 1)] : []));
    const organisationIds = [...new Set(idsOf("organisation"))];
    const organisations = await repository.organisations(organisationIds, tx);
    if (organisations.filter(({ isActive }) => isActive).length < organisationIds.length)
      throw new AppError("unknown_organisation");
    const personIds = [...new Set(idsOf("person"))];
    const people = await findActors(tx, personIds, clock.now());
    if (people.size < personIds.length) throw new AppError("unknown_person");
    return [...people.values()].map(({ id, posts, clearedTo }) => ({
      id,
      clearedTo,
      organisationIds: posts.flatMap(({ organisationId }) => organisationId ?? []),
    }));
  }
}

/** The instant of an hour; `unknown_time_zone` where there is none such. */
function limitOf(hour: Parameters<typeof limitAt>[0]): TimeLimit {
  const limit = limitAt(hour);
  if (limit === null) throw new AppError("unknown_time_zone");
  return limit;
}

const auditedPaper = ({ paper }: FoundRound) => ({
  subject: { kind: "paper", id: paper.facts.id, label: paper.label } as const,
  paperId: paper.facts.id,
});

const auditedRound = ({ row }: FoundRound) => ({
  round: row.id,
  number: row.number,
  versionId: row.versionId,
  sha256: row.sha256,
  limit: row.limitAt.toISOString(),
});
