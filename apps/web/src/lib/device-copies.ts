/**
 * The copies of unclassified papers that a browser keeps for one person, so as to work offline.
 * A copy is a database of y-indexeddb: `updates` holds the text, `custom` what is said of it.
 */

/** Name of the database of one copy. */
export function deviceCopyName(personId: string, editionId: string): string {
  return `istmo:${personId}:${editionId}`;
}

/** The edition of a copy of this person; null for anything else, a copy of somebody else included. */
export function editionOfCopy(personId: string, name: string): string | null {
  const mine = deviceCopyName(personId, "");
  return name.startsWith(mine) && name.length > mine.length ? name.slice(mine.length) : null;
}

/** Set to "yes" in a copy while it holds words that the server has not confirmed. */
export const unsavedKey = "unsaved";
/** Beside it, for each Yjs client that this person wrote as: the clock up to which they are saved. */
export const acknowledgedKey = "acknowledged";

const customStore = "custom";
const updatesStore = "updates";

/** Settles with an IndexedDB request. */
function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}

/** Opens a copy that exists; null where there is none, and none is made. */
function openExisting(name: string): Promise<IDBDatabase | null> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let isNew = false;
    request.onupgradeneeded = () => {
      isNew = true;
      request.transaction?.abort();
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      if (isNew) resolve(null);
      else reject(request.error ?? new Error("IndexedDB failed"));
    };
  });
}

/** What a copy holds that the server has not confirmed, as y-indexeddb has stored it. */
export interface UnsavedCopy {
  readonly updates: readonly Uint8Array[];
  readonly acknowledged: ReadonlyMap<number, number>;
}

/** Null for a copy that is saved, or none. */
export async function readUnsavedCopy(name: string): Promise<UnsavedCopy | null> {
  const database = await openExisting(name);
  if (database === null) return null;
  // Another tab that deletes the copy need not wait for us.
  database.onversionchange = () => database.close();
  try {
    const stores = database.objectStoreNames;
    if (!stores.contains(customStore) || !stores.contains(updatesStore)) return null;
    const transaction = database.transaction([customStore, updatesStore]);
    const custom = transaction.objectStore(customStore);
    if ((await settled<unknown>(custom.get(unsavedKey))) !== "yes") return null;
    const acknowledged = await settled<unknown>(custom.get(acknowledgedKey));
    const updates = await settled<unknown[]>(transaction.objectStore(updatesStore).getAll());
    return {
      acknowledged: acknowledged instanceof Map ? acknowledged : new Map<number, number>(),
      updates: updates.filter((update) => update instanceof Uint8Array),
    };
  } finally {
    database.close();
  }
}

async function namesOf(personId: string): Promise<string[]> {
  if (typeof indexedDB === "undefined" || !("databases" in indexedDB)) return [];
  const names = (await indexedDB.databases()).map(({ name }) => name ?? "");
  return names.filter((name) => editionOfCopy(personId, name) !== null);
}

export async function deleteDeviceCopy(name: string): Promise<void> {
  await settled(indexedDB.deleteDatabase(name));
}

/**
 * Deletes a person's copies when they leave the browser. One with unsaved words stays: they would
 * be lost, and nobody else's session opens it.
 */
export async function forgetDeviceCopies(personId: string): Promise<void> {
  for (const name of await namesOf(personId))
    if ((await readUnsavedCopy(name)) === null) await deleteDeviceCopy(name);
}

const tended = new Map<symbol, string>();
/** Says that this page itself looks after a copy's unsaved words, until the returned release. */
export function tendDeviceCopy(name: string): () => void {
  const turn = Symbol();
  tended.set(turn, name);
  return () => {
    tended.delete(turn);
  };
}

const isTended = (name: string) => [...tended.values()].includes(name);

/** What the server says of the paper whose copy is kept; `unknown` when it says nothing. */
export type CopySubject = "unclassified" | "classified" | "hidden" | "unknown";

/** What becomes of a copy. Nothing is thrown away for want of an answer. */
export function decideCopy(
  subject: CopySubject,
  copy: { readonly isOpenHere: boolean; readonly hasUnsaved: boolean },
): "keep" | "delete" | "delete_and_offer_words" {
  if (subject === "unclassified" || subject === "unknown") return "keep";
  return copy.hasUnsaved && !copy.isOpenHere ? "delete_and_offer_words" : "delete";
}

/**
 * Deletes the copies of papers that this person may not keep any longer, open or not. Gives the
 * unsaved words of those that are not open in this page: they exist nowhere else.
 */
export async function forgetUnreadableCopies(
  personId: string,
  options: {
    readonly subjectOf: (editionId: string) => Promise<CopySubject>;
    readonly wordsOf: (copy: UnsavedCopy) => Promise<string>;
  },
): Promise<string[]> {
  const words: string[] = [];
  for (const name of await namesOf(personId)) {
    const subject = await options.subjectOf(editionOfCopy(personId, name) ?? "");
    if (decideCopy(subject, { isOpenHere: false, hasUnsaved: false }) === "keep") continue;
    const wasOpenHere = isTended(name);
    const unsaved = await readUnsavedCopy(name);
    const copy = {
      isOpenHere: wasOpenHere || isTended(name),
      hasUnsaved: unsaved !== null,
    };
    const fate = decideCopy(subject, copy);
    const kept = fate === "delete_and_offer_words" && unsaved ? await options.wordsOf(unsaved) : "";
    await deleteDeviceCopy(name);
    if (kept !== "") words.push(kept);
  }
  return words;
}
