import * as Y from "yjs";
import type { PaperStore, PaperWrite, StoredPaper } from "./paper-store.ts";

interface Stored {
  state: Uint8Array[];
  bindings: Map<number, string>;
}

/** The in-memory twin of the database, for tests and for measurements. */
export class MemoryPaperStore implements PaperStore {
  readonly #papers = new Map<string, Stored>();

  async load(editionId: string): Promise<StoredPaper> {
    const { state, bindings } = this.#paper(editionId);
    return { state: [...state], bindings: new Map(bindings) };
  }

  async append(batch: readonly PaperWrite[]): Promise<void> {
    for (const { editionId, update, bindings } of batch) {
      const paper = this.#paper(editionId);
      paper.state.push(update);
      for (const { clientId, personId } of bindings) {
        if (!paper.bindings.has(clientId)) paper.bindings.set(clientId, personId);
      }
    }
  }

  async compact(editionId: string): Promise<void> {
    const paper = this.#paper(editionId);
    if (paper.state.length > 1) paper.state = [foldUpdates(paper.state)];
  }

  #paper(editionId: string): Stored {
    const found = this.#papers.get(editionId) ?? { state: [], bindings: new Map<number, string>() };
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
