/**
 * Keeps, beside the text in the copy on this device, what its person wrote and the server has not
 * confirmed: one record for this tab, there exactly while something is unconfirmed. Under a key of
 * its own, so that the words can be given back when the text may not be opened any longer.
 */
import type { DeviceCopyStore } from "../../lib/device-copy-store.ts";
import type { SealedRecord } from "../../lib/sealed-records.ts";

/** Milliseconds between two writes: who types on a good line is unsaved and saved at every key. */
const pause = 250;

export interface OwnWordsKeeperOptions {
  readonly store: Pick<DeviceCopyStore, "putOwn" | "dropOwn">;
  /** The words as they stand, sealed. */
  readonly sealWords: () => Promise<SealedRecord>;
  /** The text of the words is in the copy: first the text, then what is said of it. */
  readonly textWritten: () => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

export interface OwnWordsKeeper {
  /** Whether there is anything unconfirmed. */
  readonly mark: (isUnsaved: boolean) => void;
  /** The words have changed. */
  readonly touch: () => void;
  /** A record that an earlier visit left: its words are this tab's now, and go when they are saved. */
  readonly adopt: (writer: string, record: unknown) => void;
  /** Writes what is left to write. */
  readonly close: () => Promise<void>;
}

export function openOwnWordsKeeper(options: OwnWordsKeeperOptions): OwnWordsKeeper {
  const { store } = options;
  const writer = newWriter();
  const adopted = new Map<string, unknown>();
  let isUnsaved = false;
  /** The record says less than there is. */
  let isDirty = false;
  let hasRecord = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> = Promise.resolve();

  function schedule(): void {
    // What is unsaved and not said to be so cannot wait; nor can words that were told, to be told once.
    const isUrgent = isUnsaved ? !hasRecord : adopted.size > 0;
    if (timer !== null && !isUrgent) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(writeNow, isUrgent ? 0 : pause);
  }

  function writeNow(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.then(write).catch(options.onFault);
  }

  async function write(): Promise<void> {
    if (!isUnsaved) return drop();
    if (!isDirty) return;
    isDirty = false;
    hasRecord = true;
    await options.textWritten();
    const record = await options.sealWords();
    await store.putOwn(writer, record);
  }

  async function drop(): Promise<void> {
    const others = [...adopted];
    adopted.clear();
    if (hasRecord) {
      hasRecord = false;
      await store.dropOwn(writer);
    }
    for (const [other, record] of others) await store.dropOwn(other, record);
  }

  return {
    mark(isUnsavedNow) {
      isUnsaved = isUnsavedNow;
      if (isUnsaved) isDirty = true;
      if (isUnsaved || hasRecord || adopted.size > 0) schedule();
    },
    touch() {
      if (!isUnsaved) return;
      isDirty = true;
      schedule();
    },
    adopt: (other, record) => void adopted.set(other, record),
    close() {
      writeNow();
      return writing;
    },
  };
}

function newWriter(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
