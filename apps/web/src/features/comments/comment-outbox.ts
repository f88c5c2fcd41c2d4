/**
 * What a person has written and the server does not have yet: drafts, and letters on their way.
 *
 * A draft becomes a letter when it is sent: it gets an Idempotency-Key, which every later attempt
 * repeats, so that one whose answer was lost is not written twice. Letters go one after the other,
 * in the order in which they were sent. Without a connection a letter waits and is tried again; one
 * that is refused says why and can be taken back into the field. Both outlive the page where its
 * words may stay on the device, and otherwise the page asks before it is left.
 *
 * A plain module. Whoever opens an outbox disposes of it.
 */
import type { OpenThread } from "@istmo/contracts";

import { newIdempotencyKey } from "../../api/client.ts";
import { ApiProblem } from "../../api/problem.ts";
import { noWords, type Words } from "../../lib/mention-words.ts";

/** Where a new conversation will stand. */
export type CommentTarget = Pick<OpenThread, "target"> &
  Required<{
    [Part in "blockId" | "suggestionId" | "anchor" | "quote"]: Exclude<OpenThread[Part], undefined>;
  }>;

export type LetterKind =
  | { readonly type: "open"; readonly about: CommentTarget; readonly circle: string }
  | { readonly type: "reply"; readonly threadId: string }
  | {
      readonly type: "edit";
      readonly threadId: string;
      readonly messageId: string;
      readonly version: number;
    }
  | {
      readonly type: "position";
      readonly threadIds: readonly string[];
      readonly placeOf: string | null;
    };

export interface Letter {
  readonly id: string;
  readonly kind: LetterKind;
  readonly words: Words;
  readonly state: "draft" | "sending" | "waiting" | "refused";
  /** Set once it has been sent; its `id` is the same from then on. */
  readonly key: string | null;
  /** Why it is not there: the code of the refusal. */
  readonly problem: string | null;
  /** ISO 8601, by this device's clock. */
  readonly writtenAt: string;
}

/** Where letters are kept between two visits. */
export interface LetterStore {
  readonly load: () => Promise<readonly Letter[]>;
  readonly put: (letter: Letter) => void;
  readonly remove: (id: string) => void;
}

export interface OutboxOptions {
  readonly send: (letter: Letter, key: string) => Promise<unknown>;
  readonly store: LetterStore;
  readonly now?: () => Date;
  /** Calls back when it is time to try again; gives the way to stop. */
  readonly later: (callback: () => void, attempt: number) => () => void;
}

export interface CommentOutbox {
  readonly getLetters: () => readonly Letter[];
  readonly subscribe: (listener: () => void) => () => void;
  /** Writes a draft anew; the id of the field it is written in. */
  readonly write: (id: string, kind: LetterKind, words: Words) => void;
  /** Sends a draft; answers the id that the letter has from then on, null where it is empty. */
  readonly send: (id: string) => string | null;
  /** Tries what waits at once. */
  readonly sendWaiting: () => void;
  /** Back into the field, at the end of what stands there by now; answers the field. */
  readonly takeBack: (id: string) => string | null;
  readonly drop: (id: string) => void;
  readonly dispose: () => void;
}

/** The field of a letter. A new conversation has one of its own. */
export function fieldOf(kind: LetterKind): string {
  if (kind.type === "reply") return `reply ${kind.threadId}`;
  if (kind.type === "edit") return `edit ${kind.messageId}`;
  return kind.type === "position" ? "position" : `open ${newIdempotencyKey()}`;
}

export function openCommentOutbox(options: OutboxOptions): CommentOutbox {
  const { send, store, later, now = () => new Date() } = options;
  let letters: readonly Letter[] = [];
  const listeners = new Set<() => void>();
  let isDisposed = false;
  let isSending = false;
  let attempt = 0;
  let stopWaiting: (() => void) | null = null;

  function show(next: readonly Letter[]): void {
    letters = next;
    for (const listener of listeners) listener();
  }

  function put(letter: Letter): void {
    const isKnown = letters.some(({ id }) => id === letter.id);
    show(
      isKnown ? letters.map((one) => (one.id === letter.id ? letter : one)) : [...letters, letter],
    );
    // The place of a conversation that nothing has been written in is not worth keeping.
    if (letter.words.text.trim() === "") store.remove(letter.id);
    else store.put(letter);
  }

  function drop(id: string): void {
    show(letters.filter((one) => one.id !== id));
    store.remove(id);
  }

  const find = (id: string) => letters.find((one) => one.id === id);

  /** The oldest first; while one waits, those after it wait too. */
  async function sendAll(): Promise<void> {
    if (isSending || isDisposed) return;
    isSending = true;
    stopWaiting?.();
    stopWaiting = null;
    for (;;) {
      const next = letters.find(({ state }) => state === "sending" || state === "waiting");
      if (next === undefined || next.key === null) break;
      put({ ...next, state: "sending" });
      const outcome = await tryOne(next, next.key);
      if (outcome === "waits") break;
    }
    isSending = false;
  }

  async function tryOne(letter: Letter, key: string): Promise<"done" | "waits"> {
    try {
      await send(letter, key);
    } catch (error) {
      // Dropped or taken back meanwhile.
      if (find(letter.id) === undefined) return "done";
      const code = error instanceof ApiProblem ? error.code : "internal_error";
      if (!mayPass(error)) {
        put({ ...letter, state: "refused", problem: code });
        return "done";
      }
      for (const one of letters)
        if (one.state === "sending") put({ ...one, state: "waiting", problem: code });
      attempt += 1;
      if (!isDisposed) stopWaiting = later(() => void sendAll(), attempt);
      return "waits";
    }
    attempt = 0;
    drop(letter.id);
    return "done";
  }

  void store.load().then((kept) => {
    if (isDisposed) return;
    const known = new Set(letters.map(({ id }) => id));
    const earlier = kept.filter(({ id }) => !known.has(id));
    if (earlier.length === 0) return;
    show([...earlier, ...letters].sort((a, b) => a.writtenAt.localeCompare(b.writtenAt)));
    void sendAll();
  });

  return {
    getLetters: () => letters,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write(id, kind, words) {
      // A field that is empty again leaves nothing behind; a new conversation keeps its place.
      if (words.text.trim() === "" && kind.type !== "open") {
        if (find(id) !== undefined) drop(id);
        return;
      }
      const writtenAt = find(id)?.writtenAt ?? now().toISOString();
      put({ id, kind, words, state: "draft", key: null, problem: null, writtenAt });
    },
    send(id) {
      const letter = find(id);
      if (letter === undefined || letter.words.text.trim() === "") return null;
      const key = letter.key ?? newIdempotencyKey();
      drop(id);
      put({
        ...letter,
        ...{ id: key, key, state: "sending", problem: null },
        writtenAt: now().toISOString(),
      });
      void sendAll();
      return key;
    },
    sendWaiting: () => void sendAll(),
    takeBack(id) {
      const letter = find(id);
      if (letter === undefined) return null;
      drop(id);
      const field = fieldOf(letter.kind);
      const there = find(field)?.words ?? noWords;
      const words = {
        text: [there.text, letter.words.text].filter((text) => text !== "").join("\n"),
        mentions: [...there.mentions, ...letter.words.mentions],
      };
      put({ ...letter, id: field, words, state: "draft", key: null, problem: null });
      return field;
    },
    drop,
    dispose() {
      isDisposed = true;
      stopWaiting?.();
      listeners.clear();
    },
  };
}

/** No answer, or one that says nothing of the letter itself: the same may be taken later. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  return (
    error.code === "offline" ||
    error.code === "not_signed_in" ||
    error.status >= 500 ||
    error.status === 429
  );
}
