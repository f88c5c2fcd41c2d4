/** What somebody wrote and the server has not confirmed, as a copy on this device keeps it. */
import { seal, unseal, type RecordPlace, type SealedRecord } from "./sealed-records.ts";

/** For each Yjs client that a person wrote as: a clock. */
export type Clocks = ReadonlyMap<number, number>;

export interface OwnWords {
  /** As plain text, to be copied where the text itself cannot be opened any longer. */
  readonly words: string;
  /** How far the server had confirmed them. */
  readonly acknowledged: Clocks;
  /** How far they went. */
  readonly written: Clocks;
}

type Place = Omit<RecordPlace, "store">;

export function sealOwnWords(key: CryptoKey, place: Place, own: OwnWords): Promise<SealedRecord> {
  const { words, acknowledged, written } = own;
  const plain = JSON.stringify({
    words,
    acknowledged: [...acknowledged],
    written: [...written],
  });
  return seal(key, { ...place, store: "own" }, new TextEncoder().encode(plain));
}

/** Null for what does not open, or is none. */
export async function unsealOwnWords(
  key: CryptoKey,
  place: Place,
  record: unknown,
): Promise<OwnWords | null> {
  const plain = await unseal(key, { ...place, store: "own" }, record);
  if (plain === null) return null;
  const { words, acknowledged, written } = JSON.parse(new TextDecoder().decode(plain)) as {
    words: string;
    acknowledged: [number, number][];
    written: [number, number][];
  };
  return { words, acknowledged: new Map(acknowledged), written: new Map(written) };
}
