/**
 * Letters kept in this browser, each as an encrypted record of its own, under the person's key that
 * a live session is given. Those on a classified paper do not stay: what an earlier visit left is
 * taken into the page and deleted here.
 */
import { personKey } from "../../lib/device-keys.ts";
import { bytesOf, seal, unseal, valueOf } from "../../lib/sealed-records.ts";
import { readSealed, sealedNames, writeSealed } from "../../lib/sealed-storage.ts";
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
      const record = letter === null ? null : await seal(opened!, place, bytesOf(letter));
      // Another word may have been written while this one was sealed.
      if (pending.get(id) !== letter) continue;
      pending.delete(id);
      writeSealed(prefix + id, record);
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
      const names = sealedNames(prefix);
      if (names.length === 0) return [];
      const opened = await key();
      if (opened === null) return [];
      const letters: Letter[] = [];
      for (const name of names) {
        const bytes = await unseal(opened, place, readSealed(name));
        const letter = bytes === null ? null : valueOf<Letter>(bytes);
        if (letter !== null) {
          letters.push(letter);
          hold(letter);
          if (!mayKeep()) pending.set(letter.id, letter);
        }
        if (letter === null || !mayKeep()) writeSealed(name, null);
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
