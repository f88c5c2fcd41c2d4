import { useEffect, useState, useSyncExternalStore } from "react";

import {
  openPaperSession,
  type PaperSession,
  type PaperSessionOptions,
  type PaperSessionState,
} from "./paper-session.ts";

/**
 * Opens an edition for as long as the component shows it, and again when the edition, the person or
 * what they may do changes. Null until the effect has run; under StrictMode the first session is
 * disposed of and a second one opened.
 */
export function usePaperSession(options: PaperSessionOptions): PaperSession | null {
  const { editionId, canWrite, keepOffline, origin } = options;
  const { id, name, centre, color } = options.user;
  const [session, setSession] = useState<PaperSession | null>(null);
  useEffect(() => {
    const opened = openPaperSession({
      editionId,
      canWrite,
      keepOffline,
      user: { id, name, centre, color },
      ...(origin === undefined ? {} : { origin }),
    });
    setSession(opened);
    return () => {
      opened.dispose();
      setSession(null);
    };
  }, [editionId, canWrite, keepOffline, origin, id, name, centre, color]);
  return session;
}

/** The session's state, live. */
export function usePaperSessionState(session: PaperSession): PaperSessionState {
  return useSyncExternalStore(session.subscribe, session.getState);
}
