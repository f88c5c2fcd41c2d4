/**
 * Keeps texts as versions.
 *
 *   caller                       keeper                       elsewhere
 *    |-- take(edition) ------->   | reads text, deletions  -->  | rooms, store
 *    |                            | and the version before -->  | database
 *    |  <-------- taken text --   |
 *    |-- keep(tx, taken, …) --->  | numbered under a lock  -->  | the caller's transaction
 *    |  <----- id and SHA-256 -   |
 *
 * A text is taken before the transaction: on the embedded database nothing outside of one can be
 * read while it runs. Whoever kept another version meanwhile makes only the difference be worked out
 * anew.
 */
import { randomUUID } from "node:crypto";
import type { VersionKind, VersionReason } from "@istmo/domain";
import {
  changedWords,
  countNodeWords,
  fromYDoc,
  type PaperDocumentJson,
} from "@istmo/paper-schema";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { serverAuthor, type DeletionRecord, type Deletions } from "@istmo/sync";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import { nothing, readState, stateChange, touches } from "./packed-state.ts";
import {
  blocksOf,
  canonicalOf,
  pack,
  readText,
  textDelta,
  wholeText,
  type TextBlocks,
} from "./packed-text.ts";
import { hashOf } from "./verified-text.ts";
import { chainOf } from "./versions.queries.ts";
import type { VersionRow, VersionsRepository } from "./versions.repository.ts";

export interface VersionKeeperNeeds {
  readonly repository: VersionsRepository;
  /** Where a text is read as it stands, edits that are still on their way included. */
  readonly texts: { read(editionId: string): Promise<Uint8Array> };
  readonly record: DeletionRecord;
  readonly clock: Clock;
  /** Versions that are read one after the other to read the last of them, at most; default 32. */
  readonly longestChain?: number;
}

/** A text as it stood at a moment, ready to be kept. */
export interface TakenText {
  readonly editionId: string;
  readonly language: string;
  readonly title: string;
  readonly document: PaperDocumentJson;
  readonly sha256: string;
  /** What it is kept as, if nothing is kept before it is. */
  readonly prepared: PreparedVersion;
  readonly blocks: TextBlocks;
  readonly state: Uint8Array;
  readonly deletions: Deletions;
}

/** What a text is against the version before it. */
interface PreparedVersion {
  /** The number of the version before; 0 where this is the first. */
  readonly follows: number;
  /** Whether the version before holds the very same text. */
  readonly isSame: boolean;
  readonly authorIds: readonly string[];
  /** Against the version before; null for the first. */
  readonly words: { readonly wordsAdded: number; readonly wordsRemoved: number } | null;
  readonly chainStart: number;
  readonly text: Uint8Array<ArrayBuffer>;
  readonly state: Uint8Array<ArrayBuffer>;
}

export interface KeptVersion {
  readonly id: string;
  readonly editionId: string;
  readonly language: string;
  readonly number: number;
  readonly sha256: string;
}

/** A moment of all editions together. */
export interface KeptPaperVersion {
  readonly id: string;
  /** Runs on through the paper. */
  readonly number: number;
  readonly editions: readonly KeptVersion[];
}

export interface KeepVersion {
  readonly kind: VersionKind;
  readonly reason: VersionReason;
  readonly name?: string | null;
  /** Null for the installation itself. */
  readonly createdById: string | null;
  readonly paperVersionId?: string;
}

/** See the head of this file. */
export class VersionKeeper {
  readonly #needs: VersionKeeperNeeds;

  constructor(needs: VersionKeeperNeeds) {
    this.#needs = needs;
  }

  /** The text of an edition as it stands. Never within a transaction. Refusals: `not_found`. */
  async take(editionId: string): Promise<TakenText> {
    const { repository, texts, record } = this.#needs;
    const edition = await repository.edition(editionId);
    if (edition === null) throw new AppError("not_found");
    const { document, state } = readWhole(await texts.read(editionId));
    const blocks = blocksOf(document);
    const taken = {
      editionId,
      language: edition.language,
      title: edition.title,
      document,
      sha256: hashOf(canonicalOf(blocks)),
      blocks,
      state,
      // After the text: whoever took out what it lacks is recorded by then.
      deletions: await record.deletions(editionId),
    };
    const latest = await repository.latest(editionId);
    return { ...taken, prepared: await this.#prepare(repository.db, taken, latest) };
  }

  /** Keeps a text that was taken as the edition's next version. */
  async keep(tx: PrismaTransaction, taken: TakenText, as: KeepVersion): Promise<KeptVersion> {
    const { repository } = this.#needs;
    const { editionId } = taken;
    await repository.lock(tx, editionId);
    const latest = await repository.latest(editionId, tx);
    const isOvertaken = (latest?.number ?? 0) !== taken.prepared.follows;
    return this.#add(
      tx,
      isOvertaken ? { ...taken, prepared: await this.#prepare(tx, taken, latest) } : taken,
      as,
    );
  }

  /** Freezes the texts of a paper together: one number for all, and one of its own for each. */
  async freezePaper(
    tx: PrismaTransaction,
    taken: readonly TakenText[],
    as: {
      readonly paperId: string;
      readonly reason: VersionReason;
      readonly name?: string | null;
      readonly createdById: string;
    },
  ): Promise<KeptPaperVersion> {
    const { repository, clock } = this.#needs;
    const { paperId, reason, createdById, name = null } = as;
    const id = randomUUID();
    const number = await repository.addPaperVersion(tx, {
      ...{ id, paperId, reason, createdById },
      createdAt: clock.now(),
    });
    const editions: KeptVersion[] = [];
    for (const text of taken)
      editions.push(
        await this.keep(tx, text, {
          ...{ kind: "frozen", reason, name, createdById },
          paperVersionId: id,
        }),
      );
    return { id, number, editions };
  }

  async #add(tx: PrismaTransaction, taken: TakenText, as: KeepVersion): Promise<KeptVersion> {
    const { repository, clock } = this.#needs;
    const { editionId, language, title, document, sha256, prepared, blocks, state } = taken;
    const id = randomUUID();
    const number = prepared.follows + 1;
    // What an act is bound to stands by itself, whatever becomes of its neighbours.
    const isWhole = as.kind === "frozen" && prepared.chainStart !== number;
    await repository.add(tx, {
      ...{ id, editionId, number, title, sha256 },
      kind: as.kind,
      reason: as.reason,
      name: as.name ?? null,
      paperVersionId: as.paperVersionId ?? null,
      createdById: as.createdById,
      createdAt: clock.now(),
      authorIds: [...prepared.authorIds],
      words: wordsIn(document, language),
      ...prepared.words,
      chainStart: isWhole ? number : prepared.chainStart,
      text: isWhole ? await pack(wholeText(blocks)) : prepared.text,
      state: isWhole ? await pack(state) : prepared.state,
    });
    return { id, editionId, language, number, sha256 };
  }

  async #prepare(
    db: PrismaClient | PrismaTransaction,
    taken: Omit<TakenText, "prepared">,
    latest: VersionRow | null,
  ): Promise<PreparedVersion> {
    const { editionId, document, blocks, state, sha256, deletions } = taken;
    const before =
      latest === null
        ? { blocks: [], state: nothing }
        : {
            blocks: readText(await chainOf(db, latest, "text")),
            state: readState(await chainOf(db, latest, "state")),
          };
    const change = stateChange(before.state, state);
    const writers = await this.#needs.repository.peopleOf(editionId, change.writers, db);
    const deleters = [...deletions].flatMap(([personId, ranges]) =>
      personId !== serverAuthor && touches(change.deleted, ranges) ? [personId] : [],
    );
    const follows = latest?.number ?? 0;
    const { longestChain = 32 } = this.#needs;
    const isChainLong = latest !== null && follows + 1 - latest.chainStart >= longestChain;
    const text = latest === null || isChainLong ? null : textDelta(before.blocks, blocks);
    const isNext = latest !== null && text !== null && change.delta !== null;
    return {
      follows,
      isSame: latest?.sha256 === sha256,
      authorIds: [...new Set([...writers, ...deleters])].sort(),
      words: latest === null ? null : changedWords(documentOf(before.blocks), document),
      chainStart: isNext ? latest.chainStart : follows + 1,
      text: await pack(isNext ? text : wholeText(blocks)),
      state: await pack(isNext ? change.delta : state),
    };
  }
}

/** A text as it is hashed, and its state as Yjs writes a whole document: equal ones alike. */
function readWhole(update: Uint8Array): { document: PaperDocumentJson; state: Uint8Array } {
  const doc = new Doc();
  try {
    if (update.byteLength > 0) applyUpdate(doc, update);
    return { document: fromYDoc(doc), state: encodeStateAsUpdate(doc) };
  } finally {
    doc.destroy();
  }
}

const documentOf = (blocks: TextBlocks) => JSON.parse(canonicalOf(blocks)) as PaperDocumentJson;

const wordsIn = (document: PaperDocumentJson, language: string): number =>
  document.content.reduce((sum, block) => sum + countNodeWords(block, language).words, 0);
