/** The history of an edition for people: lists, names, texts, and putting a text back. */
import type { EditionVersion, EditionVersions, Restoration, VersionText } from "@istmo/contracts";
import {
  decideRestore,
  mayNameVersions,
  seesVersion,
  versionsSeenBy,
  type Actor,
  type VersionsSeen,
} from "@istmo/domain";
import { changedSections } from "@istmo/paper-schema";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { bodyAt, namesOf, postsEverHeld } from "../identity/identity.queries.ts";
import {
  findEditionAccess,
  findReadablePaper,
  paperAudience,
  type EditionAccess,
  type ReadablePaper,
} from "../papers/papers.queries.ts";
import type { VersionKeeper } from "./version-keeper.ts";
import { findVersionText } from "./versions.queries.ts";
import type { VersionRow, VersionsRepository } from "./versions.repository.ts";

export interface VersionsServiceNeeds {
  readonly repository: VersionsRepository;
  readonly keeper: VersionKeeper;
  readonly unitOfWork: UnitOfWork;
  /** Records who reads strictly confidential papers. */
  readonly readings: {
    note(reader: Command, paper: EditionAccess["paper"]): Promise<void>;
  };
  readonly clock: Clock;
}

/** An edition that the actor may read, and what they see of its history. */
interface History {
  readonly access: EditionAccess;
  readonly paper: ReadablePaper;
  readonly seen: VersionsSeen;
}

export class VersionsService {
  readonly #needs: VersionsServiceNeeds;

  constructor(needs: VersionsServiceNeeds) {
    this.#needs = needs;
  }

  /** Newest first. Refusals: `not_found`. */
  async list(
    actor: Actor,
    query: {
      readonly editionId: string;
      readonly keptBy: "anybody" | "people";
      readonly until?: string | undefined;
      readonly limit: number;
      readonly cursor?: number | undefined;
    },
  ): Promise<EditionVersions> {
    const { repository } = this.#needs;
    const { editionId, keptBy, until, limit, cursor } = query;
    const { seen, paper } = await this.#history(actor, editionId);
    const rows = await repository.list({
      ...{ editionId, seen, limit },
      isKeptByPeople: keptBy === "people",
      until: until === undefined ? null : new Date(until),
      below: cursor ?? null,
    });
    const shown = rows.slice(0, limit);
    return {
      items: await answersOf(repository.db, shown),
      nextCursor: rows.length > limit ? String(shown.at(-1)?.number ?? 0) : null,
      abilities: { name: mayNameVersions(actor, paper.facts), sees: seen },
    };
  }

  /** Keeps the text as it stands under a name. Refusals: `not_found`, `not_allowed`. */
  async keep(
    actor: Actor,
    command: Command,
    { editionId, name }: { readonly editionId: string; readonly name: string },
  ): Promise<EditionVersion> {
    const { keeper, unitOfWork } = this.#needs;
    const { paper } = await this.#history(actor, editionId);
    if (!mayNameVersions(actor, paper.facts)) throw new AppError("not_allowed");
    const taken = await keeper.take(editionId);
    return unitOfWork.run(command, async (work) => {
      const kept = await keeper.keep(work.tx, taken, {
        ...{ kind: "named", reason: "by_hand", name, createdById: actor.id },
      });
      tell(work, paper, { editionId, versionId: kept.id, change: "kept" });
      work.audit({
        kind: "paper.version_named",
        ...auditedPaper(paper),
        after: { language: kept.language, version: kept.number, name, sha256: kept.sha256 },
      });
      return this.#answer(work.tx, kept.id);
    });
  }

  /**
   * Names a version, or gives it another name. Refusals: `not_found`, `not_allowed` (of what an act
   * has frozen nobody changes anything), `stale_version`.
   */
  async name(
    actor: Actor,
    command: Command,
    wanted: { readonly versionId: string; readonly name: string; readonly version: number },
  ): Promise<EditionVersion> {
    const { repository, unitOfWork } = this.#needs;
    const { versionId, name, version } = wanted;
    const { row, paper } = await this.#version(actor, versionId);
    if (!mayNameVersions(actor, paper.facts) || row.kind === "frozen")
      throw new AppError("not_allowed");
    return unitOfWork.run(command, async (work) => {
      const isDone = await repository.rename(
        work.tx,
        { id: versionId, version },
        { name, kind: "named" },
      );
      if (!isDone) throw new AppError("stale_version");
      tell(work, paper, { editionId: row.editionId, versionId, change: "named" });
      work.audit({
        kind: "paper.version_named",
        ...auditedPaper(paper),
        before: { name: row.name },
        after: { version: row.number, name, sha256: row.sha256 },
      });
      return this.#answer(work.tx, versionId);
    });
  }

  /** The text of a version. Refusals: `not_found`. */
  async text(actor: Actor, command: Command, versionId: string): Promise<VersionText> {
    const { access } = await this.#version(actor, versionId);
    await this.#needs.readings.note(command, access.paper);
    return this.#text(versionId);
  }

  /**
   * Decides whether a text may be put back, keeps the one that stands there, and gives the other: the
   * page writes it as an edit of its person, which merges and which undo takes back. Refusals:
   * `not_found`, `read_only`, `section_of_another`, `unknown_section`.
   */
  async restore(
    actor: Actor,
    command: Command,
    {
      versionId,
      sectionId,
    }: { readonly versionId: string; readonly sectionId?: string | undefined },
  ): Promise<Restoration> {
    const { keeper, unitOfWork } = this.#needs;
    const { row, access, paper } = await this.#version(actor, versionId);
    if (access.role !== "editor") throw new AppError("read_only");
    const { editionId } = row;
    const old = await findVersionText(this.#needs.repository.db, versionId);
    if (old === null) throw new AppError("not_found");
    const taken = await keeper.take(editionId);
    const changes = changedSections(taken.document, old.document);
    const isKnown =
      sectionId === undefined ||
      old.document.content.some(
        ({ type, attrs }) => type === "heading" && attrs?.["id"] === sectionId,
      );
    if (!isKnown) throw new AppError("unknown_section");
    const refusal = decideRestore(
      access,
      sectionId === undefined ? changes.map((it) => it.sectionId) : [sectionId],
    );
    if (refusal !== null) throw new AppError(refusal);

    return unitOfWork.run(command, async (work) => {
      const kept = await keeper.keep(work.tx, taken, {
        ...{ kind: "automatic", reason: "before_restore", createdById: actor.id },
      });
      tell(work, paper, { editionId, versionId: kept.id, change: "restored" });
      work.audit({
        kind: "paper.version_restored",
        ...auditedPaper(paper),
        before: { version: kept.number, sha256: kept.sha256 },
        after: {
          version: row.number,
          sha256: row.sha256,
          ...(sectionId === undefined ? {} : { section: sectionId }),
        },
      });
      const { id, number, title, sha256, canonical } = old;
      return { text: { id, editionId, number, title, sha256, canonical }, keptNumber: kept.number };
    });
  }

  async #text(versionId: string): Promise<VersionText> {
    const text = await findVersionText(this.#needs.repository.db, versionId);
    if (text === null) throw new AppError("not_found");
    const { id, editionId, number, title, sha256, canonical } = text;
    return { id, editionId, number, title, sha256, canonical };
  }

  async #answer(db: PrismaTransaction, versionId: string): Promise<EditionVersion> {
    const row = await this.#needs.repository.find(versionId, db);
    const [answer] = await answersOf(db, row === null ? [] : [row]);
    if (answer === undefined) throw new AppError("not_found");
    return answer;
  }

  /** A version that the actor sees, with the edition that it belongs to. */
  async #version(actor: Actor, versionId: string): Promise<History & { readonly row: VersionRow }> {
    const row = await this.#needs.repository.find(versionId);
    if (row === null) throw new AppError("not_found");
    const history = await this.#history(actor, row.editionId);
    if (!seesVersion(history.seen, row)) throw new AppError("not_found");
    return { ...history, row };
  }

  async #history(actor: Actor, editionId: string): Promise<History> {
    const { repository, clock } = this.#needs;
    const now = clock.now();
    const access = await findEditionAccess(repository.db, actor, { editionId, now });
    if (access === null) throw new AppError("not_found");
    const paperId = access.paper.id;
    const paper = await findReadablePaper(repository.db, actor, { paperId, now });
    if (paper === null) throw new AppError("not_found");
    return { access, paper, seen: versionsSeenBy(actor, paper.facts) };
  }
}

const auditedPaper = ({ facts, label }: ReadablePaper) => ({
  subject: { kind: "paper", id: facts.id, label } as const,
  paperId: facts.id,
});

/** Lets the rails of colleagues ask again. */
function tell(
  { record }: Pick<Work, "record">,
  { facts, title }: Pick<ReadablePaper, "facts" | "title">,
  about: {
    readonly editionId: string;
    readonly versionId: string;
    readonly change: "kept" | "named" | "restored";
  },
): void {
  record({
    type: "version.changed",
    payload: { paperId: facts.id, title, ...about },
    audience: paperAudience(facts),
    classification: facts.classification,
  });
}

async function answersOf(
  db: PrismaClient | PrismaTransaction,
  rows: readonly VersionRow[],
): Promise<EditionVersion[]> {
  const authorIds = [...new Set(rows.flatMap((row) => row.authorIds))];
  const names = await namesOf(db, [...authorIds, ...rows.map(({ createdById }) => createdById)]);
  const posts = authorIds.length === 0 ? [] : await postsEverHeld(db, authorIds);
  return rows.map((row): EditionVersion => {
    const { id, editionId, number, name, title, createdById, createdAt, sha256 } = row;
    const { words, wordsAdded, wordsRemoved, version } = row;
    return {
      ...{ id, editionId, number, name, title, sha256 },
      ...{ words, wordsAdded, wordsRemoved, version },
      kind: row.kind as EditionVersion["kind"],
      reason: row.reason as EditionVersion["reason"],
      createdBy: createdById === null ? null : (names.get(createdById) ?? null),
      createdAt: createdAt.toISOString(),
      authors: row.authorIds.flatMap((personId) => {
        const person = names.get(personId);
        const own = posts.filter((post) => post.personId === personId);
        return person === undefined ? [] : [{ person, ...bodyAt(own, createdAt) }];
      }),
    };
  });
}
