/**
 * Writes that wait for a line, kept on this device until they are answered: neither a reload nor a
 * crash loses them. Sealed under the person's key, so that they open only in a session of theirs.
 */
import { personKey } from "../lib/device-keys.ts";
import { bytesOf, seal, unseal, valueOf } from "../lib/sealed-records.ts";
import { readSealed, sealedNames, writeSealed } from "../lib/sealed-storage.ts";

/** A request that may be sent again under its key. */
export interface Write {
  readonly method: "patch" | "post";
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body: { readonly version: number };
}
export interface KeptWrite extends Write {
  readonly key: string;
  /** Milliseconds of the epoch: they are sent in this order. */
  readonly at: number;
}

export interface KeptWrites {
  readonly put: (write: KeptWrite) => void;
  readonly remove: (key: string) => void;
  /** What an earlier visit left, the oldest first. */
  readonly load: () => Promise<KeptWrite[]>;
}

/** Asks for the key at once: without a line it could not be had. */
export function openKeptWrites(personId: string): KeptWrites {
  const prefix = `istmo-write:${personId}:`;
  const place = { personId, editionId: "", store: "drafts" } as const;
  let work: Promise<unknown> = personKey(personId);
  const inTurn = (next: (key: CryptoKey) => unknown) => {
    work = work
      .then(() => personKey(personId))
      .then((key) => (typeof key === "string" ? null : next(key)))
      .catch(() => undefined);
    return work;
  };
  return {
    put: (write) =>
      void inTurn(async (key) =>
        writeSealed(prefix + write.key, await seal(key, place, bytesOf(write))),
      ),
    // In turn as well: it may be on its way to being written.
    remove: (key) => void inTurn(() => writeSealed(prefix + key, null)),
    async load() {
      const found: KeptWrite[] = [];
      await inTurn(async (key) => {
        for (const name of sealedNames(prefix)) {
          const bytes = await unseal(key, place, readSealed(name));
          const write = bytes === null ? null : valueOf<KeptWrite>(bytes);
          if (write === null) writeSealed(name, null);
          else found.push(write);
        }
      });
      return found.sort((a, b) => a.at - b.at);
    },
  };
}
