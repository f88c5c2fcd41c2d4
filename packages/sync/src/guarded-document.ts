import * as Y from "yjs";

/** What came of an update. */
export interface Applied {
  /** What the document did not know before, as one update; null when it knew everything. */
  readonly news: Uint8Array | null;
  /** False when a part was dropped, because something that precedes it is missing. */
  readonly isWhole: boolean;
}

/** Updates that the tail may hold before they are merged into one. */
const longestTail = 500;
/** Bytes by which the tail may outgrow the base. */
const tailAllowance = 256 * 1024;

/**
 * A Yjs document that an update changes wholly or not at all.
 *
 * An update that decodes can still make Yjs throw half way. Yjs then keeps the half, and if it
 * threw while cleaning up it never emits another update: everything typed later would be neither
 * relayed nor saved, in silence. So the updates that went well are kept as well (a base and a tail,
 * about the encoded size of the document), and after an error the document is made anew from them.
 */
export class GuardedDocument {
  #doc = new Y.Doc();
  #emitted: Uint8Array[] = [];
  #base: Uint8Array;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;

  constructor(updates: readonly Uint8Array[]) {
    this.#restore(updates);
    const [only] = updates;
    this.#base = updates.length === 1 && only !== undefined ? only : this.state();
  }

  /** To read and to inspect; whoever changes it by another way than `apply` breaks the promise. */
  get doc(): Y.Doc {
    return this.#doc;
  }

  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc);
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.#doc);
  }

  /** Throws what Yjs throws, and then nothing has changed. */
  apply(update: Uint8Array): Applied {
    this.#emitted = [];
    try {
      Y.applyUpdate(this.#doc, update);
    } catch (error) {
      this.#restore([this.#base, ...this.#tail]);
      throw error;
    }
    const isWhole = this.#dropUnapplied();
    const [first, ...more] = this.#emitted;
    this.#emitted = [];
    if (first === undefined) return { news: null, isWhole };
    const news = more.length === 0 ? first : Y.mergeUpdates([first, ...more]);
    this.#remember(news);
    return { news, isWhole };
  }

  destroy(): void {
    this.#doc.destroy();
  }

  #restore(updates: readonly Uint8Array[]): void {
    this.#doc = new Y.Doc();
    this.#doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.#doc, update);
    });
    this.#dropUnapplied();
    this.#emitted = [];
    this.#doc.on("update", (update: Uint8Array) => this.#emitted.push(update));
  }

  #dropUnapplied(): boolean {
    const { store } = this.#doc;
    const isWhole = store.pendingStructs === null && store.pendingDs === null;
    store.pendingStructs = null;
    store.pendingDs = null;
    return isWhole;
  }

  #remember(news: Uint8Array): void {
    this.#tail.push(news);
    this.#tailBytes += news.byteLength;
    if (this.#tailBytes > this.#base.byteLength + tailAllowance) {
      this.#base = this.state();
      this.#tail = [];
      this.#tailBytes = 0;
    } else if (this.#tail.length > longestTail) {
      const merged = Y.mergeUpdates(this.#tail);
      this.#tail = [merged];
      this.#tailBytes = merged.byteLength;
    }
  }
}
