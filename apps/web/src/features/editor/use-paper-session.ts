import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";

import {
  openPaperSession,
  type PaperSession,
  type PaperSessionOptions,
  type PaperSessionState,
} from "./paper-session.ts";

/** What one session leaves to the next of the same edition. */
interface Before {
  readonly editionId: string;
  readonly canWrite: boolean;
  readonly unsavedWords: string;
}

/**
 * Opens an edition for as long as the component shows it, and again when the edition, the person or
 * what they may do changes. Null until the effect has run; under StrictMode the first session is
 * disposed of and a second one opened. Words that a session could not save before the right to
 * write was taken away pass on to the next one, which tells them.
 */
export function usePaperSession(options: Omit<PaperSessionOptions, "left">): PaperSession | null {
  const { editionId, canWrite, keepOffline, origin } = options;
  const personId = options.user.id;
  const [session, setSession] = useState<PaperSession | null>(null);
  const before = useRef<Before | null>(null);
  // Only at the opening: that a centre is renamed or a paper classified does not close the text.
  const open = useEffectEvent(() => {
    const last = before.current;
    const isDowngrade = last?.editionId === editionId && last.canWrite && !canWrite;
    return openPaperSession({
      ...options,
      left: isDowngrade ? { cause: "readOnly", words: last.unsavedWords } : null,
    });
  });
  useEffect(() => {
    const opened = open();
    setSession(opened);
    return () => {
      before.current = { editionId, canWrite, unsavedWords: opened.unsavedWords() };
      opened.dispose();
      setSession(null);
    };
  }, [editionId, canWrite, origin, personId]);

  useEffect(() => {
    if (!keepOffline) session?.stopKeeping();
  }, [session, keepOffline]);
  const { id, name, centre, color } = options.user;
  useEffect(() => {
    session?.awareness.setLocalStateField("user", { id, name, centre, color });
  }, [session, id, name, centre, color]);
  return session;
}

/**
 * One part of the session's state, live: whoever shows nothing of the saving is not drawn anew with
 * each key. `pick` answers the same value until that part changes.
 */
export function usePaperSessionPart<Part>(
  session: PaperSession,
  pick: (state: PaperSessionState) => Part,
): Part {
  return useSyncExternalStore(session.subscribe, () => pick(session.getState()));
}
