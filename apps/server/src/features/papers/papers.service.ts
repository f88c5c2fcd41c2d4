/** Papers: creating them, and the way of a draft to the regional office and back. */
import { randomUUID } from "node:crypto";
import type { CreatePaper, Edition, Paper, PaperVersion, Template } from "@istmo/contracts";
import {
  can,
  canSeePaper,
  decideOnSubmission,
  decidePaperSubmission,
  isClearedFor,
  missingSections,
  regionalOfficeId,
  seesVersion,
  versionsSeenBy,
  type Actor,
  type PaperMoved,
  type SectionFacts,
} from "@istmo/domain";
import {
  fromTemplate,
  outlineOf,
  sectionBlockId,
  toYUpdate,
  type PaperDocumentJson,
} from "@istmo/paper-schema";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { translationSummaries } from "../translations/translations.queries.ts";
import {
  auditedPaper,
  toEditions,
  toPaper,
  toSummary,
  toTemplate,
  type TemplateDetail,
} from "./paper-answers.ts";
import { paperAudience, titleOf, toFacts } from "./papers.queries.ts";
import type { PaperRow, PapersRepository } from "./papers.repository.ts";
import type { Reader, ReadingRecord } from "./reading-record.ts";

/** Where the service reads a text as it stands, edits that are still on their way included. */
export interface EditionTexts {
  /** The whole text as one Yjs update. */
  read(editionId: string): Promise<Uint8Array>;
}

/** A text as it stood when it was read. */
interface StandingText {
  readonly language: string;
  readonly document: PaperDocumentJson;
}

/** Keeps the texts of a paper as one version that never changes. */
export interface PaperFreezer<Taken extends StandingText = StandingText> {
  /** Reads a text to be frozen; before the transaction. */
  take(editionId: string): Promise<Taken>;
  freezePaper(
    tx: PrismaTransaction,
    taken: readonly Taken[],
    as: { readonly paperId: string; readonly reason: "submitted"; readonly createdById: string },
  ): Promise<{ readonly id: string }>;
}

export interface PapersServiceNeeds {
  readonly repository: PapersRepository;
  readonly unitOfWork: UnitOfWork;
  readonly versions: PaperFreezer;
  readonly readings: Pick<ReadingRecord, "note">;
  readonly clock: Clock;
}

type PaperEvent = "paper.created" | "paper.submitted" | "paper.returned" | "paper.accepted";

export class PapersService {
  readonly #needs: PapersServiceNeeds;

  constructor(needs: PapersServiceNeeds) {
    this.#needs = needs;
  }

  async list(
    actor: Actor,
    query: {
      stage?: string | undefined;
      centre?: string | undefined;
      limit: number;
      cursor?: string | undefined;
    },
  ) {
    const { repository } = this.#needs;
    const rows = await repository.list(actor, query);
    const editionIds = rows.flatMap(({ editions }) => editions.map(({ id }) => id));
    const lastEdits = await repository.lastEdits(editionIds);
    const translations = await translationSummaries(
      repository.db,
      rows.map(({ id }) => id),
    );
    return toPage(rows, query.limit, (row) => toSummary(row, { lastEdits, translations }));
  }

  async get(actor: Actor, reader: Reader, paperId: string): Promise<Paper> {
    const paper = await this.#visible(actor, paperId);
    await this.#needs.readings.note(reader, toFacts(paper));
    return this.#answer(paper, actor);
  }

  /** The paper as a transaction leaves it, for one person. */
  async reread(tx: PrismaTransaction, paperId: string, actor: Actor): Promise<Paper> {
    const row = await this.#needs.repository.find(paperId, tx);
    if (row === null) throw new AppError("not_found");
    return this.#answer(row, actor, tx);
  }

  async editions(actor: Actor, paperId: string): Promise<Edition[]> {
    return toEditions(await this.#visible(actor, paperId), actor);
  }

  async edition(actor: Actor, editionId: string): Promise<Edition> {
    const { repository } = this.#needs;
    const row = await repository.findEdition(editionId);
    if (row === null) throw new AppError("not_found");
    const found = (await this.editions(actor, row.paperId)).find(({ id }) => id === editionId);
    if (found === undefined) throw new AppError("not_found");
    return found;
  }

  async versions(actor: Actor, reader: Reader, paperId: string): Promise<PaperVersion[]> {
    const { repository, readings } = this.#needs;
    const paper = await this.#visible(actor, paperId);
    const seen = versionsSeenBy(actor, toFacts(paper));
    if (seen === "none") throw new AppError("not_found");
    await readings.note(reader, toFacts(paper));
    const all = await repository.versions(paperId);
    const rows = all.filter(({ reason }) => seesVersion(seen, { kind: "frozen", reason }));
    const names = await namesOf(
      repository.db,
      rows.map(({ createdById }) => createdById),
    );
    return rows.map(({ id, number, reason, createdById, createdAt, editions }) => ({
      id,
      number,
      reason,
      createdBy: names.get(createdById) ?? { id: createdById, name: createdById },
      createdAt: createdAt.toISOString(),
      editions: editions.map(({ edition: { language }, title, sha256 }) => ({
        language: language as Edition["language"],
        title,
        sha256,
      })),
    }));
  }

  /** The templates of which a paper can be made; the others belong to rounds and consultations. */
  async templates(): Promise<Template[]> {
    const rows = await this.#needs.repository.templates();
    return rows
      .filter(({ detail }) => (detail as unknown as TemplateDetail).lifecycle === "paper")
      .map(toTemplate);
  }

  /**
   * Refusals: `unknown_template`, `unknown_centre`, `lead_centre_not_a_member`, `not_allowed`.
   */
  async create(actor: Actor, command: Command, wanted: CreatePaper): Promise<Paper> {
    const { repository, unitOfWork } = this.#needs;
    const template = await repository.findTemplate(wanted.templateId);
    const detail = template?.detail as TemplateDetail | undefined;
    if (template === null || detail?.lifecycle !== "paper") throw new AppError("unknown_template");

    const centreIds = [...new Set(wanted.centreIds)];
    if (!centreIds.includes(wanted.leadCentreId)) throw new AppError("lead_centre_not_a_member");
    const existing = await repository.existingCentres(centreIds);
    const unknown = centreIds.filter((id) => !existing.has(id));
    if (unknown.length > 0) throw new AppError("unknown_centre", { centreIds: unknown });

    const classification = wanted.classification ?? detail.defaultClassification;
    if (!can(actor, "paper.create", { centreIds: [wanted.leadCentreId] }))
      throw new AppError("not_allowed");
    if (!isClearedFor(actor.clearedTo, classification)) throw new AppError("not_allowed");

    const paperId = randomUUID();
    const languages = [...new Set([wanted.originalLanguage, ...wanted.languages])];
    const editions = languages.map((language) => ({
      id: randomUUID(),
      language,
      title: wanted.title[language] ?? wanted.title.es ?? wanted.title.en ?? "",
      founding: toYUpdate(fromTemplate(detail.sections, language)),
    }));
    return unitOfWork.run(command, async ({ tx, record, audit }) => {
      await repository.create(
        tx,
        {
          id: paperId,
          templateId: template.id,
          classification,
          leadCentreId: wanted.leadCentreId,
          originalLanguage: wanted.originalLanguage,
          createdById: actor.id,
          centres: { create: centreIds.map((centreId) => ({ centreId })) },
          sections: {
            create: detail.sections.map((section, position) => ({
              sectionId: sectionBlockId(section.id),
              position,
              templateSection: section.id,
              ownerId:
                section.usualOwner === "regional office" ? regionalOfficeId : wanted.leadCentreId,
              required: section.required,
            })),
          },
        },
        editions,
      );
      record({
        type: "paper.created",
        payload: { paperId, title: titleOf(editions) },
        audience: paperAudience({ centreIds, shares: [] }),
        classification,
      });
      const made = await repository.find(paperId, tx);
      if (made === null) throw new AppError("internal_error");
      audit({
        kind: "paper.created",
        ...auditedPaper(made),
        after: { stage: made.stage, classification, leadCentreId: made.leadCentreId, centreIds },
      });
      return this.#answer(made, actor, tx);
    });
  }

  /**
   * Freezes the text as a version and hands it to the regional office.
   * Refusals: `stale_version`, `not_allowed`, `paper_not_in_draft`, `paper_incomplete` (with
   * `sections` in the details).
   */
  async submit(
    actor: Actor,
    command: Command,
    {
      paperId,
      version,
      message,
    }: { paperId: string; version: number; message?: string | undefined },
  ): Promise<Paper> {
    const { repository, unitOfWork, versions, clock } = this.#needs;
    const paper = await this.#visible(actor, paperId);
    const taken = await Promise.all(paper.editions.map(({ id }) => versions.take(id)));
    const original = taken.find(({ language }) => language === paper.originalLanguage);
    const sections = this.#sectionFacts(paper, original);
    const decision = decidePaperSubmission(toFacts(paper), actor, sections);
    if (!decision.accepted) {
      const headings = (paper.template.detail as unknown as TemplateDetail).sections;
      const missing = missingSections(sections).map((section) => ({
        ...section,
        heading:
          headings.find(({ id }) => sectionBlockId(id) === section.sectionId)?.heading ?? null,
      }));
      throw new AppError(
        decision.code,
        decision.code === "paper_incomplete" ? { sections: missing } : undefined,
      );
    }

    return unitOfWork.run(command, async ({ tx, record, audit }) => {
      await this.#move({ tx, audit }, { paper, version }, decision.event);
      const as = { paperId, reason: "submitted", createdById: actor.id } as const;
      const frozen = await versions.freezePaper(tx, taken, as);
      const submissionId = randomUUID();
      await repository.addSubmission(tx, {
        id: submissionId,
        paperId,
        versionId: frozen.id,
        submittedById: actor.id,
        submittedAt: clock.now(),
        message: message ?? null,
      });
      record(this.#event("paper.submitted", paper, submissionId));
      return this.reread(tx, paperId, actor);
    });
  }

  /** The office returns a submitted draft with a note, or accepts it for expert review. */
  async decide(
    actor: Actor,
    command: Command,
    answer: {
      paperId: string;
      version: number;
      event: "return" | "accept_for_review";
      note?: string | undefined;
    },
  ): Promise<Paper> {
    const { repository, unitOfWork, clock } = this.#needs;
    const { paperId, version, event, note } = answer;
    const paper = await this.#visible(actor, paperId);
    const decision = decideOnSubmission(toFacts(paper), actor, { event, note });
    if (!decision.accepted) throw new AppError(decision.code);
    const open = paper.submissions.find((submission) => submission.decision === null);
    if (open === undefined) throw new AppError("not_submitted");

    const isReturn = event === "return";
    return unitOfWork.run(command, async ({ tx, record, audit }) => {
      await this.#move({ tx, audit }, { paper, version }, decision.event, note);
      await repository.decideSubmission(tx, open.id, {
        decision: isReturn ? "returned" : "accepted",
        decidedById: actor.id,
        decidedAt: clock.now(),
        note: note ?? null,
      });
      record(this.#event(isReturn ? "paper.returned" : "paper.accepted", paper, open.id));
      return this.reread(tx, paperId, actor);
    });
  }

  /** The row of a paper that the actor may know of; 404 for everybody else. */
  async #visible(actor: Actor, paperId: string): Promise<PaperRow> {
    const row = await this.#needs.repository.find(paperId);
    if (row === null || !canSeePaper(actor, toFacts(row))) throw new AppError("not_found");
    return row;
  }

  /** Inside a transaction `db` is that one: another connection would wait for its end. */
  async #answer(
    row: PaperRow,
    actor: Actor,
    db: PrismaTransaction = this.#needs.repository.db,
  ): Promise<Paper> {
    const ids = row.submissions.flatMap(({ submittedById, decidedById }) => [
      submittedById,
      decidedById,
    ]);
    const names = await namesOf(db, ids);
    const lastEdits = await this.#needs.repository.lastEdits(
      row.editions.map(({ id }) => id),
      db,
    );
    const translations = await translationSummaries(db, [row.id]);
    return toPaper(row, actor, { names, lastEdits, translations });
  }

  async #move(
    { tx, audit }: Pick<Work, "tx" | "audit">,
    { paper, version }: { paper: PaperRow; version: number },
    { from, to }: PaperMoved,
    reason?: string,
  ): Promise<void> {
    if (!(await this.#needs.repository.moveStage(tx, { id: paper.id, version }, to)))
      throw new AppError("stale_version");
    audit({
      kind: "paper.stage_changed",
      ...auditedPaper(paper),
      before: { stage: from },
      after: { stage: to },
      ...(reason === undefined ? {} : { reason }),
    });
  }

  /** A section counts as filled when the original language has words in it. */
  #sectionFacts(paper: PaperRow, original: StandingText | undefined): SectionFacts[] {
    const outline = original === undefined ? null : outlineOf(original.document, original.language);
    return paper.sections.map(({ sectionId, required, ownerId }) => ({
      sectionId,
      required,
      ownerId,
      isEmpty: outline?.sections.find(({ id }) => id === sectionId)?.isEmpty ?? true,
    }));
  }

  #event(type: Exclude<PaperEvent, "paper.created">, paper: PaperRow, submissionId: string) {
    return {
      type,
      payload: { paperId: paper.id, title: titleOf(paper.editions), submissionId },
      audience: paperAudience(toFacts(paper)),
      classification: paper.classification,
    };
  }
}
