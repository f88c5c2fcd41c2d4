/**
 * Encrypts what is kept on this device (AES-256-GCM, a random IV for each record) and opens it again.
 * A record opens in the place that it was made for and in no other: it cannot pass from one person,
 * paper or store to another.
 */

/** Where a record belongs. */
export interface RecordPlace {
  readonly personId: string;
  readonly editionId: string;
  readonly store: "text" | "own" | "drafts";
}

export interface SealedRecord {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

/** Of the records, and of what they hold. */
const format = 1;
/** As AES-GCM wants it. Random ones may be used some 2^32 times under one key. */
const ivBytes = 12;

const additionalDataOf = ({ personId, editionId, store }: RecordPlace) =>
  new TextEncoder().encode(
    JSON.stringify(["istmo device copy", format, personId, editionId, store]),
  );

export async function seal(
  key: CryptoKey,
  place: RecordPlace,
  bytes: Uint8Array,
): Promise<SealedRecord> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const additionalData = additionalDataOf(place);
  const algorithm = { name: "AES-GCM", iv, additionalData };
  const sealed = await crypto.subtle.encrypt(algorithm, key, bytes as Uint8Array<ArrayBuffer>);
  return { iv, sealed };
}

/** Null for what was not sealed under this key, was made for another place, or was changed since. */
export async function unseal(
  key: CryptoKey,
  place: RecordPlace,
  record: unknown,
): Promise<Uint8Array | null> {
  if (!isSealed(record)) return null;
  const additionalData = additionalDataOf(place);
  try {
    const algorithm = { name: "AES-GCM", iv: record.iv, additionalData };
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, record.sealed));
  } catch {
    return null; // It says no more than that it does not open.
  }
}

function isSealed(record: unknown): record is SealedRecord {
  if (typeof record !== "object" || record === null) return false;
  const { iv, sealed } = record as Partial<SealedRecord>;
  return iv instanceof Uint8Array && sealed instanceof ArrayBuffer;
}

/** Whether this page may encrypt at all: a browser allows it by https and on its own machine alone. */
export const canSeal = (): boolean =>
  typeof crypto !== "undefined" && (crypto as Partial<Crypto>).subtle !== undefined;

/** What a record holds, as JSON. */
export const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value));

/** Null for what is no JSON. */
export function valueOf<Value>(bytes: Uint8Array): Value | null {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Value;
  } catch {
    return null;
  }
}
