/** Keeps the copies on this device in step with what their person may read and keep. */
import type { Edition, Paper } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, use, useEffect, useState, useSyncExternalStore } from "react";
import { api } from "../api/client.ts";
import { isProblem } from "../api/problem.ts";
import { meQuery } from "../api/queries.ts";
import { whoIsSignedIn } from "../api/who-is-signed-in.ts";
import {
  forgetDeviceCopies,
  forgetUnreadableCopies,
  type CopySubject,
  type TakenWords,
} from "../lib/device-copies.ts";
import { forgetDeviceKeys } from "../lib/device-keys.ts";
import { addWords } from "../i18n/i18n.ts";
import { LiveContext } from "../live/live.ts";

const LostWordsDialog = lazy(async () => {
  const [dialog] = await Promise.all([import("./lost-words-dialog.tsx"), addWords("paper")]);
  return { default: dialog.LostWordsDialog };
});

async function subjectOf(editionId: string): Promise<CopySubject> {
  try {
    const edition = await api.get<Edition>(`/editions/${editionId}`);
    const paper = await api.get<Paper>(`/papers/${edition.paperId}`);
    return paper.classification === "unclassified" ? "unclassified" : "classified";
  } catch (error) {
    const isHidden = isProblem(error, "not_found") || isProblem(error, "not_allowed");
    return isHidden ? "hidden" : "unknown";
  }
}

/** One look after the other; asked for again while one is under way, another follows it. */
function createReview(personId: string, onWords: (words: readonly TakenWords[]) => void) {
  let isRunning = false;
  let isAskedAgain = false;
  return async function review(): Promise<void> {
    isAskedAgain = isRunning;
    if (isRunning) return;
    isRunning = true;
    try {
      do {
        isAskedAgain = false;
        const words = await forgetUnreadableCopies(personId, {
          subjectOf,
          wordsOfPlain: async (copy) =>
            (await import("../features/editor/copy-words.ts")).wordsOfPlainCopy(copy),
        });
        if (words.length > 0) onWords(words);
        // Set by another call while this one waited.
      } while (isAskedAgain as boolean);
    } catch (error) {
      console.warn("The copies on this device could not be looked through", error);
    } finally {
      isRunning = false;
    }
  };
}

/** With the session the right to the copies has ended; the next sign-in fetches them again. */
async function forgetWhenSignedOut(personId: string): Promise<void> {
  if ((await whoIsSignedIn()) !== null) return;
  forgetDeviceKeys();
  await forgetDeviceCopies(personId);
}

/**
 * Who is signed in, as far as the shell has learnt: before the sign-in nobody's copies are touched.
 * Read off the cache: an observer of its own would take the question back when it goes.
 */
function useKnownPersonId(): string | undefined {
  const queryClient = useQueryClient();
  return useSyncExternalStore(
    (listener) => queryClient.getQueryCache().subscribe(listener),
    () => queryClient.getQueryData(meQuery.queryKey)?.id,
  );
}

export function DeviceCopiesWatch() {
  const live = use(LiveContext);
  const personId = useKnownPersonId();
  const [lost, setLost] = useState<readonly TakenWords[]>([]);
  useEffect(() => {
    if (personId === undefined || live === null) return undefined;
    const review = createReview(personId, (words) => setLost((before) => [...before, ...words]));
    void review();
    const stop = live.listen(({ type }) => {
      if (type === "access.changed" || type === "paper.classified") void review();
    });
    const stopStatus = live.subscribe(() => {
      if (live.status() === "away") void forgetWhenSignedOut(personId).catch(() => undefined);
    });
    return () => {
      stop();
      stopStatus();
      setLost([]);
    };
  }, [personId, live]);
  if (lost.length === 0) return null;
  return (
    <Suspense>
      <LostWordsDialog
        words={lost
          .map(({ words }) => words)
          .filter(Boolean)
          .join("\n\n")}
        isPartly={lost.some(({ isPartly }) => isPartly)}
        onClose={() => setLost([])}
      />
    </Suspense>
  );
}
