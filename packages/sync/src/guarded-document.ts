import * as Y from "yjs";
import { mergeUpdates } from "./merge-updates.ts";
import { type Deletion, deletionUpdate } from "./plain-update.ts";

/** What came of an update. */
export interface Applied {
  /** What the document did not know before, as one update; null when it knew everything. */
  readonly news: Uint8Array | null;
  /** The part of the news that Yjs deleted by itself, to clean up; null when there was nothing. */
  readonly cleanup: Uint8Array | null;
  /** False when a part was dropped, because something that precedes it is missing. */
  readonly isWhole: boolean;
}

/** What was new for sure. */
export interface News {
  /** As it came, or condensed: as Yjs encodes it now, what was typed letter by letter as one. */
  readonly news: Uint8Array;
  /** What Yjs deleted besides, to clean up; null when there was nothing. */
  readonly cleanup: Uint8Array | null;
}

/** Updates that the tail may hold before they are merged into one. */
const longestTail = 500;
/** Bytes by which the tail may outgrow the base. */
const tailAllowance = 256 * 1024;

function* deletionsOf({ deleteSet }: Y.Transaction): Generator<Deletion> {
  for (const [client, ranges] of deleteSet.clients) {
    for (const { clock, len } of ranges) yield { client, clock, length: len };
  }
}

/**
 * A Yjs document that an update changes wholly or not at all.
 *
 * An update that decodes can still make Yjs throw half way. Yjs then keeps the half, and if it
 * threw while cleaning up it never emits another update: everything typed later would be neither
 * relayed nor saved, in silence. So the updates that went well are kept as well (a base and a tail,
 * about the encoded size of the document), and after an error the document is made anew from them.
 *
 * The document itself is built when somebody first changes or inspects it: who only reads is
 * answered from the bytes.
 */
export class GuardedDocument {
  #doc: Y.Doc | null = null;
  #base: Uint8Array;
  /** The state vector of the base; known while the document is not built. */
  readonly #baseVector: Uint8Array;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;
  /** What Yjs deleted by itself while it cleaned up: formatting that has become void. */
  #cleanups: Uint8Array[] = [];

  /** Throws when these bytes cannot be decoded. */
  constructor(updates: readonly Uint8Array[]) {
    this.#base = mergeUpdates(updates);
    this.#baseVector = Y.encodeStateVectorFromUpdate(this.#base);
  }

  get isBuilt(): boolean {
    return this.#doc !== null;
  }

  /** Builds the document, if it is not; throws when Yjs cannot make one of these bytes. */
  build(): void {
    if (this.#doc === null) this.#restore();
  }

  /** To read and to inspect; whoever changes it by another way than `apply` breaks the promise. */
  get doc(): Y.Doc {
    return this.#doc ?? this.#restore();
  }

  /** The whole document as one update; made once for all who ask before it changes. */
  state(): Uint8Array {
    if (this.#doc !== null && this.#tail.length > 0) this.#rebase(this.#doc);
    return this.#base;
  }

  stateVector(): Uint8Array {
    return this.#doc === null ? this.#baseVector : Y.encodeStateVector(this.#doc);
  }

  /** What somebody lacks who has this state vector; throws when it is none. */
  missingFrom(stateVector: Uint8Array): Uint8Array {
    if (Y.decodeStateVector(stateVector).size === 0) return this.state();
    if (this.#doc === null) return Y.diffUpdate(this.#base, stateVector);
    return Y.encodeStateAsUpdate(this.#doc, stateVector);
  }

  /** The clock at which the next struct of this client begins. */
  clockOf(client: number): number {
    return Y.getState(this.doc.store, client);
  }

  /**
   * Throws what Yjs throws, and then nothing has changed. What `settle` writes into the document
   * behind the update belongs to the news, and when it throws, nothing has changed either.
   */
  apply(update: Uint8Array, settle?: () => void): Applied {
    const { doc } = this;
    const emitted: Uint8Array[] = [];
    const listen = (news: Uint8Array) => emitted.push(news);
    this.#cleanups = [];
    doc.on("update", listen);
    let isWhole: boolean;
    try {
      Y.applyUpdate(doc, update);
      isWhole = this.#dropUnapplied(doc);
      settle?.();
    } catch (error) {
      this.#restore();
      throw error;
    }
    doc.off("update", listen);
    if (emitted.length === 0) return { news: null, cleanup: null, isWhole };
    const news = mergeUpdates(emitted);
    const cleanup = this.#cleanups.length === 0 ? null : mergeUpdates(this.#cleanups);
    this.#remember(doc, news);
    return { news, cleanup, isWhole };
  }

  /**
   * Applies what is known to be new as a whole and to build on nothing unknown, which spares to
   * find out what of it was news. Throws when something was wrong with it, or missing, and then
   * nothing has changed.
   */
  applyNews(update: Uint8Array, { isCondensed }: { isCondensed: boolean }): News {
    const { doc } = this;
    const emitted: Uint8Array[] = [];
    const listen = (news: Uint8Array) => emitted.push(news);
    this.#cleanups = [];
    if (isCondensed) doc.on("update", listen);
    try {
      Y.applyUpdate(doc, update);
      if (!this.#dropUnapplied(doc)) throw new Error("Something that was known is missing");
    } catch (error) {
      this.#restore();
      throw error;
    }
    doc.off("update", listen);
    const [news = update, ...cleanups] = isCondensed ? emitted : [update, ...this.#cleanups];
    const cleanup = cleanups.length === 0 ? null : mergeUpdates(cleanups);
    this.#remember(doc, news);
    if (cleanup !== null) this.#remember(doc, cleanup);
    return { news, cleanup };
  }

  destroy(): void {
    this.#doc?.destroy();
  }

  #restore(): Y.Doc {
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const update of [this.#base, ...this.#tail]) Y.applyUpdate(doc, update);
    });
    // What is stored and cannot be integrated is not handed on either.
    if (!this.#dropUnapplied(doc)) this.#rebase(doc);
    doc.on("afterTransactionCleanup", (transaction: Y.Transaction) => {
      if (!transaction.local || transaction.deleteSet.clients.size === 0) return;
      this.#cleanups.push(deletionUpdate(deletionsOf(transaction)));
    });
    this.#doc?.destroy();
    this.#doc = doc;
    return doc;
  }

  #dropUnapplied({ store }: Y.Doc): boolean {
    const isWhole = store.pendingStructs === null && store.pendingDs === null;
    store.pendingStructs = null;
    store.pendingDs = null;
    return isWhole;
  }

  #rebase(doc: Y.Doc): void {
    this.#base = Y.encodeStateAsUpdate(doc);
    this.#tail = [];
    this.#tailBytes = 0;
  }

  #remember(doc: Y.Doc, news: Uint8Array): void {
    this.#tail.push(news);
    this.#tailBytes += news.byteLength;
    if (this.#tailBytes > this.#base.byteLength + tailAllowance) {
      this.#rebase(doc);
    } else if (this.#tail.length > longestTail) {
      const merged = mergeUpdates(this.#tail);
      this.#tail = [merged];
      this.#tailBytes = merged.byteLength;
    }
  }
}
