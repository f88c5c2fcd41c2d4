/** Takes an edition out of the house as a file, and leaves a trace of it. */
import { createHash } from "node:crypto";
import type { ExportFormat, ExportSuggestions, Language } from "@istmo/contracts";
import {
  canReadPaper,
  classificationLevels,
  decideExport,
  isClearedFor,
  type ClassificationLevel,
} from "@istmo/domain";
import {
  actionIdsIn,
  canonicalJson,
  fromYDoc,
  pictureIdsIn,
  printCitations,
  shownAs,
} from "@istmo/paper-schema";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { FileAnswer } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import type { SignedIn } from "../../http/session-reader.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { actionTitles } from "../actions/actions.queries.ts";
import { picturesWithin } from "../files/files.queries.ts";
import { sourcesOf } from "../sources/sources.queries.ts";
import { exportEdition } from "./export-edition.ts";
import { auditedPaper } from "./paper-answers.ts";
import { toFacts } from "./papers.queries.ts";
import type { PaperRow, PapersRepository } from "./papers.repository.ts";
import type { EditionTexts } from "./papers.service.ts";

export interface ExportServiceNeeds {
  readonly papers: PapersRepository;
  readonly unitOfWork: UnitOfWork;
  readonly texts: EditionTexts;
  readonly clock: Clock;
}

interface Wanted {
  readonly editionId: string;
  readonly reason?: string | undefined;
  /** The language of what stands around the text; that of the edition when left out. */
  readonly language?: Language | undefined;
  readonly format: ExportFormat;
  readonly suggestions: ExportSuggestions;
}

export class ExportService {
  readonly #needs: ExportServiceNeeds;

  constructor(needs: ExportServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`, `not_allowed`, `reason_required`. */
  async export(me: SignedIn, command: Command, wanted: Wanted): Promise<FileAnswer> {
    const { papers, unitOfWork, texts, clock } = this.#needs;
    const { editionId, reason, format, suggestions } = wanted;
    const edition = await papers.findEdition(editionId);
    if (edition === null) throw new AppError("not_found");
    await this.#decide(me, { paperId: edition.paperId, reason });
    const document = fromYDoc(await texts.read(editionId));
    const language = edition.language as Language;

    // A repetition is another export: the file is not kept, and each one leaves its trace.
    return unitOfWork.run({ ...command, idempotency: null }, async ({ tx, audit }) => {
      // Again, so that the file is marked as the paper stands when the trace is written.
      const { paper, marking } = await this.#decide(me, { paperId: edition.paperId, reason }, tx);
      const levels = classificationLevels.filter((level) => isClearedFor(marking, level));
      const facts = {
        title: edition.title,
        symbol: paper.symbol,
        stage: toFacts(paper).stage,
        classification: marking,
        sample: paper.sample,
        language,
        document,
        format,
        suggestions,
        pictures:
          format === "html"
            ? await picturesWithin(tx, paper.id, pictureIdsIn(document))
            : new Map<string, string>(),
        citations: printCitations(shownAs(document, suggestions), {
          sources: await sourcesOf(tx, paper.id),
          language,
        }),
        actionTitles: await actionTitles(tx, me.actor, {
          ids: actionIdsIn(document),
          levels,
          language,
        }),
      };
      audit({
        kind: "paper.exported",
        ...auditedPaper(paper),
        after: {
          language,
          format,
          classification: marking,
          sha256: createHash("sha256").update(canonicalJson(document)).digest("hex"),
        },
        ...(reason === undefined ? {} : { reason }),
      });
      return new FileAnswer(
        exportEdition(facts, {
          exportedBy: me.person.name,
          at: clock.now(),
          timeZone: me.person.timeZone,
          language: wanted.language ?? language,
        }),
      );
    });
  }

  async #decide(
    { actor }: SignedIn,
    wanted: { readonly paperId: string; readonly reason: string | undefined },
    db?: PrismaTransaction,
  ): Promise<{ paper: PaperRow; marking: ClassificationLevel }> {
    const { paperId, reason } = wanted;
    const paper = await this.#needs.papers.find(paperId, db);
    if (paper === null || !canReadPaper(actor, toFacts(paper))) throw new AppError("not_found");
    const decision = decideExport(toFacts(paper), actor, { reason });
    if (!decision.accepted) throw new AppError(decision.code);
    return { paper, marking: decision.event.marking };
  }
}
