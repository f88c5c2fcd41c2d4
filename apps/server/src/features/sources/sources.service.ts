/** The sources that a paper cites. Removed ones stay, so that no citation ever loses what it cites. */
import { randomUUID } from "node:crypto";
import {
  sourcesPerPaper,
  type AddSource,
  type BibliographySource,
  type CslItem,
  type EditSource,
  type ImportedSources,
  type ImportSources,
  type LiveEventMap,
  type SourceFormat,
} from "@istmo/contracts";
import { mayAddToPaper, type Actor } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { FileAnswer } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import { toPage } from "../../http/lists.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { findReadablePaper, paperAudience, type ReadablePaper } from "../papers/papers.queries.ts";
import { writeBibtex } from "./bibtex-csl.ts";
import { readSources } from "./read-sources.ts";
import { freeFrom, freeKey, identityOf } from "./source-keys.ts";
import type { SourceRow, SourcesRepository } from "./sources.repository.ts";

export interface SourcesServiceNeeds {
  readonly repository: SourcesRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

interface Wanted {
  readonly sourceId: string;
  readonly version: number;
}

const cslOf = (row: SourceRow) => row.csl as unknown as CslItem;

export class SourcesService {
  readonly #needs: SourcesServiceNeeds;

  constructor(needs: SourcesServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`. */
  async list(
    actor: Actor,
    paperId: string,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ) {
    const { role } = await this.#readable(actor, paperId);
    const { limit, cursor } = query;
    const rows = await this.#needs.repository.list(paperId, { limit, cursor });
    return toPage(rows, limit, (row) => toSource(row, mayAddToPaper(role)));
  }

  /** Refusals: `not_found`, `not_allowed`, `source_key_taken`, `too_many_sources`. */
  async add(
    actor: Actor,
    command: Command,
    { paperId, key, csl }: AddSource & { readonly paperId: string },
  ): Promise<BibliographySource> {
    const { repository, unitOfWork } = this.#needs;
    return unitOfWork.run(command, async ({ tx, record }) => {
      const paper = await this.#writable(actor, paperId, tx);
      const taken = await this.#takenKeys(tx, paperId);
      if (key !== undefined && taken.has(key.toLowerCase())) throw new AppError("source_key_taken");
      if (taken.size >= sourcesPerPaper) throw new AppError("too_many_sources");
      const id = randomUUID();
      const source = { id, paperId, key: key ?? freeKey(csl, taken), csl, createdById: actor.id };
      await repository.add(tx, [source]);
      tell(record, paper, { change: "added", sourceId: id });
      return this.#reread(tx, id);
    });
  }

  /** Refusals: `not_found`, `not_allowed`, `stale_version`, `source_is_removed`, `source_key_taken`. */
  async edit(
    actor: Actor,
    command: Command,
    { sourceId, version, key, csl }: EditSource & Wanted,
  ): Promise<BibliographySource> {
    return this.#change(actor, command, {
      ...{ sourceId, version, change: "edited" },
      decide: async (tx, row) => {
        if (row.removedAt !== null) throw new AppError("source_is_removed");
        const isNew = key !== undefined && key.toLowerCase() !== row.key.toLowerCase();
        if (isNew && (await this.#takenKeys(tx, row.paperId)).has(key.toLowerCase()))
          throw new AppError("source_key_taken");
        return { csl, ...(key === undefined ? {} : { key }) };
      },
    });
  }

  /** Refusals: `not_found`, `not_allowed`, `stale_version`. */
  remove(actor: Actor, command: Command, wanted: Wanted): Promise<BibliographySource> {
    const removedAt = this.#needs.clock.now();
    return this.#change(actor, command, {
      ...{ ...wanted, change: "removed" },
      decide: async () => ({ removedAt }),
    });
  }

  /** Refusals: `not_found`, `not_allowed`, `stale_version`. */
  restore(actor: Actor, command: Command, wanted: Wanted): Promise<BibliographySource> {
    return this.#change(actor, command, {
      ...{ ...wanted, change: "restored" },
      decide: async () => ({ removedAt: null }),
    });
  }

  /** All of the file or nothing of it. Refusals: `not_found`, `not_allowed`, `import_refused`, `too_many_sources`. */
  async import(
    actor: Actor,
    command: Command,
    { paperId, text, format }: ImportSources & { readonly paperId: string },
  ): Promise<ImportedSources> {
    const { repository, unitOfWork } = this.#needs;
    // Who may is asked before the file is looked into.
    await this.#writable(actor, paperId);
    const read = readSources(text, format);
    return unitOfWork.run(command, async ({ tx, record }) => {
      const paper = await this.#writable(actor, paperId, tx);
      await repository.lock(tx, paperId);
      const held = await repository.all(paperId, tx);
      const taken = new Set(held.map(({ key }) => key.toLowerCase()));
      const known = new Set(held.map((row) => identityOf(cslOf(row))));
      const added = read.flatMap(({ key, csl }) => {
        const identity = identityOf(csl);
        if (known.has(identity)) return [];
        known.add(identity);
        const free = key === null ? freeKey(csl, taken) : freeFrom(key, taken);
        taken.add(free.toLowerCase());
        return [{ id: randomUUID(), paperId, key: free, csl, createdById: actor.id }];
      });
      if (held.length + added.length > sourcesPerPaper) throw new AppError("too_many_sources");
      if (added.length > 0) {
        await repository.add(tx, added);
        tell(record, paper, { change: "imported", count: added.length });
      }
      return { added: added.length, known: read.length - added.length };
    });
  }

  /** Refusals: `not_found`. */
  async export(actor: Actor, paperId: string, format: SourceFormat): Promise<FileAnswer> {
    await this.#readable(actor, paperId);
    const rows = (await this.#needs.repository.all(paperId)).filter(
      (row) => row.removedAt === null,
    );
    if (format === "bibtex")
      return new FileAnswer({
        name: "istmo-sources.bib",
        type: "application/x-bibtex; charset=utf-8",
        content: writeBibtex(rows.map((row) => ({ key: row.key, csl: cslOf(row) }))),
      });
    const items = rows.map((row) => ({ id: row.key, "citation-key": row.key, ...cslOf(row) }));
    return new FileAnswer({
      name: "istmo-sources.json",
      type: "application/vnd.citationstyles.csl+json; charset=utf-8",
      content: `${JSON.stringify(items, null, 2)}\n`,
    });
  }

  async #change(
    actor: Actor,
    command: Command,
    wanted: Wanted & {
      readonly change: "edited" | "removed" | "restored";
      readonly decide: (
        tx: PrismaTransaction,
        row: SourceRow,
      ) => Promise<Parameters<SourcesRepository["change"]>[2]>;
    },
  ): Promise<BibliographySource> {
    const { repository, unitOfWork } = this.#needs;
    const { sourceId, version, change, decide } = wanted;
    return unitOfWork.run(command, async ({ tx, record }) => {
      const row = await repository.find(sourceId, tx);
      if (row === null) throw new AppError("not_found");
      const paper = await this.#writable(actor, row.paperId, tx);
      if (row.version !== version) throw new AppError("stale_version");
      const isDone = await repository.change(tx, row, await decide(tx, row));
      if (!isDone) throw new AppError("stale_version");
      tell(record, paper, { change, sourceId });
      return this.#reread(tx, sourceId);
    });
  }

  async #reread(tx: PrismaTransaction, id: string): Promise<BibliographySource> {
    const row = await this.#needs.repository.find(id, tx);
    if (row === null) throw new AppError("not_found");
    return toSource(row, true);
  }

  async #takenKeys(tx: PrismaTransaction, paperId: string): Promise<Set<string>> {
    const { repository } = this.#needs;
    await repository.lock(tx, paperId);
    return new Set((await repository.all(paperId, tx)).map(({ key }) => key.toLowerCase()));
  }

  async #readable(
    actor: Actor,
    paperId: string,
    db: Parameters<typeof findReadablePaper>[0] = this.#needs.repository.db,
  ): Promise<ReadablePaper> {
    const now = this.#needs.clock.now();
    const paper = await findReadablePaper(db, actor, { paperId, now });
    if (paper === null) throw new AppError("not_found");
    return paper;
  }

  async #writable(actor: Actor, paperId: string, tx?: PrismaTransaction): Promise<ReadablePaper> {
    const paper = await this.#readable(actor, paperId, tx);
    if (!mayAddToPaper(paper.role)) throw new AppError("not_allowed");
    return paper;
  }
}

function tell(
  record: Work["record"],
  { facts, title }: ReadablePaper,
  what: Pick<LiveEventMap["source.changed"], "change" | "sourceId" | "count">,
): void {
  record({
    type: "source.changed",
    payload: { paperId: facts.id, title, ...what },
    audience: paperAudience(facts),
    classification: facts.classification,
  });
}

function toSource(row: SourceRow, mayEdit: boolean): BibliographySource {
  const { id, paperId, key, version } = row;
  return {
    ...{ id, paperId, key, version },
    csl: cslOf(row),
    isRemoved: row.removedAt !== null,
    updatedAt: row.updatedAt.toISOString(),
    abilities: { edit: mayEdit },
  };
}
