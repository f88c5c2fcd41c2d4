/**
 * The copy of one open paper on this device: what is there comes into the document, what changes is
 * kept, and what the server has not confirmed is marked as such. It goes when the paper may not be
 * kept any longer.
 */
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

import {
  acknowledgedKey,
  deleteDeviceCopy,
  deviceCopyName,
  readUnsavedCopy,
  tendDeviceCopy,
  unsavedKey,
} from "../../lib/device-copies.ts";

import { wordsOfCopy } from "./copy-words.ts";

/** For each Yjs client that a person wrote as: how far the database has what it wrote. */
export type Clocks = ReadonlyMap<number, number>;

export interface DeviceCopyOptions {
  readonly personId: string;
  readonly editionId: string;
  readonly doc: Y.Doc;
  readonly canWrite: boolean;
  /** Whether the paper may stay on this device at all; a copy that is there goes if not. */
  readonly keep: boolean;
  /** How far the words of this page are saved, at the moment of asking. */
  readonly acknowledged: () => Clocks;
  /** The text of an earlier visit is in the document. */
  readonly onLoaded: () => void;
  /** It holds words that were not confirmed then. */
  readonly onEarlierWords: (acknowledged: Clocks) => void;
  /** So it does, and they may not be sent any longer: here they are, to be copied. */
  readonly onLostRight: (unsavedWords: string) => void;
  /** `isKept` is another now. */
  readonly onChange: () => void;
}

export interface DeviceCopy {
  /** What is written without a connection survives on this device. */
  readonly isKept: boolean;
  /** Settles when the copy is in the document, or is not waited for any longer. */
  readonly ready: Promise<void>;
  /** Says of the copy whether it holds words that the server has not confirmed. */
  readonly mark: (isUnsaved: boolean) => void;
  /** Deletes the copy and keeps none. */
  readonly forget: () => void;
  /** The page is left; the copy stays. The document is destroyed after this. */
  readonly dispose: () => void;
}

/** How long a copy on this device may take to open before the page goes on without it. */
const patience = 1500;

/** Opens the copy, or deletes the one that may not stay. */
export function openPaperDeviceCopy(options: DeviceCopyOptions): DeviceCopy {
  const { doc, canWrite } = options;
  const name = deviceCopyName(options.personId, options.editionId);
  const hasStore = typeof indexedDB !== "undefined";
  const isWanted = options.keep && hasStore;
  let isDisposed = false;
  let open: IndexeddbPersistence | null = null;
  let release: (() => void) | null = isWanted ? tendDeviceCopy(name) : null;
  // A paper that was classified since must not stay on the device.
  if (!options.keep && hasStore) forget();

  function forget(): void {
    const releaseAtEnd = release;
    release = null;
    const closed = open?.destroy() ?? Promise.resolve();
    leave();
    void closed
      .then(() => deleteDeviceCopy(name))
      .catch((error: unknown) => {
        console.warn("The copy of the paper on this device could not be deleted", error);
      })
      // Tended to the end: nobody else shall offer the unsaved words of a copy that is on its way out.
      .finally(() => releaseAtEnd?.());
  }

  function leave(): void {
    open = null;
    release?.();
    release = null;
    if (!isDisposed) options.onChange();
  }

  /**
   * Somebody who may only read now can have left unsaved words in the copy while they could write.
   * They are told, and the copy starts anew from what the server has.
   */
  async function takeWordsOut(): Promise<void> {
    const unsaved = await readUnsavedCopy(name);
    if (unsaved === null || isDisposed) return;
    await deleteDeviceCopy(name);
    if (!isDisposed) options.onLostRight(wordsOfCopy(unsaved));
  }

  async function load(): Promise<void> {
    if (!canWrite) await takeWordsOut();
    if (isDisposed || release === null) return;
    const copy = new IndexeddbPersistence(name, doc);
    open = copy;
    await copy.whenSynced;
    // Another tab deletes it: nothing more is written into it here.
    copy.db?.addEventListener("versionchange", () => {
      void copy.destroy();
      if (open === copy) leave();
    });
    if (isDisposed || open !== copy || Y.encodeStateVector(doc).length <= 1) return;
    options.onLoaded();
    if (!canWrite || (await copy.get(unsavedKey)) !== "yes" || isDisposed) return;
    const stored: unknown = await copy.get(acknowledgedKey);
    options.onEarlierWords(stored instanceof Map ? (stored as Clocks) : new Map());
  }

  return {
    get isKept() {
      return Boolean(open?.db);
    },
    ready: isWanted
      ? Promise.race([load().catch(ignoreFullDevice), wait(patience)])
      : Promise.resolve(),
    mark(isUnsaved) {
      if (!open?.db || !canWrite || isDisposed) return;
      // y-indexeddb's types know few values; IndexedDB stores a map as it is.
      const clocks = new Map(options.acknowledged()) as unknown as ArrayBuffer;
      void Promise.all([
        open.set(acknowledgedKey, clocks),
        open.set(unsavedKey, isUnsaved ? "yes" : "no"),
      ]).catch(ignoreFullDevice);
    },
    forget() {
      if (hasStore && !isDisposed) forget();
    },
    dispose() {
      isDisposed = true;
      release?.();
    },
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A private window or a full disk: the paper then lives on the server only. */
function ignoreFullDevice(error: unknown): void {
  console.warn("The paper is not kept on this device", error);
}
