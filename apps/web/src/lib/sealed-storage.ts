/**
 * Sealed records in this browser's storage, by name. A browser that stores nothing keeps nothing:
 * whoever has unsaved work then asks before the page is left.
 */
import type { SealedRecord } from "./sealed-records.ts";

/** Names that begin so. */
export function sealedNames(prefix: string): string[] {
  try {
    return Array.from(
      { length: localStorage.length },
      (_, at) => localStorage.key(at) ?? "",
    ).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

/** Undefined for what is no record, which then does not open. */
export function readSealed(name: string): SealedRecord | undefined {
  try {
    const [iv, sealed] = localStorage.getItem(name)?.split(" ") ?? [];
    if (iv === undefined || sealed === undefined) return undefined;
    return { iv: fromBase64(iv), sealed: fromBase64(sealed).buffer };
  } catch {
    return undefined;
  }
}

/** Null removes. */
export function writeSealed(name: string, record: SealedRecord | null): void {
  try {
    if (record === null) localStorage.removeItem(name);
    else
      localStorage.setItem(
        name,
        `${toBase64(record.iv)} ${toBase64(new Uint8Array(record.sealed))}`,
      );
  } catch {
    // Full, or switched off.
  }
}

const toBase64 = (bytes: Uint8Array) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (it) => it.charCodeAt(0));
