/** What the page says of the saving: at once that something is not saved, a little later that all is. */
import type { PaperSession, PaperSessionState } from "./paper-session.ts";

/** What the person is told; each has a text `editor.save.…`. */
export type SaveClaim =
  | "opening"
  | "saved"
  | "saving"
  | "notYetSaved"
  | "reading"
  | "offlineSaved"
  | "offlineUnsaved"
  | "offlineOnDevice"
  | "offlineReading"
  | "refused"
  | "refusedUnsaved";

export interface ShownSave {
  readonly claim: SaveClaim;
  readonly state: PaperSessionState;
}

/** How long all has been saved before the page says so: not after each key of somebody who writes. */
export const saidAfter = 400;
/** How long saving may take before the page says that it is not done: the database may be away. */
export const slowAfter = 5_000;

type ClaimingSession = Pick<PaperSession, "getState" | "subscribe" | "canWrite" | "isKeptOnDevice">;

/** In the shape that useSyncExternalStore wants; it tells nothing while nothing shown would change. */
export interface ShownSaveStore {
  readonly get: () => ShownSave;
  /** For one listener at a time. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function shownSaveOf(session: ClaimingSession): ShownSaveStore {
  let isSlow = false;
  const read = (): ShownSave => {
    const state = session.getState();
    const claim = claimOf(state, session);
    return { claim: claim === "saving" && isSlow ? "notYetSaved" : claim, state };
  };
  let shown = read();

  function subscribe(listener: () => void): () => void {
    let saidTimer: ReturnType<typeof setTimeout> | undefined;
    let slowTimer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      clearTimeout(saidTimer);
      saidTimer = undefined;
      const next = read();
      if (isSameToTheEye(shown, next)) return;
      shown = next;
      listener();
    };
    const follow = () => {
      const claim = claimOf(session.getState(), session);
      if (claim === "saving")
        slowTimer ??= setTimeout(() => {
          isSlow = true;
          show();
        }, slowAfter);
      else {
        clearTimeout(slowTimer);
        slowTimer = undefined;
        isSlow = false;
      }
      if (claim === "saved" && shown.claim === "saving") saidTimer ??= setTimeout(show, saidAfter);
      else show();
    };
    const stop = session.subscribe(follow);
    follow();
    return () => {
      stop();
      clearTimeout(saidTimer);
      clearTimeout(slowTimer);
    };
  }

  return { get: () => shown, subscribe };
}

/** How many changes wait is told only where saving takes long. */
const tellsCount = (claim: SaveClaim) => /^offline(Unsaved|OnDevice)|^notYetSaved/.test(claim);

const isSameToTheEye = (one: ShownSave, other: ShownSave) =>
  one.claim === other.claim &&
  one.state.connection === other.state.connection &&
  one.state.save === other.state.save &&
  one.state.isRestricted === other.state.isRestricted &&
  (!tellsCount(other.claim) || one.state.unsavedChanges === other.state.unsavedChanges);

function claimOf(
  { connection, save, isLoaded }: PaperSessionState,
  session: ClaimingSession,
): SaveClaim {
  const isSaved = save === "saved";
  switch (connection.status) {
    case "refused":
      return isSaved ? "refused" : "refusedUnsaved";
    case "offline":
      if (!session.canWrite) return "offlineReading";
      if (isSaved) return "offlineSaved";
      return session.isKeptOnDevice ? "offlineOnDevice" : "offlineUnsaved";
    case "connecting":
      if (!isLoaded || isSaved) return "opening";
      return "saving";
    case "synced":
      if (!session.canWrite) return "reading";
      return isSaved ? "saved" : "saving";
  }
}
