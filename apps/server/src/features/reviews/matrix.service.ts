/** The comment matrix of a round: read, answered, contested, settled and finished. */
import type {
  LocalText,
  MatrixPage,
  MatrixRow as MatrixRowAnswer,
  MatrixRowDetail,
  MatrixStanding,
} from "@istmo/contracts";
import {
  canReadPaper,
  decideContest,
  decideExport,
  decideMatrixFinish,
  decideRowAnswer,
  decideRowClosing,
  decideRowDraft,
  decideRowWithdrawal,
  decideSettlingOfRow,
  inMatrixOrder,
  mayRespond,
  openRows,
  readableComments,
  regionalOfficeId,
  sectionOwnersOf,
  type Actor,
  type Disposition,
  type MatrixContext,
  type MatrixRow,
} from "@istmo/domain";
import { fromYDoc, sectionsOf, shownAs, type PaperDocumentJson } from "@istmo/paper-schema";
import type { Prisma, PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { audience } from "../../platform/audience.ts";
import type { NewAuditEntry } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { NewEvent } from "../../platform/event-log.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { findActors } from "../identity/identity.queries.ts";
import { partAudience, roundEvent, type FoundRounds } from "./found-rounds.ts";
import {
  blockHash,
  blockText,
  findBlock,
  frozenBlocks,
  type FrozenBlocks,
} from "./frozen-blocks.ts";
import { orderOf, toMatrixAnswer, toMatrixRow, type FoundMatrix } from "./matrix-answers.ts";
import type { MatrixRepository } from "./matrix.repository.ts";
import { reads, type FoundRound, type RoundNames } from "./round-answers.ts";
import type { RoundMailing } from "./round-mailing.ts";
import type { RoundCommentRow, RoundsRepository } from "./rounds.repository.ts";

export interface MatrixServiceNeeds {
  readonly matrix: MatrixRepository;
  readonly repository: RoundsRepository;
  readonly rounds: FoundRounds;
  readonly mailing: RoundMailing;
  /** The text of an edition as it stands, as one Yjs update. */
  readonly texts: { read(editionId: string): Promise<Uint8Array> };
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

/** What a change of a row needs, under the lock of its round. */
export interface ChangingRow {
  readonly found: FoundMatrix;
  readonly row: RoundCommentRow;
  readonly rule: MatrixRow;
  readonly tx: PrismaTransaction;
  readonly now: Date;
}

/** What becomes of a row, and what is told of it. */
export interface RowChange {
  readonly data: Prisma.RoundCommentUncheckedUpdateManyInput;
  /** Null for what decides nothing. */
  readonly audit: Pick<NewAuditEntry, "before" | "after" | "reason"> | null;
}

interface OnRow {
  readonly rowId: string;
  readonly version: number;
}
interface Answered {
  readonly disposition: Disposition;
  readonly reason: string;
  /** Left out: as they were drafted. */
  readonly response?: string | undefined;
  readonly responsible?: string | null | undefined;
}

/** The decision's event; throws its refusal. */
function accepted<Event>(
  decision:
    | { readonly accepted: true; readonly event: Event }
    | { readonly accepted: false; readonly code: AppError["code"] },
): Event {
  if (!decision.accepted) throw new AppError(decision.code);
  return decision.event;
}

export class MatrixService {
  readonly #needs: MatrixServiceNeeds;

  constructor(needs: MatrixServiceNeeds) {
    this.#needs = needs;
  }

  /** The rows that the actor may read, in the order of the matrix. */
  async list(
    actor: Actor,
    reader: Command,
    { roundId, limit, cursor }: { roundId: string; limit: number; cursor?: string | undefined },
  ): Promise<MatrixPage> {
    const { matrix, rounds } = this.#needs;
    const found = await this.#of(await rounds.find(actor, reader, roundId));
    const placed = await this.ordered(actor, found);
    const start = cursor === undefined ? 0 : placed.findIndex(({ id }) => id === cursor) + 1;
    const shown = placed.slice(start, start + limit).map(({ id }) => id);
    const byId = new Map((await matrix.rows(shown)).map((row) => [row.id, row]));
    const rows = shown.flatMap((id) => byId.get(id) ?? []);
    const names = await this.names(rows);
    const isFirst = cursor === undefined;
    return {
      items: rows.map((row) => toMatrixAnswer(actor, found, { row, names })),
      nextCursor: start + limit < placed.length ? (shown.at(-1) ?? null) : null,
      standing: this.#standing(actor, found, placed),
      sections: isFirst ? await this.#sections(found) : [],
      owners: isFirst ? await this.#owners(actor, found) : [],
      abilities: {
        export: exportOf(actor, found.context.paper),
        import: this.mayRespondAnywhere(actor, found),
      },
    };
  }

  async get(actor: Actor, reader: Command, rowId: string): Promise<MatrixRowDetail> {
    const { round, row } = await this.#find(actor, reader, rowId);
    const found = await this.#of(round);
    const names = await this.names([row]);
    return {
      ...toMatrixAnswer(actor, found, { row, names }),
      ...(await this.#paragraph(actor, found, row.blockId)),
    };
  }

  /** Writes the response, or says who is responsible. Refusals: those of `decideRowDraft`. */
  draft(
    actor: Actor,
    command: Command,
    wanted: OnRow & { readonly response: string; readonly responsible: string | null },
  ): Promise<MatrixRowAnswer> {
    return this.#change(actor, command, wanted, (changing) =>
      this.draftWithin(actor, changing, wanted),
    );
  }

  async draftWithin(
    actor: Actor,
    { found, rule, tx, now }: ChangingRow,
    wanted: {
      readonly version: number;
      readonly response: string;
      readonly responsible?: string | null | undefined;
    },
  ): Promise<RowChange> {
    accepted(decideRowDraft(rule, actor, wanted, found.context));
    return { data: await this.#responding(actor, { found, tx, now }, wanted), audit: null };
  }

  /** Says what becomes of a comment. Refusals: those of `decideRowAnswer`, `unknown_subject`. */
  answer(actor: Actor, command: Command, wanted: OnRow & Answered): Promise<MatrixRowAnswer> {
    return this.#change(actor, command, wanted, (changing) =>
      this.answerWithin(actor, changing, wanted),
    );
  }

  async answerWithin(
    actor: Actor,
    { found, row, rule, tx, now }: ChangingRow,
    wanted: Answered & { readonly version: number },
  ): Promise<RowChange> {
    const { state, disposition } = accepted(decideRowAnswer(rule, actor, wanted, found.context));
    const { reason } = wanted;
    return {
      data: {
        ...(await this.#responding(actor, { found, tx, now }, wanted)),
        ...{ state, disposition, reason, decidedById: actor.id, decidedAt: now },
      },
      audit: {
        ...(row.disposition === null ? {} : { before: { disposition: row.disposition } }),
        after: { row: row.id, state, disposition },
        ...(reason === "" ? {} : { reason }),
      },
    };
  }

  contest(
    actor: Actor,
    command: Command,
    wanted: OnRow & { readonly text: string },
  ): Promise<MatrixRowAnswer> {
    return this.#change(actor, command, wanted, async ({ found, row, rule, now }) => {
      const { state } = accepted(decideContest(rule, actor, wanted, found.context));
      return {
        data: {
          ...{ state, contest: wanted.text, contestedById: actor.id, contestedAt: now },
          ...{ contestedDisposition: row.disposition, contestedReason: row.reason },
        },
        audit: { after: { row: row.id, state }, reason: wanted.text },
      };
    });
  }

  settle(
    actor: Actor,
    command: Command,
    wanted: OnRow & { readonly disposition: Disposition; readonly reason: string },
  ): Promise<MatrixRowAnswer> {
    return this.#change(actor, command, wanted, async ({ found, row, rule, now }) => {
      const settled = accepted(decideSettlingOfRow(rule, actor, wanted, found.context));
      const { reason } = wanted;
      return {
        data: { ...settled, reason, settledById: actor.id, settledAt: now },
        audit: {
          before: { disposition: row.disposition },
          after: { row: row.id, ...settled },
          reason,
        },
      };
    });
  }

  /**
   * Closes a row. A change that was promised is in the text when the paragraph of today is another
   * than the frozen one, or when the note says where it stands.
   */
  async close(
    actor: Actor,
    command: Command,
    wanted: OnRow & { readonly changeNote: string },
  ): Promise<MatrixRowAnswer> {
    const { round, row: seen } = await this.#find(actor, command, wanted.rowId);
    const { version, changeNote } = wanted;
    // Before the transaction: a room is not read within one.
    const isChanged = changeNote !== "" || (await this.#isChanged(round, seen.blockId));
    return this.#change(actor, command, wanted, async ({ found, row, rule, now }) => {
      const { state } = accepted(
        decideRowClosing(rule, actor, { version, isChanged }, found.context),
      );
      return {
        data: { state, changeNote, closedById: actor.id, closedAt: now },
        audit: { after: { row: row.id, state }, ...(changeNote ? { reason: changeNote } : {}) },
      };
    });
  }

  withdraw(actor: Actor, command: Command, wanted: OnRow): Promise<MatrixRowAnswer> {
    return this.#change(actor, command, wanted, async ({ found, row, rule, now }) => {
      const { state } = accepted(decideRowWithdrawal(rule, actor, wanted, found.context));
      return {
        data: { state, closedById: actor.id, closedAt: now },
        audit: { after: { row: row.id, state } },
      };
    });
  }

  /** Sends the answered matrix out. Refusals: those of `decideMatrixFinish`, with what is open. */
  async finish(
    actor: Actor,
    command: Command,
    { roundId, version }: { readonly roundId: string; readonly version: number },
  ): Promise<MatrixStanding> {
    const { rounds, repository, mailing, unitOfWork, clock } = this.#needs;
    await rounds.find(actor, command, roundId);
    return unitOfWork.run(command, async ({ tx, audit, record }) => {
      const locked = await this.#of(await rounds.locked(tx, roundId), tx);
      const { facts, paper, row } = locked.round;
      const rows = await this.ordered(actor, locked, tx);
      const open = openRows(rows.map(({ rule }) => rule)).length;
      const decision = decideMatrixFinish(paper.facts, actor, { round: facts, openRows: open });
      if (!decision.accepted)
        throw new AppError(
          decision.code,
          decision.code === "matrix_incomplete" ? { open } : undefined,
        );
      const isCurrent = await repository.change(
        tx,
        { id: roundId, version },
        { state: "answered" },
      );
      if (!isCurrent) throw new AppError("stale_version");
      const after = await this.#of(await rounds.reread(tx, roundId), tx);
      const subjects = facts.participants
        .filter((part) => part.state !== "removed")
        .map(({ subject }) => subject);
      await mailing.send(tx, after.round, { kind: "answered", subjects, now: clock.now() });
      audit({
        ...auditedRow(after.round),
        kind: "paper.matrix_finished",
        after: { round: roundId, number: row.number, sha256: row.sha256, rows: rows.length },
      });
      record(roundEvent(after.round, "answered"));
      return this.#standing(actor, after, rows);
    });
  }

  // ── For the files of the matrix ───────────────────────────────────────────

  /** The round's matrix, for whoever may see the round; 404 for everybody else. */
  async find(actor: Actor, reader: Command, roundId: string): Promise<FoundMatrix> {
    return this.#of(await this.#needs.rounds.find(actor, reader, roundId));
  }

  /** The round's matrix under its lock. */
  async locked(tx: PrismaTransaction, roundId: string): Promise<FoundMatrix> {
    return this.#of(await this.#needs.rounds.locked(tx, roundId), tx);
  }

  /** Whether the actor writes responses in some section, or on the paper as a whole. */
  mayRespondAnywhere(actor: Actor, { context, sectionOwners }: FoundMatrix): boolean {
    return [null, ...new Set(sectionOwners.values())].some((sectionOwnerId) =>
      mayRespond(actor, context.paper, { sectionOwnerId }),
    );
  }

  /** The rows that the actor may read, without their texts, in the order of the matrix. */
  async ordered(actor: Actor, found: FoundMatrix, db?: PrismaTransaction): Promise<PlacedRow[]> {
    const { matrix, rounds } = this.#needs;
    const { row, facts, paper } = found.round;
    const readable = readableComments(actor, paper.facts, facts);
    const rows = await matrix.placings(row.id, readable, db);
    const subjects = [...new Set(rows.map(({ subject }) => subject))];
    const { labels } = await rounds.names(subjects, [], db);
    const placed = rows.map((one, position) => ({
      ...{ id: one.id, subject: one.subject, position },
      // What has no number stands where it stands in the text.
      paragraph: orderOf(found, one.blockId),
      rule: toMatrixRow(found, one),
    }));
    const language = paper.originalLanguage === "en" ? "en" : "es";
    return inMatrixOrder(placed, (subject) => labels.get(subject)?.[language] ?? subject);
  }

  /** Everybody and everything that these rows name. */
  async names(rows: readonly RoundCommentRow[], db?: PrismaTransaction): Promise<RoundNames> {
    const responsible = rows.flatMap((row) => row.responsible ?? []);
    const subjects = [...new Set([...rows.map(({ subject }) => subject), ...responsible])];
    const people = rows.flatMap(({ respondedById, decidedById, settledById }) =>
      [respondedById, decidedById, settledById].filter((id) => id !== null),
    );
    const names = await this.#needs.rounds.names(subjects, [...new Set(people)], db);
    const centres = await this.#centreLabels(subjects, db);
    return { ...names, labels: new Map([...names.labels, ...centres]) };
  }

  /** Writes one change of a row; false when the row is at another version. */
  async write({ tx, row }: Pick<ChangingRow, "tx" | "row">, { data }: RowChange): Promise<boolean> {
    return this.#needs.matrix.change(tx, { id: row.id, version: row.version }, data);
  }

  // ── Inside ────────────────────────────────────────────────────────────────

  async #of(round: FoundRound, db?: PrismaTransaction): Promise<FoundMatrix> {
    const { matrix } = this.#needs;
    const { row, facts, paper } = round;
    const context: MatrixContext = {
      paper: paper.facts,
      round: facts.state,
      laterRoundClosed: await matrix.laterRoundClosed(row.paperId, row.number, db),
    };
    return { round, context, sectionOwners: await matrix.sectionOwners(row.paperId, db) };
  }

  /** A row that the actor reads; for everybody else there is none, and a draft is none either. */
  async #find(
    actor: Actor,
    reader: Command,
    rowId: string,
  ): Promise<{ round: FoundRound; row: RoundCommentRow }> {
    const { matrix, rounds } = this.#needs;
    const row = await matrix.find(rowId);
    if (row === null || row.submittedAt === null) throw new AppError("not_found");
    const round = await rounds.find(actor, reader, row.roundId);
    if (!reads(actor, round, row)) throw new AppError("not_found");
    return { round, row };
  }

  /** One change of one row, decided on what the transaction finds under the round's lock. */
  async #change(
    actor: Actor,
    command: Command,
    { rowId, version }: OnRow,
    decide: (changing: ChangingRow) => Promise<RowChange>,
  ): Promise<MatrixRowAnswer> {
    const { matrix, unitOfWork, clock } = this.#needs;
    const { row: seen } = await this.#find(actor, command, rowId);
    return unitOfWork.run(command, async (work) => {
      const { tx } = work;
      const found = await this.locked(tx, seen.roundId);
      const row = await matrix.find(rowId, tx);
      // A position may have been opened again meanwhile: its comments are drafts then.
      if (row === null || row.submittedAt === null) throw new AppError("not_found");
      const rule = toMatrixRow(found, row);
      const change = await decide({ found, row, rule, tx, now: clock.now() });
      if (row.version !== version || !(await this.write({ tx, row }, change)))
        throw new AppError("stale_version");
      this.#tell(work, found, { row, change });
      const after = await matrix.find(rowId, tx);
      if (after === null) throw new AppError("not_found");
      return toMatrixAnswer(actor, found, { row: after, names: await this.names([after], tx) });
    });
  }

  #tell(
    { audit, record }: Work,
    { round }: FoundMatrix,
    { row, change }: { readonly row: RoundCommentRow; readonly change: RowChange },
  ): void {
    if (change.audit !== null)
      audit({ ...auditedRow(round), kind: "paper.matrix_row_changed", ...change.audit });
    const isDraft = change.audit === null && row.state === "submitted";
    record(matrixEvent(round, { rowId: row.id, isDraft }));
  }

  /** The response and who is responsible, as far as they were given. */
  async #responding(
    actor: Actor,
    { found, tx, now }: Pick<ChangingRow, "found" | "tx" | "now">,
    wanted: {
      readonly response?: string | undefined;
      readonly responsible?: string | null | undefined;
    },
  ): Promise<Prisma.RoundCommentUncheckedUpdateManyInput> {
    const { response, responsible } = wanted;
    if (response === undefined && responsible === undefined) return {};
    if (responsible != null) await this.#refuseUnlessOwner(found, responsible, { tx, now });
    return {
      ...(response === undefined ? {} : { response }),
      ...(responsible === undefined ? {} : { responsible }),
      ...{ respondedById: actor.id, respondedAt: now },
    };
  }

  /** A change is seen to by one of the paper's centres, by the office, or by who reads the paper. */
  async #refuseUnlessOwner(
    { context: { paper } }: FoundMatrix,
    subject: string,
    { tx, now }: { readonly tx: PrismaTransaction; readonly now: Date },
  ): Promise<void> {
    if (ownerSubjects(paper).includes(subject)) return;
    const personId = subject.startsWith("person:") ? subject.slice("person:".length) : null;
    if (personId === null) throw new AppError("unknown_subject");
    const person = (await findActors(tx, [personId], now)).get(personId);
    if (person === undefined || !canReadPaper(person, paper)) throw new AppError("unknown_person");
  }

  #standing(actor: Actor, { round }: FoundMatrix, rows: readonly PlacedRow[]): MatrixStanding {
    const { facts, paper, row } = round;
    const open = openRows(rows.map(({ rule }) => rule)).length;
    return {
      roundState: facts.state,
      roundVersion: row.version,
      rows: rows.length,
      open,
      contested: rows.filter(({ rule }) => rule.state === "contested").length,
      // Whether they may at all: what is open is refused in words.
      canFinish: decideMatrixFinish(paper.facts, actor, { round: facts, openRows: 0 }).accepted,
    };
  }

  async #frozen({ row, paper }: FoundRound): Promise<PaperDocumentJson | null> {
    const wanted = { versionId: row.versionId, language: paper.originalLanguage };
    return (await this.#needs.matrix.frozenText(wanted))?.document ?? null;
  }

  async #sections({ round }: FoundMatrix): Promise<MatrixPage["sections"]> {
    const document = await this.#frozen(round);
    if (document === null) return [];
    return sectionsOf(document).flatMap(({ id, heading }) =>
      id === null ? [] : [{ id, heading }],
    );
  }

  async #owners(actor: Actor, found: FoundMatrix): Promise<MatrixPage["owners"]> {
    const { paper } = found.context;
    if (!this.mayRespondAnywhere(actor, found)) return [];
    const subjects = ownerSubjects(paper);
    const { labels } = await this.#needs.rounds.names(subjects, []);
    const all = new Map([...labels, ...(await this.#centreLabels(subjects))]);
    return subjects.map((subject) => ({
      subject,
      label: all.get(subject) ?? { es: subject, en: subject },
    }));
  }

  async #centreLabels(
    subjects: readonly string[],
    db?: PrismaTransaction,
  ): Promise<(readonly [string, LocalText])[]> {
    const ids = subjects.flatMap((one) =>
      one.startsWith("centre:") ? [one.slice("centre:".length)] : [],
    );
    if (ids.length === 0) return [];
    const centres = await this.#needs.matrix.centres(ids, db);
    return centres.map(({ id, shortName }) => [`centre:${id}`, shortName as LocalText] as const);
  }

  /** The paragraph as it was frozen, and as it stands for those who may read it. */
  async #paragraph(
    actor: Actor,
    { round }: FoundMatrix,
    blockId: string | null,
  ): Promise<Pick<MatrixRowDetail, "frozenText" | "live">> {
    if (blockId === null) return { frozenText: null, live: null };
    const document = await this.#frozen(round);
    const frozen = document && findBlock(document, blockId);
    const frozenText = frozen && blockText(frozen);
    if (!canReadPaper(actor, round.paper.facts)) return { frozenText, live: null };
    return { frozenText, live: await this.#live(round, blockId) };
  }

  /** A paragraph in the original of today; what is only suggested there is no change yet. */
  async #live(round: FoundRound, blockId: string): Promise<MatrixRowDetail["live"]> {
    const { paper, row } = round;
    const edition = paper.editions.find(({ language }) => language === paper.originalLanguage);
    if (edition === undefined) return null;
    const document = fromYDoc(await this.#needs.texts.read(edition.id));
    const block = findBlock(document, blockId);
    const before = findBlock(shownAs(document, "original"), blockId);
    const hash = (row.blocks as unknown as FrozenBlocks)[blockId]?.hash;
    const isSame = [block, before].some((one) => one !== null && blockHash(one) === hash);
    return { editionId: edition.id, isSame, text: block && blockText(block) };
  }

  /** Whether the text of today is another: in the paragraph, or anywhere for the paper as a whole. */
  async #isChanged(round: FoundRound, blockId: string | null): Promise<boolean> {
    if (blockId !== null) return (await this.#live(round, blockId))?.isSame === false;
    const { paper, row } = round;
    const edition = paper.editions.find(({ language }) => language === paper.originalLanguage);
    if (edition === undefined) return false;
    const document = shownAs(fromYDoc(await this.#needs.texts.read(edition.id)), "original");
    const today = frozenBlocks(document, edition.language);
    return Object.entries(row.blocks as unknown as FrozenBlocks).some(
      ([id, { hash }]) => today[id]?.hash !== hash,
    );
  }
}

/** A row where it stands in the matrix. */
export interface PlacedRow {
  readonly id: string;
  readonly subject: string;
  readonly position: number;
  /** Its number, or its place between two; null of the paper as a whole. */
  readonly paragraph: number | null;
  readonly rule: MatrixRow;
}

/** To whom a change can be given besides persons: the paper's centres and the office. */
const ownerSubjects = (paper: MatrixContext["paper"]): string[] =>
  sectionOwnersOf(paper).map((id) =>
    id === regionalOfficeId ? `organisation:${id}` : `centre:${id}`,
  );

function exportOf(actor: Actor, paper: MatrixContext["paper"]): MatrixPage["abilities"]["export"] {
  if (decideExport(paper, actor, {}).accepted) return "yes";
  return decideExport(paper, actor, { reason: "…" }).accepted ? "with_reason" : "no";
}

/** What changed in a matrix. A response that is drafted is heard by the office and the centres alone. */
export function matrixEvent(
  { row, paper, facts }: FoundRound,
  { rowId, isDraft }: { readonly rowId: string | null; readonly isDraft: boolean },
): NewEvent {
  const parts = facts.participants
    .filter(({ state }) => state !== "removed")
    .map(({ subject }) => partAudience(subject));
  const house = [audience.office, ...paper.facts.centreIds.map(audience.centre)];
  return {
    type: "matrix.changed",
    payload: { paperId: row.paperId, title: paper.title, roundId: row.id, rowId },
    audience: [...new Set(isDraft ? house : [...house, ...parts])],
    classification: paper.facts.classification,
  };
}

export const auditedRow = ({ paper }: FoundRound) => ({
  subject: { kind: "paper", id: paper.facts.id, label: paper.label } as const,
  paperId: paper.facts.id,
});
