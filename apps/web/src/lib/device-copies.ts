/**
 * The copies of unclassified papers that a browser keeps for one person, so as to work offline:
 * encrypted, one database for each edition (device-copy-store.ts), under keys that a live session
 * is given (device-keys.ts).
 */
import { deleteDatabase, findDeviceCopyStore } from "./device-copy-store.ts";
import { forgetEditionKey, personKey } from "./device-keys.ts";
import { unsealOwnWords } from "./own-words.ts";
import { readPlainCopy, type PlainCopy } from "./plain-copies.ts";

const prefix = "istmo-copy:";
/** Of copies that were not encrypted. */
const plainPrefix = "istmo:";

/** Name of the database of one copy. */
export function deviceCopyName(personId: string, editionId: string): string {
  return `${prefix}${personId}:${editionId}`;
}

/** Name of the database of one copy that an earlier version of the page has left. */
export function plainCopyName(personId: string, editionId: string): string {
  return `${plainPrefix}${personId}:${editionId}`;
}

/** The edition of a copy of this person; null for anything else, a copy of somebody else included. */
export function editionOfCopy(personId: string, name: string): string | null {
  const mine = [deviceCopyName(personId, ""), plainCopyName(personId, "")].find(
    (start) => name.startsWith(start) && name.length > start.length,
  );
  return mine === undefined ? null : name.slice(mine.length);
}

const isPlain = (name: string) => name.startsWith(plainPrefix);

async function namesOf(personId: string): Promise<string[]> {
  if (typeof indexedDB === "undefined" || !("databases" in indexedDB)) return [];
  const names = (await indexedDB.databases()).map(({ name }) => name ?? "");
  return names.filter((name) => editionOfCopy(personId, name) !== null);
}

/** Deletes both kinds of copy of an edition, and forgets the key. */
export async function deleteDeviceCopy(personId: string, editionId: string): Promise<void> {
  forgetEditionKey(personId, editionId);
  await deleteDatabase(deviceCopyName(personId, editionId));
  await deleteDatabase(plainCopyName(personId, editionId));
}

async function hasUnsavedWords(name: string): Promise<boolean> {
  if (isPlain(name)) return ((await readPlainCopy(name))?.acknowledged ?? null) !== null;
  const store = await findDeviceCopyStore(name);
  if (store === null) return false;
  try {
    return (await store.readOwn()).length > 0;
  } finally {
    store.close();
  }
}

/**
 * Deletes a person's copies when they leave the browser. One with unsaved words stays: they would
 * be lost, and nobody else's session is given the key.
 */
export async function forgetDeviceCopies(personId: string): Promise<void> {
  for (const name of await namesOf(personId))
    if (!(await hasUnsavedWords(name))) await deleteDatabase(name);
}

const tended = new Map<symbol, string>();
/** Says that this page itself looks after a copy's unsaved words, until the returned release. */
export function tendDeviceCopy(personId: string, editionId: string): () => void {
  const turn = Symbol();
  tended.set(turn, `${personId}:${editionId}`);
  return () => {
    tended.delete(turn);
  };
}

const isTended = (personId: string, editionId: string) =>
  [...tended.values()].includes(`${personId}:${editionId}`);

/** What the server says of the paper whose copy is kept; `unknown` when it says nothing. */
export type CopySubject = "unclassified" | "classified" | "hidden" | "unknown";

/** What becomes of a copy. Nothing is thrown away for want of an answer. */
export function decideCopy(
  subject: CopySubject,
  isOpenHere: boolean,
): "keep" | "delete" | "delete_and_offer_words" {
  if (subject === "unclassified" || subject === "unknown") return "keep";
  return isOpenHere ? "delete" : "delete_and_offer_words";
}

/** Unsaved words that were taken out of a copy. */
export interface TakenWords {
  readonly words: string;
  /** There were others, which do not open. They were never confirmed, and are gone with the copy. */
  readonly isPartly: boolean;
}

/** The words of a copy that was not encrypted; its reader is fetched only where there is one. */
type ReadPlainWords = (copy: PlainCopy) => Promise<string>;

/**
 * Takes the unsaved words out of an edition's copies, to be offered once: of several tabs that
 * try, one gets them. Null where there are none; `later` while the key cannot be had.
 */
export async function takeUnsavedWords(
  personId: string,
  editionId: string,
  wordsOfPlain: ReadPlainWords,
): Promise<TakenWords | "later" | null> {
  const sealed = await takeSealedWords(personId, editionId);
  if (sealed === "later") return sealed;
  const plain = await readPlainCopy(plainCopyName(personId, editionId));
  if (plain?.acknowledged == null) return sealed;
  const words = [sealed?.words ?? "", await wordsOfPlain(plain)].filter(Boolean).join("\n");
  return { words, isPartly: sealed?.isPartly ?? false };
}

async function takeSealedWords(
  personId: string,
  editionId: string,
): Promise<TakenWords | "later" | null> {
  const store = await findDeviceCopyStore(deviceCopyName(personId, editionId));
  if (store === null) return null;
  try {
    if ((await store.readOwn()).length === 0) return null;
    const key = await personKey(personId);
    if (typeof key === "string") return "later";
    const taken = await store.takeOwn();
    if (taken.length === 0) return null;
    const place = { personId, editionId };
    const opened = await Promise.all(taken.map(({ record }) => unsealOwnWords(key, place, record)));
    // Several tabs may have held the same words.
    const words = new Set(opened.map((own) => own?.words ?? "").filter(Boolean));
    return { words: [...words].join("\n"), isPartly: opened.includes(null) };
  } finally {
    store.close();
  }
}

/**
 * Deletes the copies of papers that this person may not keep any longer, open or not. Gives the
 * unsaved words of those that are not open in this page: they exist nowhere else.
 */
export async function forgetUnreadableCopies(
  personId: string,
  options: {
    readonly subjectOf: (editionId: string) => Promise<CopySubject>;
    readonly wordsOfPlain: ReadPlainWords;
  },
): Promise<TakenWords[]> {
  const found: TakenWords[] = [];
  const names = await namesOf(personId);
  const editionIds = new Set(names.map((name) => editionOfCopy(personId, name) ?? ""));
  for (const editionId of editionIds) {
    const fate = decideCopy(await options.subjectOf(editionId), isTended(personId, editionId));
    if (fate === "keep") continue;
    if (fate === "delete_and_offer_words") {
      const taken = await takeUnsavedWords(personId, editionId, options.wordsOfPlain);
      // Nothing is thrown away for want of a key.
      if (taken === "later") continue;
      if (taken !== null) found.push(taken);
    }
    await deleteDeviceCopy(personId, editionId);
  }
  return found;
}
