/** Who answers for which section of a paper: assigned by the office and the lead of its lead centre. */
import type { Paper } from "@istmo/contracts";
import {
  canSeePaper,
  decideSectionOwner,
  type Actor,
  type OthersMay,
  type SectionAssigned,
} from "@istmo/domain";
import { fromYDoc, sectionsOf } from "@istmo/paper-schema";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { auditedPaper } from "./paper-answers.ts";
import { paperAudience, titleOf, toFacts } from "./papers.queries.ts";
import type { PaperRow, PapersRepository } from "./papers.repository.ts";
import type { EditionTexts } from "./papers.service.ts";
import type { SectionOwnersRepository } from "./section-owners.repository.ts";

export interface SectionOwnersServiceNeeds {
  readonly papers: PapersRepository;
  readonly repository: SectionOwnersRepository;
  readonly texts: EditionTexts;
  /** The paper as a transaction leaves it, for one person. */
  readonly reread: (tx: PrismaTransaction, paperId: string, actor: Actor) => Promise<Paper>;
  readonly unitOfWork: UnitOfWork;
}

export interface WantedSectionOwner {
  readonly paperId: string;
  readonly sectionId: string;
  readonly ownerId: string;
  readonly othersMay?: OthersMay | undefined;
  /** 0 for a section that was nobody's. */
  readonly version: number;
}

/** Sections of one paper that are assigned; a text has not so many headings. */
const sectionsPerPaper = 500;

export class SectionOwnersService {
  readonly #needs: SectionOwnersServiceNeeds;

  constructor(needs: SectionOwnersServiceNeeds) {
    this.#needs = needs;
  }

  /**
   * Refusals: `not_found`, `not_allowed`, `paper_not_open`, `owner_not_in_paper`, `unknown_section`,
   * `stale_version`.
   */
  async assign(actor: Actor, command: Command, wanted: WantedSectionOwner): Promise<Paper> {
    const { papers, repository, unitOfWork, reread } = this.#needs;
    const { paperId, sectionId, ownerId, othersMay, version } = wanted;
    const paper = await papers.find(paperId);
    if (paper === null || !canSeePaper(actor, toFacts(paper))) throw new AppError("not_found");
    const known = paper.sections.find((it) => it.sectionId === sectionId);
    const before = known === undefined ? null : assignedAs(known);
    const decision = decideSectionOwner(toFacts(paper), actor, { ownerId, othersMay, before });
    if (!decision.accepted) throw new AppError(decision.code);
    if (known === undefined) await this.#checkIsInText(paper, sectionId);

    return unitOfWork.run(command, async ({ tx, record, audit }) => {
      const isDone =
        known === undefined
          ? version === 0 && (await repository.add(tx, { paperId, sectionId }, decision.event))
          : await repository.assign(tx, { paperId, sectionId, version }, decision.event);
      if (!isDone) throw new AppError("stale_version");
      // Whoever has the text open is decided upon again by this event.
      record({
        type: "paper.section_assigned",
        payload: { paperId, title: titleOf(paper.editions), sectionId, ownerId },
        audience: paperAudience(toFacts(paper)),
        classification: paper.classification,
      });
      audit({
        kind: "paper.section_assigned",
        ...auditedPaper(paper),
        before: { sectionId, ...before },
        after: { sectionId, ...decision.event },
      });
      return reread(tx, paperId, actor);
    });
  }

  /** A section that people have added: its heading is in the text of one edition at least. */
  async #checkIsInText(paper: PaperRow, sectionId: string): Promise<void> {
    if (paper.sections.length >= sectionsPerPaper) throw new AppError("unknown_section");
    for (const { id } of paper.editions) {
      const sections = sectionsOf(fromYDoc(await this.#needs.texts.read(id)));
      if (sections.some((section) => section.id === sectionId)) return;
    }
    throw new AppError("unknown_section");
  }
}

const assignedAs = ({
  ownerId,
  othersMay,
}: {
  readonly ownerId: string;
  readonly othersMay: string;
}): SectionAssigned => ({ ownerId, othersMay: othersMay as OthersMay });
