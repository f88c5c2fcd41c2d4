import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";

import { keepThread, sendEdit, sendMessage, sendPosition, sendThread } from "../../api/comments.ts";
import { openCommentOutbox, type CommentOutbox, type Letter } from "./comment-outbox.ts";
import { bodyOf } from "../../lib/mention-words.ts";
import { openLetterStore } from "./letter-store.ts";

export interface CommentOutboxOptions {
  readonly personId: string;
  readonly paperId: string;
  readonly editionId: string;
  /** Whether words may stay on this device. */
  readonly keepOffline: boolean;
  /** A letter has become a conversation, or a part of one. */
  readonly onSent: (letterId: string, threadId: string) => void;
}

const nothing: readonly Letter[] = [];

/** The outbox of one edition, open for as long as the page shows it; null until it is. */
export function useCommentOutbox(options: CommentOutboxOptions): {
  readonly outbox: CommentOutbox | null;
  readonly letters: readonly Letter[];
} {
  const { personId, paperId, editionId } = options;
  const cache = useQueryClient();
  const [outbox, setOutbox] = useState<CommentOutbox | null>(null);
  const mayKeep = useEffectEvent(() => options.keepOffline);
  const sent = useEffectEvent((letterId: string, threadId: string) =>
    options.onSent(letterId, threadId),
  );
  useEffect(() => {
    const store = openLetterStore({ personId, editionId, mayKeep: () => mayKeep() });
    const opened = openCommentOutbox({
      store,
      later: tryLater,
      send: async (letter, key) => {
        const thread = await sendLetter({ paperId, editionId }, letter, key);
        keepThread(cache, thread);
        sent(letter.id, thread.id);
      },
    });
    setOutbox(opened);
    return () => {
      opened.dispose();
      store.dispose();
      setOutbox(null);
    };
  }, [cache, personId, paperId, editionId]);
  const letters = useSyncExternalStore(
    (listener) => outbox?.subscribe(listener) ?? (() => undefined),
    () => outbox?.getLetters() ?? nothing,
  );
  return { outbox, letters };
}

/** When the browser says that there is a network again, and now and then. */
function tryLater(callback: () => void, attempt: number): () => void {
  const timer = setTimeout(callback, Math.min(2_000 * 2 ** attempt, 60_000));
  window.addEventListener("online", callback);
  return () => {
    clearTimeout(timer);
    window.removeEventListener("online", callback);
  };
}

function sendLetter(
  { paperId, editionId }: { paperId: string; editionId: string },
  { kind, words }: Letter,
  key: string,
) {
  const body = bodyOf(words);
  switch (kind.type) {
    case "open": {
      const { about, circle } = kind;
      const isOnPaper = about.target === "paper";
      const thread = { ...about, circle, body, editionId: isOnPaper ? null : editionId };
      return sendThread(paperId, thread, key);
    }
    case "reply":
      return sendMessage(kind.threadId, body, key);
    case "edit":
      return sendEdit(kind, body, key);
    case "position":
      return sendPosition(paperId, { ...kind, threadIds: [...kind.threadIds], body }, key);
  }
}
