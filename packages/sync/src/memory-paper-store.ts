import * as Y from "yjs";
import { DeletionLedger } from "./deletion-ledger.ts";
import type {
  DeletionRecord,
  Deletions,
  PaperStore,
  PaperWrite,
  StoredPaper,
} from "./paper-store.ts";

interface Stored {
  snapshot: Uint8Array | null;
  /** Whose each update is, in the order they came; a repeated one is there once. */
  log: Map<Uint8Array, string | null>;
  readonly bindings: Map<number, string>;
  /** Of what was folded. */
  readonly deletions: DeletionLedger;
}

/** The in-memory twin of the database, for tests and for measurements. */
export class MemoryPaperStore implements PaperStore, DeletionRecord {
  readonly #papers = new Map<string, Stored>();

  async load(editionId: string): Promise<StoredPaper> {
    const { snapshot, log, bindings } = this.#paper(editionId);
    const state = snapshot === null ? [...log.keys()] : [snapshot, ...log.keys()];
    return { state, bindings: new Map(bindings) };
  }

  async append(batch: readonly PaperWrite[]): Promise<readonly PaperWrite[]> {
    const refusedEditions = new Set<string>();
    return batch.filter((write) => {
      const paper = this.#paper(write.editionId);
      if (!this.#bind(paper, write)) refusedEditions.add(write.editionId);
      if (refusedEditions.has(write.editionId)) return true;
      paper.log.set(write.update, write.personId);
      return false;
    });
  }

  async compact(editionId: string): Promise<void> {
    const paper = this.#paper(editionId);
    if (paper.log.size === 0) return;
    for (const [update, personId] of paper.log) paper.deletions.note(personId, update);
    const log = paper.log.keys();
    paper.snapshot = foldUpdates(paper.snapshot === null ? log : [paper.snapshot, ...log]);
    paper.log = new Map();
  }

  async deletions(editionId: string): Promise<Deletions> {
    const { log, deletions } = this.#paper(editionId);
    const all = new DeletionLedger();
    for (const [personId, bytes] of deletions.entries()) all.recall(personId, bytes);
    for (const [update, personId] of log) all.note(personId, update);
    return all.deletions();
  }

  /** False when one of the clientIDs is somebody else's. */
  #bind({ bindings: known }: Stored, { bindings }: PaperWrite): boolean {
    let isGranted = true;
    for (const { clientId, personId } of bindings) {
      const owner = known.get(clientId) ?? personId;
      known.set(clientId, owner);
      if (owner !== personId) isGranted = false;
    }
    return isGranted;
  }

  #paper(editionId: string): Stored {
    const found = this.#papers.get(editionId) ?? {
      snapshot: null,
      log: new Map<Uint8Array, string | null>(),
      bindings: new Map<number, string>(),
      deletions: new DeletionLedger(),
    };
    this.#papers.set(editionId, found);
    return found;
  }
}

/**
 * Many updates as one. Through a document rather than `Y.mergeUpdates`, which keeps every keystroke
 * as a struct of its own; what still lacks its predecessors is kept too.
 */
export function foldUpdates(updates: Iterable<Uint8Array>): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const folded = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return folded;
}
