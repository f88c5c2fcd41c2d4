/**
 * The copies of earlier versions of this page, which were not encrypted: databases of y-indexeddb.
 * None is made any longer. One that is found is read once and deleted.
 */
import { openExisting, settled } from "./device-copy-store.ts";
import type { Clocks } from "./own-words.ts";

const updatesStore = "updates";
const customStore = "custom";

export interface PlainCopy {
  readonly updates: readonly Uint8Array[];
  /** How far the server had confirmed what its person wrote; null when it had confirmed all. */
  readonly acknowledged: Clocks | null;
}

/** Null where there is none. */
export async function readPlainCopy(name: string): Promise<PlainCopy | null> {
  const database = await openExisting(name);
  if (database === null) return null;
  // Another tab that deletes it need not wait for us.
  database.onversionchange = () => database.close();
  try {
    const stores = database.objectStoreNames;
    if (!stores.contains(customStore) || !stores.contains(updatesStore))
      return { updates: [], acknowledged: null };
    const transaction = database.transaction([customStore, updatesStore]);
    const custom = transaction.objectStore(customStore);
    const [unsaved, acknowledged, updates] = await Promise.all([
      settled<unknown>(custom.get("unsaved")),
      settled<unknown>(custom.get("acknowledged")),
      settled<unknown[]>(transaction.objectStore(updatesStore).getAll()),
    ]);
    const clocks = acknowledged instanceof Map ? (acknowledged as Clocks) : new Map();
    return {
      updates: updates.filter((update) => update instanceof Uint8Array),
      acknowledged: unsaved === "yes" ? clocks : null,
    };
  } finally {
    database.close();
  }
}
