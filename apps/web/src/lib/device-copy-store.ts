/**
 * The database of one copy on this device, of sealed records only. `text` holds updates of the
 * document in the order of their writing, from every tab. `own` holds, for each tab that has any,
 * what its person wrote and the server has not confirmed.
 */
import type { SealedRecord } from "./sealed-records.ts";

const textStore = "text";
const ownStore = "own";

/** Settles with an IndexedDB request. */
export function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    const fail = () => reject(transaction.error ?? new Error("IndexedDB gave up"));
    transaction.onabort = fail;
    transaction.onerror = fail;
  });
}

/** Opens a database that exists; null where there is none, and none is made. */
export function openExisting(name: string): Promise<IDBDatabase | null> {
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

export async function deleteDatabase(name: string): Promise<void> {
  await settled(indexedDB.deleteDatabase(name));
}

/** A text record as it lies there; `record` is what an earlier visit, or a fault, has left. */
export interface StoredText {
  readonly key: number;
  readonly record: unknown;
}

export interface StoredOwn {
  /** The tab that wrote it. */
  readonly writer: string;
  readonly record: unknown;
}

export interface DeviceCopyStore {
  readonly readText: () => Promise<StoredText[]>;
  /** Gives the new record's key. */
  readonly addText: (record: SealedRecord) => Promise<number>;
  /** Puts one record in the place of several, wholly or not at all. */
  readonly replaceText: (keys: Iterable<number>, record: SealedRecord) => Promise<number>;
  readonly dropText: (keys: Iterable<number>) => Promise<void>;
  readonly readOwn: () => Promise<StoredOwn[]>;
  readonly putOwn: (writer: string, record: SealedRecord) => Promise<void>;
  /** Deletes what a tab has left; with `as`, only if it has written nothing else since. */
  readonly dropOwn: (writer: string, as?: unknown) => Promise<void>;
  /** Reads and deletes them at once: of several that take, one gets them. */
  readonly takeOwn: () => Promise<StoredOwn[]>;
  readonly close: () => void;
}

/** Opens a copy's database, made where it is missing. `onTaken`: somebody deletes it; it is closed. */
export async function openDeviceCopyStore(
  name: string,
  onTaken: () => void = () => undefined,
): Promise<DeviceCopyStore> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(textStore, { autoIncrement: true });
    request.result.createObjectStore(ownStore);
  };
  return storeOf(await settled(request), onTaken);
}

/** The same for a copy that is there; null where there is none. */
export async function findDeviceCopyStore(
  name: string,
  onTaken: () => void = () => undefined,
): Promise<DeviceCopyStore | null> {
  const database = await openExisting(name);
  return database && storeOf(database, onTaken);
}

function storeOf(database: IDBDatabase, onTaken: () => void): DeviceCopyStore {
  database.onversionchange = () => {
    database.close();
    onTaken();
  };
  database.onclose = onTaken;
  const change = async <Result>(
    name: string,
    make: (store: IDBObjectStore) => Promise<Result>,
  ): Promise<Result> => {
    const transaction = database.transaction(name, "readwrite");
    const [result] = await Promise.all([
      make(transaction.objectStore(name)),
      finished(transaction),
    ]);
    return result;
  };
  const readOwn = async (store: IDBObjectStore): Promise<StoredOwn[]> => {
    const [writers, records] = await Promise.all([
      settled(store.getAllKeys()),
      settled<unknown[]>(store.getAll()),
    ]);
    return writers.map((writer, at) => ({
      writer: typeof writer === "string" ? writer : "",
      record: records[at],
    }));
  };
  const deleteAll = (store: IDBObjectStore, keys: Iterable<number>) => {
    for (const key of keys) store.delete(key);
  };
  return {
    async readText() {
      const store = database.transaction(textStore).objectStore(textStore);
      const [keys, records] = await Promise.all([
        settled(store.getAllKeys()),
        settled<unknown[]>(store.getAll()),
      ]);
      return keys.map((key, at) => ({ key: Number(key), record: records[at] }));
    },
    addText: (record) =>
      change(textStore, async (store) => Number(await settled(store.add(record)))),
    replaceText: (keys, record) =>
      change(textStore, async (store) => {
        deleteAll(store, keys);
        return Number(await settled(store.add(record)));
      }),
    dropText: (keys) => change(textStore, async (store) => deleteAll(store, keys)),
    readOwn: () => readOwn(database.transaction(ownStore).objectStore(ownStore)),
    putOwn: (writer, record) =>
      change(ownStore, async (store) => void (await settled(store.put(record, writer)))),
    dropOwn: (writer, as) =>
      change(ownStore, async (store) => {
        if (as !== undefined && !isSame(await settled<unknown>(store.get(writer)), as)) return;
        store.delete(writer);
      }),
    takeOwn: () =>
      change(ownStore, async (store) => {
        const all = await readOwn(store);
        store.clear();
        return all;
      }),
    close: () => database.close(),
  };
}

/** Each record has an IV of its own. */
function isSame(one: unknown, other: unknown): boolean {
  const ivOf = (record: unknown) =>
    typeof record === "object" && record !== null && "iv" in record ? String(record.iv) : "";
  return ivOf(one) === ivOf(other);
}
