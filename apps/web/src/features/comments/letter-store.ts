/**
 * Letters kept in this browser, each as an encrypted record of its own, under the person's key that
 * a live session is given. Those on a classified paper do not stay: what an earlier visit left is
 * taken into the page and deleted here.
 */
import { personKey } from "../../lib/device-keys.ts";
import { seal, unseal, type SealedRecord } from "../../lib/sealed-records.ts";
import { holdUnsavedWork } from "../../lib/unsaved-work.ts";
import type { Letter, LetterStore } from "./comment-outbox.ts";

interface LetterStoreOptions {
  readonly personId: string;
  readonly editionId: string;
  readonly mayKeep: () => boolean;
}

/** Milliseconds between two questions for the key while nobody answers. */
const askAgainAfter = 4_000;

export function openLetterStore({
  personId,
  editionId,
  mayKeep,
}: LetterStoreOptions): LetterStore & { readonly dispose: () => void } {
  const prefix = `istmo-letter:${personId}:${editionId}:`;
  const place = { personId, editionId, store: "drafts" } as const;
  /** What is to be written next, by id; null removes. */
  const pending = new Map<string, Letter | null>();
  /** Of letters with words, the way to say that they are no longer held. */
  const held = new Map<string, () => void>();
  let isWriting = false;
  let isDisposed = false;

  async function key(): Promise<CryptoKey | null> {
    for (;;) {
      const answer = await personKey(personId);
      if (answer === "refused" || isDisposed) return typeof answer === "string" ? null : answer;
      if (answer !== "away") return answer;
      await new Promise((resolve) => setTimeout(resolve, askAgainAfter));
    }
  }

  async function writeAll(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    const opened = pending.size > 0 && mayKeep() ? await key() : null;
    for (const [id, letter] of pending) {
      if (letter !== null && (opened === null || !mayKeep())) continue;
      const record = letter === null ? null : write(await seal(opened!, place, encode(letter)));
      // Another word may have been written while this one was sealed.
      if (pending.get(id) !== letter) continue;
      pending.delete(id);
      setItem(prefix + id, record);
    }
    isWriting = false;
    if ([...pending.values()].some((letter) => letter === null || (opened && mayKeep())))
      void writeAll();
  }

  function hold(letter: Letter): void {
    if (letter.words.text.trim() === "") return release(letter.id);
    if (!held.has(letter.id))
      held.set(
        letter.id,
        holdUnsavedWork(() => !pending.has(letter.id)),
      );
  }

  function release(id: string): void {
    held.get(id)?.();
    held.delete(id);
  }

  return {
    async load() {
      const names = allNames().filter((name) => name.startsWith(prefix));
      if (names.length === 0) return [];
      const opened = await key();
      if (opened === null) return [];
      const letters: Letter[] = [];
      for (const name of names) {
        const bytes = await unseal(opened, place, read(getItem(name)));
        const letter = bytes === null ? null : decode(bytes);
        if (letter !== null) {
          letters.push(letter);
          hold(letter);
          if (!mayKeep()) pending.set(letter.id, letter);
        }
        if (letter === null || !mayKeep()) setItem(name, null);
      }
      return letters;
    },
    put(letter) {
      hold(letter);
      pending.set(letter.id, letter);
      void writeAll();
    },
    remove(id) {
      release(id);
      pending.set(id, null);
      void writeAll();
    },
    dispose() {
      isDisposed = true;
      for (const id of held.keys()) release(id);
    },
  };
}

const encode = (letter: Letter) => new TextEncoder().encode(JSON.stringify(letter));

function decode(bytes: Uint8Array): Letter | null {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Letter;
  } catch {
    return null;
  }
}

const toBase64 = (bytes: Uint8Array) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (it) => it.charCodeAt(0));

const write = ({ iv, sealed }: SealedRecord) =>
  `${toBase64(iv)} ${toBase64(new Uint8Array(sealed))}`;

/** Undefined for what is no record, which then does not open. */
function read(written: string | null): SealedRecord | undefined {
  const [iv, sealed] = written?.split(" ") ?? [];
  if (iv === undefined || sealed === undefined) return undefined;
  try {
    return { iv: fromBase64(iv), sealed: fromBase64(sealed).buffer };
  } catch {
    return undefined;
  }
}

// A browser that stores nothing keeps nothing: the page then asks before it is left.

function allNames(): string[] {
  try {
    return Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? "");
  } catch {
    return [];
  }
}

function getItem(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function setItem(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Full, or switched off.
  }
}
