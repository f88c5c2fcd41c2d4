/**
 * The copy of one open paper on this device, encrypted: what is there comes into the document, what
 * changes is kept, and beside it what the server has not confirmed.
 *
 * The keys are asked of the server when the paper is opened, while the copy is looked for. Until
 * they come nothing is read or written and the page says that nothing is kept; then the copy is
 * read, and what has changed meanwhile is written. Several tabs write into one copy: each adds
 * records, and takes away only those that it has read itself.
 */
import * as Y from "yjs";

import {
  deleteDeviceCopy,
  deviceCopyName,
  plainCopyName,
  takeUnsavedWords,
  tendDeviceCopy,
} from "../../lib/device-copies.ts";
import {
  deleteDatabase,
  findDeviceCopyStore,
  openDeviceCopyStore,
  type DeviceCopyStore,
} from "../../lib/device-copy-store.ts";
import { editionKey, personKey } from "../../lib/device-keys.ts";
import { sealOwnWords, unsealOwnWords, type Clocks, type OwnWords } from "../../lib/own-words.ts";
import { readPlainCopy, type PlainCopy } from "../../lib/plain-copies.ts";
import { seal, unseal } from "../../lib/sealed-records.ts";

import { wordsOfPlainCopy } from "./copy-words.ts";
import { openOwnWordsKeeper, type OwnWordsKeeper } from "./own-words-keeper.ts";

/** Words of an earlier visit that cannot go back into the text; they are told, to be copied. */
export interface LeftWords {
  /**
   * - `readOnly`: their person may not write any longer.
   * - `notKept`: the paper may not stay on devices any longer.
   * - `damaged`: the text that they stood in does not open, and the server does not have them.
   */
  readonly cause: "readOnly" | "notKept" | "damaged";
  readonly words: string;
}

export interface DeviceCopyOptions {
  readonly personId: string;
  readonly editionId: string;
  readonly doc: Y.Doc;
  readonly canWrite: boolean;
  /**
   * Whether the paper may stay on this device at all; a copy that is there goes if not, and its
   * unsaved words are told, unless they have been.
   */
  readonly keep: "yes" | "no" | "noAndWordsAreTold";
  /** How far the words of this page are saved, for each Yjs client that its person wrote as. */
  readonly acknowledged: () => Clocks;
  /** What of them is not, as plain text. */
  readonly unsavedWords: () => string;
  /** The text of an earlier visit is in the document. */
  readonly onLoaded: () => void;
  /** It holds words that were not confirmed then. */
  readonly onEarlierWords: (acknowledged: Clocks) => void;
  readonly onLeftWords: (left: LeftWords) => void;
  /** `isKept` is another now. */
  readonly onChange: () => void;
}

export interface DeviceCopy {
  /** What is written without a connection survives on this device. */
  readonly isKept: boolean;
  /** Settles when the copy is in the document, is not there, or is not waited for any longer. */
  readonly ready: Promise<void>;
  /** Says whether the page holds words that the server has not confirmed. */
  readonly mark: (isUnsaved: boolean) => void;
  /** The document holds all that the server has. */
  readonly compare: () => void;
  /** Deletes the copy and keeps none. */
  readonly forget: () => void;
  /** The page is left; the copy stays. */
  readonly dispose: () => void;
}

interface Keys {
  readonly edition: CryptoKey;
  readonly person: CryptoKey;
}

/** How long a copy on this device may take to open before the page goes on without it. */
const patience = 1500;
/** Milliseconds between two questions for the keys while nobody answers. */
const askAgainAfter = 4000;
/** Records after which the text is written anew as one. */
const recordsBeforeCompaction = 200;

/** Copies that a page has left and is still writing, by name: whoever comes back waits for them. */
const closing = new Map<string, Promise<void>>();

/** Opens the copy, or deletes the one that may not stay. */
export function openPaperDeviceCopy(options: DeviceCopyOptions): DeviceCopy {
  const { personId, editionId, doc, canWrite } = options;
  const name = deviceCopyName(personId, editionId);
  const plainName = plainCopyName(personId, editionId);
  const hasDatabases = typeof indexedDB !== "undefined";
  const origin = Symbol("the copy on this device");

  /** The page is left, or the copy is to be no more. */
  let isOver = false;
  let isDisposed = false;
  let isUnsaved = false;
  let release: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let store: DeviceCopyStore | null = null;
  let keys: Keys | null = null;
  let keeper: OwnWordsKeeper | null = null;
  /** Records whose content the document holds. */
  const known = new Set<number>();
  /** The document as the copy has it: what came before there were keys is the difference. */
  let copied = Y.encodeStateVector(doc);
  /** Something has changed that the copy has not been given. */
  let isBehind = false;
  /** The next write puts one record in the place of all. */
  let isRewritten = false;
  let queue: Uint8Array[] = [];
  let writing: Promise<void> = Promise.resolve();
  /** Earlier words, until it is known that the document holds them. */
  let earlier: OwnWords[] = [];
  /** An unencrypted copy, to be deleted when what it held is kept otherwise. */
  let plainToDelete = false;

  // --- Reading ---------------------------------------------------------------------------------

  async function load(): Promise<void> {
    await closing.get(name);
    if (!canWrite && !(await takeWordsOut("readOnly"))) return stop();
    const [found, plain] = await Promise.all([
      findDeviceCopyStore(name, stop),
      readPlainCopy(plainName),
    ]);
    if (isOver) return found?.close();
    store = found;
    if (plain !== null) takeOver(plain);
    const started = start();
    // Where nothing is kept yet there is nothing to wait for.
    if (found !== null) await started;
    else void started.catch(giveUp);
  }

  async function start(): Promise<void> {
    keys = await askKeys();
    if (isOver) return;
    if (keys === null) return stop();
    if (store === null) store = await openDeviceCopyStore(name, stop);
    else await read(store, keys);
    if (isOver) return store.close();
    keeper ??= openKeeper(store, keys);
    if (isBehind) queue = [Y.encodeStateAsUpdate(doc, copied)];
    isRewritten = isBehind && known.size > 0;
    options.onChange();
    void flush();
    keeper.mark(isUnsaved);
  }

  /** Null when the server refuses them. */
  async function askKeys(): Promise<Keys | null> {
    for (;;) {
      const [edition, person] = await Promise.all([
        editionKey(personId, editionId),
        personKey(personId),
      ]);
      if (isOver || edition === "refused" || person === "refused") return null;
      if (edition !== "away" && person !== "away") return { edition, person };
      await new Promise<void>((resolve) => {
        timer = setTimeout(resolve, askAgainAfter);
      });
    }
  }

  async function read(from: DeviceCopyStore, { edition, person }: Keys): Promise<void> {
    // What is said of the text first: it is written after it.
    const own = await from.readOwn();
    const text = await from.readText();
    const place = { personId, editionId };
    const [updates, words] = await Promise.all([
      Promise.all(text.map(({ record }) => unseal(edition, { ...place, store: "text" }, record))),
      Promise.all(own.map(({ record }) => unsealOwnWords(person, place, record))),
    ]);
    if (isOver) return;
    const unreadable = text.filter((_, at) => updates[at] === null).map(({ key }) => key);
    for (const { key } of text) if (!unreadable.includes(key)) known.add(key);
    apply(updates.filter((update) => update !== null));
    if (unreadable.length > 0) {
      console.warn(`${unreadable.length} records of the copy on this device do not open`);
      await from.dropText(unreadable);
    }
    if (own.length === 0 || !canWrite || isOver) return;
    keeper = openKeeper(from, { edition, person });
    for (const { writer, record } of own) keeper.adopt(writer, record);
    earlier = words.filter((word) => word !== null);
    options.onEarlierWords(mergeClocks(earlier.map(({ acknowledged }) => acknowledged)));
  }

  function apply(updates: readonly Uint8Array[]): void {
    if (updates.length === 0) return;
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update, origin);
    }, origin);
    const vector = Y.encodeStateVector(doc);
    if (!isBehind) copied = vector;
    if (vector.length > 1) options.onLoaded();
  }

  /** A copy that was not encrypted: into the document, and with it into the encrypted one. */
  function takeOver({ updates, acknowledged }: PlainCopy): void {
    const before = copied;
    apply(updates);
    copied = before;
    isBehind = true;
    plainToDelete = true;
    if (acknowledged === null) void deletePlain();
    else if (canWrite) options.onEarlierWords(acknowledged);
  }

  async function deletePlain(): Promise<void> {
    if (!plainToDelete) return;
    plainToDelete = false;
    await deleteDatabase(plainName).catch(warnOfDeletion);
  }

  /**
   * Words that may not be sent any longer must not come back out of the copy as the paper's text:
   * they are told, and the copy goes. False while their key cannot be had.
   */
  async function takeWordsOut(cause: LeftWords["cause"]): Promise<boolean> {
    const taken = await takeUnsavedWords(personId, editionId, wordsOfPlainCopy);
    if (taken === "later") return false;
    if (taken === null) return true;
    await deleteDeviceCopy(personId, editionId);
    if (!isDisposed) options.onLeftWords({ cause, words: taken.words });
    return true;
  }

  // --- Writing ---------------------------------------------------------------------------------

  function onUpdate(update: Uint8Array, from: unknown): void {
    if (from === origin) return;
    keeper?.touch();
    if (keeper === null || keys === null || store === null) isBehind = true;
    else {
      queue.push(update);
      void flush();
    }
  }

  /** Settles when all is in the copy that was in the document. */
  function flush(): Promise<void> {
    writing = writing.then(writeQueue).catch(giveUp);
    return writing;
  }

  async function writeQueue(): Promise<void> {
    const updates = queue;
    queue = [];
    if (updates.length === 0 || store === null || keys === null) return;
    const place = { personId, editionId, store: "text" } as const;
    if (isRewritten || known.size >= recordsBeforeCompaction) {
      isRewritten = false;
      const keysBefore = [...known];
      const whole = await seal(keys.edition, place, Y.encodeStateAsUpdate(doc));
      const key = await store.replaceText(keysBefore, whole);
      for (const before of keysBefore) known.delete(before);
      known.add(key);
    } else {
      const update = updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates);
      known.add(await store.addText(await seal(keys.edition, place, update)));
    }
    await deletePlain();
  }

  function openKeeper(into: DeviceCopyStore, { person }: Keys): OwnWordsKeeper {
    return openOwnWordsKeeper({
      store: into,
      sealWords: () => sealOwnWords(person, { personId, editionId }, ownWords()),
      textWritten: flush,
      onFault: giveUp,
    });
  }

  function ownWords(): OwnWords {
    const acknowledged = options.acknowledged();
    const clients = [...acknowledged.keys()];
    const written = new Map(clients.map((client) => [client, Y.getState(doc.store, client)]));
    return { words: options.unsavedWords(), acknowledged, written };
  }

  // --- The end ---------------------------------------------------------------------------------

  /** Keeps no copy from here on; one that is there stays. */
  function stop(): void {
    const wasKept = isKept();
    isOver = true;
    if (timer !== null) clearTimeout(timer);
    doc.off("update", onUpdate);
    release?.();
    release = null;
    queue = [];
    keeper = null;
    keys = null;
    store?.close();
    store = null;
    if (wasKept && !isDisposed) options.onChange();
  }

  /** A private window or a full disk: the paper then lives on the server only. */
  function giveUp(error: unknown): void {
    console.warn("The paper is not kept on this device", error);
    stop();
  }

  function forget(): void {
    // Tended to the end: nobody else shall offer the unsaved words of a copy that is on its way out.
    const releaseAtEnd = release;
    release = null;
    stop();
    void deleteDeviceCopy(personId, editionId)
      .catch(warnOfDeletion)
      .finally(() => releaseAtEnd?.());
  }

  /** A paper that was classified since must not stay on the device. */
  async function removeWhatIsLeft(): Promise<void> {
    await closing.get(name);
    if (options.keep === "no" && !(await takeWordsOut("notKept"))) return;
    await deleteDeviceCopy(personId, editionId);
  }

  const isKept = () => keeper !== null && !isOver;

  const isWanted = options.keep === "yes" && hasDatabases;
  if (isWanted) {
    release = tendDeviceCopy(personId, editionId);
    doc.on("update", onUpdate);
  } else {
    isOver = true;
    if (hasDatabases) void removeWhatIsLeft().catch(warnOfDeletion);
  }

  return {
    get isKept() {
      return isKept();
    },
    ready: isWanted ? Promise.race([load().catch(giveUp), wait(patience)]) : Promise.resolve(),
    mark(isUnsavedNow) {
      if (!canWrite || isDisposed) return;
      isUnsaved = isUnsavedNow;
      keeper?.mark(isUnsaved);
      if (!isUnsaved) void deletePlain();
    },
    compare() {
      const missing = earlier.filter(({ written }) =>
        [...written].some(([client, clock]) => Y.getState(doc.store, client) < clock),
      );
      earlier = [];
      const words = missing.map((own) => own.words).filter(Boolean);
      if (words.length > 0) options.onLeftWords({ cause: "damaged", words: words.join("\n") });
    },
    forget() {
      if (isWanted && !isDisposed) forget();
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      if (!isKept()) return stop();
      doc.off("update", onUpdate);
      const closed = Promise.all([flush(), keeper?.close()]).then(stop, giveUp);
      closing.set(name, closed);
      void closed.then(() => {
        if (closing.get(name) === closed) closing.delete(name);
      });
    },
  };
}

function mergeClocks(several: readonly Clocks[]): Clocks {
  const merged = new Map<number, number>();
  for (const clocks of several)
    for (const [client, clock] of clocks)
      merged.set(client, Math.max(clock, merged.get(client) ?? 0));
  return merged;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function warnOfDeletion(error: unknown): void {
  console.warn("The copy of the paper on this device could not be deleted", error);
}
