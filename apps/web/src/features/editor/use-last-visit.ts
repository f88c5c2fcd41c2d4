import { fromBase64, toBase64 } from "lib0/buffer";
import { useEffect, useState } from "react";
import * as Y from "yjs";

import { lastVisit, recordVisit } from "../../api/visits.ts";

import type { PaperSession } from "./paper-session.ts";

/** How the text stood when the person last looked, before this page was opened. */
export interface LastVisit {
  /** ISO 8601. */
  readonly at: string;
  readonly seen: ReadonlyMap<number, number>;
}

/** Milliseconds between two records of what is being seen, at least. */
const recordEvery = 60_000;

/**
 * The visit before this one, null when there was none. From then on what this page shows counts as
 * seen: told while it is open, when it is covered and when it closes. Without a connection nothing
 * is told, and what came meanwhile is still new the next time.
 */
export function useLastVisit(session: PaperSession | null): LastVisit | null {
  const [visit, setVisit] = useState<LastVisit | null>(null);
  useEffect(() => {
    if (session === null) return;
    const { editionId, doc } = session;
    const asking = new AbortController();
    let isKnown = false;
    let told = "";
    const tell = () => {
      // Before the last visit is known it must not be written over, and an unloaded text is not seen.
      if (!isKnown || !session.getState().isLoaded) return;
      const stateVector = toBase64(Y.encodeStateVector(doc));
      if (stateVector === told) return;
      told = stateVector;
      recordVisit(editionId, stateVector).catch(() => {
        told = "";
      });
    };
    const tellWhenCovered = () => {
      if (document.visibilityState === "hidden") tell();
    };
    lastVisit(editionId, asking.signal).then(
      ({ at, stateVector }) => {
        isKnown = true;
        if (at === null || stateVector === null) return;
        setVisit({ at, seen: Y.decodeStateVector(fromBase64(stateVector)) });
      },
      () => undefined,
    );
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") tell();
    }, recordEvery);
    document.addEventListener("visibilitychange", tellWhenCovered);
    window.addEventListener("pagehide", tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tellWhenCovered);
      window.removeEventListener("pagehide", tell);
      asking.abort();
      tell();
      setVisit(null);
    };
  }, [session]);
  return visit;
}
