/** Who else may open a paper, and at which classification it stands. */
import { randomUUID } from "node:crypto";
import type { Paper, PaperAccess, Share } from "@istmo/contracts";
import {
  canSeePaper,
  classificationLevels,
  decideClassification,
  decideShare,
  editionRoleFor,
  editionRoles,
  isClearedFor,
  isIssued,
  maySharePaper,
  officeTimeZone,
  type Actor,
  type AuditFacts,
  type ClassificationLevel,
  type EditionRole,
  type PaperFacts,
} from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { audience, forgetAudience, raiseEvents } from "../../platform/audience.ts";
import { dayAfter, dayIn, startOfDay, type Clock } from "../../platform/clock.ts";
import { queueMail } from "../../platform/mail-outbox.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { auditedPaper } from "./paper-answers.ts";
import type { PaperAccessRepository, ShareRow } from "./paper-access.repository.ts";
import { paperSharedMail } from "./paper-shared-mail.ts";
import { paperAudience, titleOf, toFacts } from "./papers.queries.ts";
import type { PaperRow, PapersRepository } from "./papers.repository.ts";

export interface PaperAccessServiceNeeds {
  readonly papers: PapersRepository;
  readonly repository: PaperAccessRepository;
  /** The paper as a transaction leaves it, for one person. */
  readonly reread: (tx: PrismaTransaction, paperId: string, actor: Actor) => Promise<Paper>;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  /** Where people open the page, for links in mails. */
  readonly origin: () => string;
}

/** A share as somebody wants to give it; `expiresOn` is the last day, in the office's time zone. */
export interface WantedShare {
  readonly paperId: string;
  readonly subject: string;
  readonly level: EditionRole;
  readonly expiresOn: string | null;
}

/** People in one answer. */
const peopleShown = 500;

const rankOf = (level: ClassificationLevel) => classificationLevels.indexOf(level);

/** From the last day to the first instant at which it no longer holds, and back. */
const expiryOf = (lastDay: string | null): Date | null =>
  lastDay === null ? null : startOfDay(officeTimeZone, dayAfter(lastDay));
const lastDayOf = (expiresAt: Date | null): string | null =>
  expiresAt === null ? null : dayIn(officeTimeZone, new Date(expiresAt.getTime() - 1));

const shareFacts = (share: {
  subject: string;
  level: string;
  expiresAt: Date | null;
}): AuditFacts => ({
  subject: share.subject,
  level: share.level,
  expiresOn: lastDayOf(share.expiresAt),
});

export class PaperAccessService {
  readonly #needs: PaperAccessServiceNeeds;

  constructor(needs: PaperAccessServiceNeeds) {
    this.#needs = needs;
  }

  /** The shares of a paper and everybody who can open it today, for those who may share it. */
  async access(actor: Actor, paperId: string): Promise<PaperAccess> {
    const paper = await this.#visible(actor, paperId);
    if (!maySharePaper(actor, toFacts(paper))) throw new AppError("not_allowed");
    return this.#answer(paperId);
  }

  /**
   * Refusals: `not_found`, `not_allowed`, `unknown_subject`, `expiry_in_the_past`,
   * `person_not_cleared`, `already_shared`.
   */
  async share(actor: Actor, command: Command, wanted: WantedShare): Promise<PaperAccess> {
    const give = await this.prepareShare(actor, wanted);
    return this.#needs.unitOfWork.run(command, async (work) => {
      await give(work);
      return this.#answer(wanted.paperId, work.tx);
    });
  }

  /**
   * Decides whether a share is given, and returns what gives it within the caller's unit of work:
   * for whoever gives it together with something else. Refusals as for `share`.
   */
  async prepareShare(actor: Actor, wanted: WantedShare): Promise<(work: Work) => Promise<void>> {
    const { papers, repository, clock, origin } = this.#needs;
    const { subject, level } = wanted;
    const paper = await this.#visible(actor, wanted.paperId);
    const facts = toFacts(paper);
    // Before the subject is looked up: who may not share learns nothing about who exists.
    if (!maySharePaper(actor, facts)) throw new AppError("not_allowed");
    const person = await this.#personOf(subject);
    const expiresAt = expiryOf(wanted.expiresOn);
    const now = clock.now();
    this.#checkShare(facts, actor, { subject, level, expiresAt }, person);

    return async ({ tx, record, audit }) => {
      const known = await repository.findShareOf(paper.id, subject, tx);
      if (known !== null && (known.expiresAt === null || known.expiresAt > now))
        throw new AppError("already_shared");
      // One that has expired is given anew; there is one row for each subject.
      if (known !== null) await repository.removeShare(tx, known.id);
      await repository.addShare(tx, {
        id: randomUUID(),
        paperId: paper.id,
        subject,
        level,
        expiresAt,
        createdById: actor.id,
        createdAt: now,
      });
      audit({
        kind: "paper.shared",
        ...auditedPaper(paper),
        after: shareFacts({ subject, level, expiresAt }),
      });
      record(this.#accessChanged(paper, subject));
      if (person !== null && person.id !== actor.id) {
        const names = await namesOf(tx, [actor.id]);
        // As it stands now: what is being classified at this moment is not named.
        const { classification } = toFacts((await papers.find(paper.id, tx)) ?? paper);
        const mail = paperSharedMail({
          to: person,
          sharedBy: names.get(actor.id)?.name ?? "Istmo",
          paper: {
            id: paper.id,
            title: titleOf(paper.editions),
            classification,
          },
          origin: origin(),
          expiresOn: wanted.expiresOn,
        });
        await queueMail(tx, mail, now);
      }
    };
  }

  /** Refusals: `not_found`, `not_allowed`, `stale_version`, `expiry_in_the_past`, `person_not_cleared`. */
  async changeShare(
    actor: Actor,
    command: Command,
    change: {
      readonly paperId: string;
      readonly shareId: string;
      readonly version: number;
      readonly level?: EditionRole | undefined;
      readonly expiresOn?: string | null | undefined;
    },
  ): Promise<PaperAccess> {
    const { repository, unitOfWork } = this.#needs;
    const { paper, share } = await this.#sharedBy(actor, change);
    const level = change.level ?? (share.level as EditionRole);
    const expiresAt = change.expiresOn === undefined ? share.expiresAt : expiryOf(change.expiresOn);
    const wanted = { subject: share.subject, level, expiresAt };
    if (share.version !== change.version) throw new AppError("stale_version");
    // Taking away must stay possible whoever it is; only what gives more asks about the person.
    const givesMore =
      editionRoles.indexOf(level) > editionRoles.indexOf(share.level as EditionRole) ||
      (share.expiresAt !== null && (expiresAt === null || expiresAt > share.expiresAt));
    const person = givesMore ? await this.#personOf(share.subject) : null;
    this.#checkShare(toFacts(paper), actor, wanted, person);

    return unitOfWork.run(command, async ({ tx, record, audit }) => {
      if (!(await repository.changeShare(tx, share, { level, expiresAt })))
        throw new AppError("stale_version");
      audit({
        kind: "paper.share_changed",
        ...auditedPaper(paper),
        before: shareFacts(share),
        after: shareFacts(wanted),
      });
      record(this.#accessChanged(paper, share.subject));
      return this.#answer(paper.id, tx);
    });
  }

  /** Refusals: `not_found`, `not_allowed`. */
  async removeShare(
    actor: Actor,
    command: Command,
    which: { readonly paperId: string; readonly shareId: string },
  ): Promise<PaperAccess> {
    const { repository, unitOfWork } = this.#needs;
    const { paper, share } = await this.#sharedBy(actor, which);
    const { subject } = share;
    return unitOfWork.run(command, async ({ tx, record, audit }) => {
      if (!(await repository.removeShare(tx, share.id))) throw new AppError("not_found");
      const hearsAnyway = toFacts(paper).centreIds.map(audience.centre).includes(subject);
      if (!hearsAnyway) await forgetAudience(tx, paper.id, subject);
      audit({
        kind: "paper.share_ended",
        ...auditedPaper(paper),
        before: shareFacts(share),
      });
      record(this.#accessChanged(paper, subject));
      return this.#answer(paper.id, tx);
    });
  }

  /**
   * Moves the paper, its action items and commitments, and when it is raised what the log holds about them, to
   * another level. Refusals: `not_found`, `not_allowed`, `same_classification`, `above_clearance`,
   * `reason_required`, `stale_version`.
   */
  async classify(
    actor: Actor,
    command: Command,
    wanted: {
      readonly paperId: string;
      readonly version: number;
      readonly to: ClassificationLevel;
      readonly reason?: string | undefined;
    },
  ): Promise<Paper> {
    const { repository, unitOfWork, reread } = this.#needs;
    const { paperId, version, reason } = wanted;
    const paper = await this.#visible(actor, paperId);
    const facts = toFacts(paper);
    const decision = decideClassification(facts, actor, { to: wanted.to, reason });
    if (!decision.accepted) throw new AppError(decision.code);
    const { from, to } = decision.event;
    const isRaise = rankOf(to) > rankOf(from);

    return unitOfWork.run(command, async ({ tx, record, audit }) => {
      if (!(await repository.classify(tx, { id: paperId, version }, to)))
        throw new AppError("stale_version");
      const actionIds = await repository.classifyActions(tx, paperId, to);
      const commitmentIds = await repository.classifyCommitments(tx, paperId, to);
      if (isRaise) await raiseEvents(tx, { paperId, actionIds, commitmentIds }, to);
      audit({
        kind: "paper.classified",
        ...auditedPaper(paper),
        before: { classification: from },
        after: { classification: to },
        ...(reason === undefined ? {} : { reason }),
      });
      const heardBy = paperAudience(facts);
      record({
        type: "paper.classified",
        payload: { paperId, title: titleOf(paper.editions), from, to },
        audience: heardBy,
        classification: isRaise ? to : from,
      });
      // Everybody who saw it before, or may see it from now on, asks again.
      record({
        type: "access.changed",
        payload: { subjects: heardBy, paperId },
        audience: [
          ...heardBy,
          "post:admin@office",
          ...(isIssued(facts) ? [audience.everybody] : []),
          ...(actionIds.length > 0 ? [audience.staff] : []),
        ],
        classification: isRaise ? from : to,
      });
      return reread(tx, paperId, actor);
    });
  }

  /** The row of a paper that the actor may know of; 404 for everybody else. */
  async #visible(actor: Actor, paperId: string): Promise<PaperRow> {
    const row = await this.#needs.papers.find(paperId);
    if (row === null || !canSeePaper(actor, toFacts(row))) throw new AppError("not_found");
    return row;
  }

  async #sharedBy(
    actor: Actor,
    { paperId, shareId }: { readonly paperId: string; readonly shareId: string },
  ): Promise<{ paper: PaperRow; share: ShareRow }> {
    const paper = await this.#visible(actor, paperId);
    if (!maySharePaper(actor, toFacts(paper))) throw new AppError("not_allowed");
    const share = await this.#needs.repository.findShare(paperId, shareId);
    if (share === null) throw new AppError("not_found");
    return { paper, share };
  }

  /** The person that a subject names, null for a group. */
  async #personOf(subject: string) {
    const { repository } = this.#needs;
    if (!subject.startsWith("person:")) {
      if (!(await repository.existsGroup(subject))) throw new AppError("unknown_subject");
      return null;
    }
    const person = await repository.findPerson(subject.slice("person:".length));
    if (person === null) throw new AppError("unknown_subject");
    return person;
  }

  #checkShare(
    paper: PaperFacts,
    actor: Actor,
    wanted: { subject: string; level: EditionRole; expiresAt: Date | null },
    person: { clearedTo: string } | null,
  ): void {
    const subjectClearance = person === null ? null : (person.clearedTo as ClassificationLevel);
    const now = this.#needs.clock.now();
    const decision = decideShare(paper, actor, wanted, { now, subjectClearance });
    if (!decision.accepted) throw new AppError(decision.code);
  }

  /** Heard at the paper's own level: nobody else knew of it, or will. */
  #accessChanged(paper: PaperRow, subject: string) {
    const facts = toFacts(paper);
    return {
      type: "access.changed" as const,
      payload: { subjects: [subject], paperId: paper.id },
      audience: [...new Set([subject, ...paperAudience({ ...facts, shares: [] })])],
      classification: facts.classification,
    };
  }

  /** Inside a transaction `db` is that one: another connection would wait for its end. */
  async #answer(paperId: string, db?: PrismaTransaction): Promise<PaperAccess> {
    const { papers, repository, clock } = this.#needs;
    const now = clock.now();
    const paper = await papers.find(paperId, db);
    if (paper === null) throw new AppError("not_found");
    const rows = await repository.shares(paperId, db);
    const names = await namesOf(
      db ?? repository.db,
      rows.flatMap(({ createdById, subject }) => [
        createdById,
        subject.startsWith("person:") ? subject.slice("person:".length) : null,
      ]),
    );
    return {
      shares: rows.map((row): Share => {
        const { id, subject, level, expiresAt, createdById, createdAt, version } = row;
        return {
          id,
          subject,
          name: names.get(subject.replace(/^person:/, ""))?.name ?? null,
          level: level as EditionRole,
          expiresOn: lastDayOf(expiresAt),
          hasExpired: expiresAt !== null && expiresAt <= now,
          sharedBy: names.get(createdById) ?? { id: createdById, name: createdById },
          createdAt: createdAt.toISOString(),
          version,
        };
      }),
      people: await this.#peopleOf(paper, db),
    };
  }

  async #peopleOf(paper: PaperRow, db?: PrismaTransaction): Promise<PaperAccess["people"]> {
    const { repository, clock } = this.#needs;
    const facts = toFacts(paper);
    const unshared = { ...facts, shares: [] };
    const owners = paper.sections.map(({ ownerId }) => ownerId);
    const levels = classificationLevels.filter((it) => isClearedFor(it, facts.classification));
    const people = await repository.peopleClearedFor(levels, clock.now(), db);
    return people
      .flatMap(({ name, actor }): PaperAccess["people"] => {
        const role = editionRoleFor(actor, facts, owners);
        if (role === null) return [];
        const byPost = editionRoleFor(actor, unshared, owners);
        return [{ id: actor.id, name, role, through: role === byPost ? "post" : "share" }];
      })
      .slice(0, peopleShown);
  }
}
