/** The copies of unclassified papers that a browser keeps for one person, so as to work offline. */

/** Name of the database of one copy. */
export function deviceCopyName(personId: string, editionId: string): string {
  return `istmo:${personId}:${editionId}`;
}

/** Set to "yes" in a copy while it holds words that the server has not confirmed. */
export const unsavedKey = "unsaved";

/** Where y-indexeddb keeps what is set on a copy. */
const customStore = "custom";

/** Settles with an IndexedDB request. */
function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}

async function holdsUnsaved(name: string): Promise<boolean> {
  const database = await settled(indexedDB.open(name));
  try {
    if (!database.objectStoreNames.contains(customStore)) return false;
    const store = database.transaction(customStore).objectStore(customStore);
    return (await settled(store.get(unsavedKey))) === "yes";
  } finally {
    database.close();
  }
}

/**
 * Deletes a person's copies when they leave the browser. One with unsaved words stays: they would
 * be lost, and nobody else's session opens it.
 */
export async function forgetDeviceCopies(personId: string): Promise<void> {
  if (typeof indexedDB === "undefined" || !("databases" in indexedDB)) return;
  const mine = deviceCopyName(personId, "");
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith(mine) && !(await holdsUnsaved(name)))
      await settled(indexedDB.deleteDatabase(name));
  }
}
