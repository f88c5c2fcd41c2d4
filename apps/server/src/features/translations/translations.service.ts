/** Translations: where each section stands, who says what it renders, and how one begins. */
import { randomUUID } from "node:crypto";
import type {
  Language,
  Paper,
  SectionChangesAnswer,
  StartTranslation,
  TranslatedSection,
  Translation,
} from "@istmo/contracts";
import {
  canReadPaper,
  canSeePaper,
  mayMarkTranslation,
  mayStartTranslation,
  type Actor,
  type PaperFacts,
} from "@istmo/domain";
import {
  mendStructure,
  readSectionText,
  sectionChanges,
  toYUpdate,
  untranslatedCopy,
} from "@istmo/paper-schema";
import type { PrismaTransaction } from "@istmo/prisma/client";
import type { Doc } from "yjs";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import { nobody, type Command, type UnitOfWork } from "../../platform/unit-of-work.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { paperAudience, titleOf, toFacts } from "../papers/papers.queries.ts";
import type { EditionSectionsReader, HashedSection } from "./edition-sections.ts";
import {
  standingOf,
  statesOf,
  type Standing,
  type StandingSection,
} from "./translation-standing.ts";
import type { EditionRow, StandingRow, TranslationsRepository } from "./translations.repository.ts";

export interface TranslationsServiceNeeds {
  readonly repository: TranslationsRepository;
  readonly sections: EditionSectionsReader;
  readonly unitOfWork: UnitOfWork;
  /** Writes into a text as an ordinary edit of the person, which merges with everybody's. */
  readonly edit: (editionId: string, personId: string, change: (doc: Doc) => void) => Promise<void>;
  readonly papers: {
    /** Adds an edition with its first text. */
    foundEdition(
      tx: PrismaTransaction,
      edition: {
        readonly id: string;
        readonly paperId: string;
        readonly language: string;
        readonly title: string;
        readonly founding: Uint8Array;
        readonly personId: string;
      },
    ): Promise<void>;
    lastEdits(editionIds: readonly string[]): Promise<Map<string, Date>>;
    reread(tx: PrismaTransaction, paperId: string, actor: Actor): Promise<Paper>;
  };
  readonly clock: Clock;
}

/** Differences of one section that an answer lists; the count says how many there are. */
const differencesListed = 50;

/** For what the installation works out by itself. */

/** A translation, the original that it renders, and what the paper's rules ask for. */
interface Pair {
  readonly edition: EditionRow;
  readonly original: EditionRow["paper"]["editions"][number];
  readonly facts: PaperFacts;
  readonly mayMark: boolean;
}

export class TranslationsService {
  readonly #needs: TranslationsServiceNeeds;

  constructor(needs: TranslationsServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`, `not_a_translation`. */
  async of(actor: Actor, editionId: string): Promise<Translation> {
    const { repository } = this.#needs;
    const pair = await this.#readable(actor, editionId);
    const { edition, original, mayMark } = pair;
    const marks = await repository.marks(editionId);
    const { standing } = await this.#workOut(pair, marks);
    const names = await namesOf(
      repository.db,
      marks.map(({ markedById }) => markedById),
    );
    const bySection = new Map(marks.map((mark) => [mark.sectionId, mark]));
    return {
      editionId,
      language: edition.language as Language,
      originalEditionId: original.id,
      originalLanguage: original.language as Language,
      sections: standing.sections.map((section): TranslatedSection => {
        const mark = bySection.get(section.source.id);
        return {
          ...answerOf(section),
          marked: mark
            ? {
                by: names.get(mark.markedById) ?? { id: mark.markedById, name: mark.markedById },
                at: mark.markedAt.toISOString(),
                how: mark.how as "translated" | "unchanged_meaning",
              }
            : null,
        };
      }),
      extraSections: standing.extra.map(({ id, heading }) => ({ sectionId: id, heading })),
      abilities: { mark: mayMark },
    };
  }

  /** What has changed in the original's section since it was translated. Refusals: as `of`. */
  async changes(
    actor: Actor,
    { editionId, sectionId }: { editionId: string; sectionId: string },
  ): Promise<SectionChangesAnswer> {
    const { repository, sections } = this.#needs;
    const { original } = await this.#readable(actor, editionId);
    const mark = await repository.findMark(editionId, sectionId);
    const now = (await sections.of(original.id)).sections.find(({ id }) => id === sectionId);
    if (mark === null || now === undefined) throw new AppError("not_found");
    return {
      sectionId,
      sourceSha256: now.sha256,
      blocks: sectionChanges(readSectionText(mark.source), now.blocks).map((block) => ({
        ...block,
        runs: [...block.runs],
      })),
    };
  }

  /**
   * Says that a section renders the original as the marker saw it, because it was translated or
   * because the change does not touch the meaning. Refusals: `not_allowed`, `not_a_translation`,
   * `not_found`, `stale_version` where the original has been written on meanwhile.
   */
  async mark(
    actor: Actor,
    command: Command,
    wanted: {
      readonly editionId: string;
      readonly sectionId: string;
      readonly sourceSha256: string;
      readonly how: "translated" | "unchanged_meaning";
    },
  ): Promise<Translation> {
    const { repository, unitOfWork, clock, sections } = this.#needs;
    const { editionId, sectionId, sourceSha256, how } = wanted;
    const pair = await this.#toMark(actor, editionId);
    const { edition, original, facts } = pair;
    const source = (await sections.of(original.id)).sections.find(({ id }) => id === sectionId);
    if (source === undefined) throw new AppError("not_found");
    if (source.sha256 !== sourceSha256) throw new AppError("stale_version");
    if (how === "unchanged_meaning" && (await repository.findMark(editionId, sectionId)) === null)
      throw new AppError("not_found");

    const marks = (await repository.marks(editionId)).filter((it) => it.sectionId !== sectionId);
    const { row } = await this.#workOut(pair, [...marks, { sectionId, sourceSha256 }]);
    await unitOfWork.run(command, async ({ tx, record }) => {
      await repository.mark(tx, {
        editionId,
        sectionId,
        sourceSha256,
        source: source.canonical,
        how,
        markedById: actor.id,
        markedAt: clock.now(),
      });
      await repository.keepStanding(tx, row);
      record({
        type: "translation.marked",
        payload: {
          paperId: facts.id,
          title: titleOf(edition.paper.editions),
          editionId,
          sectionId,
        },
        audience: paperAudience(facts),
        classification: facts.classification,
      });
      return {};
    });
    return this.of(actor, editionId);
  }

  /** Adds the blocks that a translation lacks, empty, at their place. Refusals: as `mark`. */
  async mend(
    actor: Actor,
    { editionId, sectionId }: { editionId: string; sectionId?: string | undefined },
  ): Promise<Translation> {
    const { original } = await this.#toMark(actor, editionId);
    const { document } = await this.#needs.sections.of(original.id);
    await this.#needs.edit(editionId, actor.id, (doc) => {
      mendStructure(doc, document, sectionId ?? null);
    });
    return this.of(actor, editionId);
  }

  /**
   * Begins a translation by copying the original's structure. Refusals: `not_found`,
   * `not_allowed`, `edition_exists`.
   */
  async start(
    actor: Actor,
    command: Command,
    { paperId, language, title }: StartTranslation & { readonly paperId: string },
  ): Promise<Paper> {
    const { repository, unitOfWork, papers, sections } = this.#needs;
    const paper = await repository.findPaper(paperId);
    if (paper === null || !canSeePaper(actor, toFacts(paper))) throw new AppError("not_found");
    const facts = toFacts(paper);
    if (!mayStartTranslation(actor, facts)) throw new AppError("not_allowed");
    const original = paper.editions.find((it) => it.language === paper.originalLanguage);
    if (original === undefined) throw new AppError("not_found");
    if (paper.editions.some((it) => it.language === language)) throw new AppError("edition_exists");

    const { document } = await sections.of(original.id);
    const copy = untranslatedCopy(document);
    const founding = toYUpdate(copy);
    const standing = standingOf(await sections.of(original.id), { document: copy, sections: [] });
    const editionId = randomUUID();
    return unitOfWork.run(command, async ({ tx, record }) => {
      await papers.foundEdition(tx, {
        ...{ id: editionId, paperId, language, title, founding },
        personId: actor.id,
      });
      await repository.keepStanding(tx, {
        editionId,
        sections: statesOf(standing),
        differences: standing.differenceCount,
        originalAt: null,
        translationAt: null,
      });
      record({
        type: "translation.started",
        payload: { paperId, title: titleOf([...paper.editions, { language, title }]), editionId },
        audience: paperAudience(facts),
        classification: facts.classification,
      });
      return papers.reread(tx, paperId, actor);
    });
  }

  /**
   * Works a translation out and keeps it for lists; tells those who may read the paper where a
   * section stands otherwise than before.
   */
  async settle(editionId: string): Promise<void> {
    const { repository, unitOfWork } = this.#needs;
    const edition = await repository.findEdition(editionId);
    const pair = edition && pairOf(edition);
    if (pair === null || edition === null) return;
    const before = await repository.findStanding(editionId);
    const { row } = await this.#workOut({ ...pair, edition }, await repository.marks(editionId));
    const isOther =
      before !== null &&
      (before.differences !== row.differences ||
        JSON.stringify(Object.entries(before.sections as object).sort()) !==
          JSON.stringify(Object.entries(row.sections).sort()));
    await unitOfWork.run(nobody, async ({ tx, record }) => {
      await repository.keepStanding(tx, row);
      if (isOther)
        record({
          type: "translation.changed",
          payload: {
            paperId: pair.facts.id,
            title: titleOf(edition.paper.editions),
            editionId,
          },
          audience: paperAudience(pair.facts),
          classification: pair.facts.classification,
        });
      return {};
    });
  }

  async #workOut(
    { edition, original }: Pick<Pair, "edition" | "original">,
    marks: readonly { readonly sectionId: string; readonly sourceSha256: string }[],
  ): Promise<{ standing: Standing; row: StandingRow }> {
    const { papers, sections } = this.#needs;
    // Before the texts: what is written meanwhile makes this one old, and not the other way round.
    const edits = await papers.lastEdits([original.id, edition.id]);
    const standing = standingOf(
      await sections.of(original.id),
      await sections.of(edition.id),
      new Map(marks.map(({ sectionId, sourceSha256 }) => [sectionId, sourceSha256])),
    );
    return {
      standing,
      row: {
        editionId: edition.id,
        sections: statesOf(standing),
        differences: standing.differenceCount,
        originalAt: edits.get(original.id) ?? null,
        translationAt: edits.get(edition.id) ?? null,
      },
    };
  }

  async #toMark(actor: Actor, editionId: string): Promise<Pair> {
    const edition = await this.#readableEdition(actor, editionId);
    const facts = toFacts(edition.paper);
    if (!mayMarkTranslation(actor, facts, ownersOf(edition))) throw new AppError("not_allowed");
    return this.#asPair(actor, edition);
  }

  async #readable(actor: Actor, editionId: string): Promise<Pair> {
    return this.#asPair(actor, await this.#readableEdition(actor, editionId));
  }

  #asPair(actor: Actor, edition: EditionRow): Pair {
    const pair = pairOf(edition);
    if (pair === null) throw new AppError("not_a_translation");
    const mayMark = mayMarkTranslation(actor, pair.facts, ownersOf(edition));
    return { edition, ...pair, mayMark };
  }

  async #readableEdition(actor: Actor, editionId: string): Promise<EditionRow> {
    const edition = await this.#needs.repository.findEdition(editionId);
    if (edition === null || !canReadPaper(actor, toFacts(edition.paper)))
      throw new AppError("not_found");
    return edition;
  }
}

const ownersOf = ({ paper }: EditionRow) => paper.sections.map(({ ownerId }) => ownerId);

/** The original of a translation; null for the original itself. */
function pairOf(edition: EditionRow): Pick<Pair, "original" | "facts"> | null {
  const { paper } = edition;
  if (edition.language === paper.originalLanguage) return null;
  const original = paper.editions.find(({ language }) => language === paper.originalLanguage);
  return original === undefined ? null : { original, facts: toFacts(paper) };
}

function answerOf(section: StandingSection): Omit<TranslatedSection, "marked"> {
  const { source, translated, state, coverage, differences } = section;
  const heading = (it: HashedSection) => it.heading.slice(0, 1_000);
  return {
    sectionId: source.id,
    heading: heading(source),
    translatedHeading: translated === null ? null : heading(translated),
    state,
    sourceSha256: source.sha256,
    toTranslate: coverage.toTranslate,
    translated: coverage.translated,
    differenceCount: differences.length,
    differences: differences
      .slice(0, differencesListed)
      .map(({ blockId, problem, words }) => ({ blockId, problem, words })),
  };
}
