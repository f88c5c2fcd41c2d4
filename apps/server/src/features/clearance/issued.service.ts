/** What is read of a paper once it has been issued, and of its sealed record. */
import type { IssuedPaper, Language } from "@istmo/contracts";
import { can, canReadPaper, type Actor } from "@istmo/domain";
import { FileAnswer } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import { readablePaperIds } from "../papers/papers.queries.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ClearanceRepository } from "./clearance.repository.ts";
import type { FoundClearance, Readings } from "./found-clearance.ts";
import { readRecord } from "./sealed-record.ts";

export interface IssuedServiceNeeds {
  readonly repository: ClearanceRepository;
  readonly found: FoundClearance;
  readonly readings: Readings;
  readonly clock: Clock;
}

export class IssuedService {
  readonly #needs: IssuedServiceNeeds;

  constructor(needs: IssuedServiceNeeds) {
    this.#needs = needs;
  }

  /** The issued text in one of its languages; of a paper that was withdrawn the notice alone. */
  async get(
    actor: Actor,
    reader: Command,
    { paperId, language }: { readonly paperId: string; readonly language?: Language | undefined },
  ): Promise<IssuedPaper> {
    const { repository, found, readings, clock } = this.#needs;
    const { paper } = await found.load(paperId);
    const { facts } = paper;
    const issue = await repository.findIssue(paperId);
    const isWithdrawn = facts.stage === "withdrawn";
    const { classification } = facts;
    const mayRead =
      canReadPaper(actor, facts) ||
      (isWithdrawn && can(actor, "paper.read_issued", { classification, isIssued: true }));
    if (issue === null || !mayRead) throw new AppError("not_found");
    await readings.note(reader, facts);

    const languages = await repository.languages(issue.versionId);
    const original = paper.originalLanguage as Language;
    const wanted = language ?? (languages.includes(original) ? original : languages[0]);
    const { versionId } = issue;
    const text = wanted && (await repository.answeredText({ paperId, versionId }, wanted));
    if (wanted === undefined || !text) throw new AppError("not_found");
    const steps = isWithdrawn ? await repository.steps(paperId) : [];
    const withdrawal = steps.find(({ to }) => to === "withdrawn");
    const record = await repository.record(paperId);
    const sealed = record === null ? null : readRecord(record.json);
    const readable = async (ids: readonly (string | null)[]) =>
      readablePaperIds(repository.db, actor, { ids, now: clock.now() });
    const successor =
      issue.successorId === null ? null : await repository.findIssue(issue.successorId);
    const before = await repository.predecessors(paperId);
    const shown = await readable([
      issue.successorId,
      ...before.map((predecessor) => predecessor.paperId),
    ]);
    return {
      paperId,
      symbol: issue.symbol,
      stage: facts.stage,
      issuedAt: issue.issuedAt.toISOString(),
      languages,
      sha256: issue.sha256,
      text: isWithdrawn ? null : text,
      withdrawn: withdrawal === undefined ? null : { at: withdrawal.at.toISOString() },
      corrigenda: isWithdrawn
        ? []
        : issue.corrigenda.map(({ symbol, text: said, issuedAt }) => ({
            ...{ symbol, text: said, issuedAt: issuedAt.toISOString() },
          })),
      reservations: isWithdrawn
        ? []
        : (sealed?.body.reservations ?? []).map(({ number, level, organisation, text: said }) => ({
            ...{ number, level, text: said },
            organisation: { ...organisation },
          })),
      supersededBy:
        successor !== null && shown.has(successor.paperId)
          ? { paperId: successor.paperId, symbol: successor.symbol }
          : null,
      supersedes: before.filter((predecessor) => shown.has(predecessor.paperId)),
    };
  }

  /** The record as a file, for the office and the paper's centres. */
  async record(
    actor: Actor,
    reader: Command,
    wanted: {
      readonly paperId: string;
      readonly form: "json" | "pdf";
      readonly language: Language;
    },
  ): Promise<FileAnswer> {
    const { repository, found } = this.#needs;
    const { paperId, form, language } = wanted;
    const { paper } = await found.find(actor, reader, paperId);
    if (!can(actor, "paper.read_draft", paper.facts)) throw new AppError("not_allowed");
    const record = await repository.record(paperId);
    if (record === null) throw new AppError("not_found");
    const name = `clearance-${record.sha256.slice(0, 12)}`;
    return form === "json"
      ? new FileAnswer({ name: `${name}.json`, type: "application/json", content: record.json })
      : new FileAnswer({
          name: `${name}-${language}.pdf`,
          type: "application/pdf",
          content: language === "es" ? record.pdfEs : record.pdfEn,
        });
  }
}
