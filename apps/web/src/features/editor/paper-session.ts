/**
 * One edition, opened for co-editing: the Yjs document, the connection that keeps it equal with the
 * room, who else is here, and whether what this page wrote is in the database.
 *
 * Who speaks first: the page connects with `?ack=1` and sends its state vector (step 1); the server
 * answers with what the page lacks (step 2), which makes the text loaded, and with its own step 1,
 * to which the page answers with what the room lacks. After each commit the server acknowledges; see
 * save-tracker.ts for what that proves.
 *
 * A plain module, so that nothing of it depends on when React renders. Whoever opens a session
 * disposes of it.
 */
import {
  collabClose,
  collabMessage,
  finalCloseCodes,
  type CollabCloseReason,
  type PresenceUser,
} from "@istmo/contracts";
import { bodyFragment, leaveTidyingToRoom } from "@istmo/paper-schema";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { holdUnsavedWork } from "../../lib/unsaved-work.ts";

import { askWhyRefused } from "./ask-access.ts";
import { readAcknowledgement, readOutgoing } from "./collab-frames.ts";
import { LineChoice } from "./line-choice.ts";
import { browserWorld } from "./browser-world.ts";
import { sayOwnPresence } from "./own-presence.ts";
import { canUnpack, takePackedAnswers } from "./packed-answers.ts";
import { pageSocketClass } from "./page-socket.ts";
import { keepMarksAsMeant } from "./marks-in-session.ts";
import { openPaperDeviceCopy, type LeftWords } from "./paper-device-copy.ts";
import { exchangeProofs } from "./proof-exchange.ts";
import { betterLineCode, reconnectDelay, steadyAfter } from "./reconnect-delay.ts";
import { readVarString, readVarUint } from "lib0/decoding";
import {
  countUnsaved,
  nothingToSave,
  saveStateOf,
  trackSave,
  type SaveEvent,
  type SaveState,
} from "./save-tracker.ts";
import { guardSchema } from "./schema-guard.ts";
import { isTakingBack, watchTakenBack, type TakenBack } from "./taken-back.ts";
import { unsavedText } from "./unsaved-text.ts";

/** Why there is no co-editing: how the server closed, or the error code that it gave. */
export type RefusalReason = CollabCloseReason | (string & {});

export type ConnectionState =
  /** The first connection is on its way; the text may not be here yet. */
  | { readonly status: "connecting" }
  | { readonly status: "synced" }
  /** Connecting again by itself. */
  | { readonly status: "offline" }
  /** Until somebody does something: signs in again, or gives the right back. */
  | {
      readonly status: "refused";
      readonly reason: RefusalReason;
      /** What this person wrote that is not known to be saved, to copy; often nothing. */
      readonly unsavedWords: string;
    };

export interface PaperSessionState {
  readonly connection: ConnectionState;
  readonly save: SaveState;
  /** How many changes of this page are not known to be saved. */
  readonly unsavedChanges: number;
  /** The network lets no WebSocket through: the frames go over plain HTTP. */
  readonly isRestricted: boolean;
  /** The text is here, from the server or from this device. */
  readonly isLoaded: boolean;
  /** Newer pages have written what this one does not know: it may be read here, and not changed. */
  readonly isBeyondSchema: boolean;
  /** Words that cannot go back into the text: told until the person has read it. */
  readonly left: LeftWords | null;
  /** What the server has taken back of this person's changes: told until they have read it. */
  readonly takenBack: TakenBack | null;
}

export interface PaperSessionOptions {
  readonly editionId: string;
  /** The person who is signed in, as others shall see them until the server says it itself. */
  readonly user: PresenceUser;
  /** Whether the person may change the text. A reader's page never sends an update. */
  readonly canWrite: boolean;
  /** Keep the text on this device, to open and edit it without a connection. Unclassified papers only. */
  readonly keepOffline: boolean;
  /** What the session before this one had not saved when the right to write was taken away. */
  readonly left?: LeftWords | null;
  /** `wss://host`; by default the page's own origin. */
  readonly origin?: string;
}

export interface PaperSession {
  readonly editionId: string;
  readonly doc: Y.Doc;
  /** The text for an editor; a copy of it, to be read, once it is beyond this page's schema. */
  readonly body: Y.XmlFragment;
  readonly awareness: Awareness;
  readonly canWrite: boolean;
  /** What is written without a connection survives on this device. */
  readonly isKeptOnDevice: boolean;
  /** The same object until something changes, as useSyncExternalStore wants it. */
  readonly getState: () => PaperSessionState;
  /** Calls after every change of the state; gives the way to stop. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Whether this page may put marks of others right: the server takes that back from whoever is held to suggesting. */
  readonly mayCorrectMarks: (may: boolean) => void;
  /** What this person wrote that is not known to be saved, as plain text. */
  readonly unsavedWords: () => string;
  /** The paper is hidden from this person now, or read only, as the page has learnt elsewhere. */
  readonly end: (reason: "accessEnded" | "notFound" | "read_only") => void;
  /** Connects again after a refusal that may be over: the same person has signed in again. */
  readonly resume: () => void;
  /** Deletes the copy on this device and keeps none: the paper is classified now. */
  readonly stopKeeping: () => void;
  /** The person has read that words are left, and why. */
  readonly acceptLeft: () => void;
  /** The person has read what was taken back. */
  readonly acceptTakenBack: () => void;
  /** Closes the connection and forgets the document. May be called twice. */
  readonly dispose: () => void;
}

/**
 * Close codes that may pass and may come again on every attempt, with the attempts in a row after
 * which the page says so. After a crash of the server, `foreignClient` lasts until the others have
 * sent their unsaved words again.
 */
const patience: ReadonlyMap<number, number> = new Map([
  [collabClose.malformed, 3],
  [collabClose.foreignClient, 10],
]);
/** Attempts further apart than this are not in a row. */
const patienceReturns = 60_000;

/** Opens an edition. */
export function openPaperSession(options: PaperSessionOptions): PaperSession {
  const { editionId, user, canWrite } = options;
  const doc = new Y.Doc();
  leaveTidyingToRoom(doc);
  const listeners = new Set<() => void>();
  let state: PaperSessionState = {
    connection: { status: "connecting" },
    save: "saved",
    unsavedChanges: 0,
    isRestricted: false,
    isLoaded: false,
    isBeyondSchema: false,
    left: options.left ?? null,
    takenBack: null,
  };
  let tracker = nothingToSave;
  let isDisposed = false;
  /** For each Yjs client that this person wrote as: how far the database has what it wrote. */
  const acknowledged = new Map<number, number>();
  let releaseUnsaved: (() => void) | null = null;

  function update(changes: Partial<PaperSessionState>): void {
    const next = { ...state, ...changes };
    if (
      next.connection === state.connection &&
      next.save === state.save &&
      next.unsavedChanges === state.unsavedChanges &&
      next.isRestricted === state.isRestricted &&
      next.isLoaded === state.isLoaded &&
      next.isBeyondSchema === state.isBeyondSchema &&
      next.left === state.left &&
      next.takenBack === state.takenBack
    )
      return;
    state = next;
    tell();
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  // Before anything can bring content: the copy on the device may hold it as well.
  const schemaGuard = guardSchema(doc, () => update({ isBeyondSchema: true }));

  function track(event: SaveEvent): void {
    tracker = trackSave(tracker, event);
    const save = saveStateOf(tracker);
    const isUnsaved = save !== "saved";
    if (isUnsaved !== (state.save !== "saved") || (isUnsaved && event.type === "acknowledged"))
      deviceCopy.mark(isUnsaved);
    if (isUnsaved) releaseUnsaved ??= holdUnsavedWork(() => deviceCopy.isKept);
    else releaseHold();
    update({ save, unsavedChanges: countUnsaved(tracker) });
  }

  function releaseHold(): void {
    releaseUnsaved?.();
    releaseUnsaved = null;
  }

  function unsavedWords(): string {
    return state.save === "saved" ? "" : unsavedText(doc, acknowledged);
  }

  // --- The copy on this device ---------------------------------------------------------------

  const deviceCopy = openPaperDeviceCopy({
    personId: user.id,
    editionId,
    doc,
    canWrite,
    // What is not saved and will never be sent must not come back out of the copy as the paper's text.
    keep: options.left ? "noAndWordsAreTold" : options.keepOffline ? "yes" : "no",
    acknowledged: () => acknowledged,
    unsavedWords,
    onLoaded: () => update({ isLoaded: true }),
    onEarlierWords(clocksThen) {
      for (const [client, clock] of clocksThen)
        if (!acknowledged.has(client)) acknowledged.set(client, clock);
      // Which of them the server has is unknown, so count all.
      const clocks = Y.decodeStateVector(Y.encodeStateVector(doc));
      track({ type: "changed", change: { clocks, hasDeletions: true }, wasSent: false });
      // They came after the connection: its next beginning sends what the room lacks.
      if (!provider.wsconnected) return;
      provider.disconnect();
      connect();
    },
    onLeftWords: (left) => update({ left }),
    onChange: tell,
  });

  // --- The connection --------------------------------------------------------------------------

  let updateFramesSent = 0;
  let updateFramesSeen = 0;
  let troubledCloses = 0;
  let lastTroubledClose = 0;

  let failedAttempts = 0;
  let connectedAt = Infinity;

  const world = browserWorld();
  const lineChoice = new LineChoice(world);
  const Socket = pageSocketClass({
    world,
    choice: lineChoice,
    isWaiting: () => state.save !== "saved",
    onLine: (kind) => update({ isRestricted: kind === "http" }),
    onSend(frame) {
      const outgoing = readOutgoing(frame);
      if (outgoing === "other") return true;
      if (!canWrite) return false;
      if (outgoing === "update") updateFramesSent += 1;
      else track({ type: outgoing === "step2" ? "step2_sent" : "update_sent" });
      return true;
    },
  });

  const provider = new WebsocketProvider(
    `${options.origin ?? pageOrigin()}/collab`,
    editionId,
    doc,
    {
      connect: false,
      params: {
        ack: "1",
        // Whoever only reads has nothing to give back.
        ...(canWrite && { vouch: "1" }),
        ...(canUnpack() && { pack: "1" }),
        presence: "1",
      },
      // Tabs meet in the room: words that went from tab to tab would not be this connection's.
      disableBc: true,
      WebSocketPolyfill: Socket,
      shouldReconnect: (event) => {
        const attempts = patience.get(event.code);
        if (attempts === undefined) return !finalCloseCodes.has(event.code);
        const isInARow = Date.now() - lastTroubledClose < patienceReturns;
        troubledCloses = isInARow ? troubledCloses + 1 : 1;
        lastTroubledClose = Date.now();
        return troubledCloses < attempts;
      },
    },
  );
  // Its own look for dead lines takes silence for death; page-socket.ts asks first.
  clearInterval(provider._checkInterval as number);
  const { awareness } = provider;
  awareness.setLocalStateField("user", user);
  const stopPresence = sayOwnPresence(provider, world);

  provider.messageHandlers[collabMessage.ack] = (_encoder, decoder) => {
    const acknowledgement = readAcknowledgement(decoder);
    for (const [client, clock] of acknowledged)
      acknowledged.set(client, Math.max(clock, acknowledgement.committed.get(client) ?? 0));
    track({ type: "acknowledged", ...acknowledgement });
    marks?.acknowledge(countUnsaved(tracker));
    proofs.acknowledged(acknowledgement.framesCovered);
  };
  const proofs = exchangeProofs(provider, () => tracker.framesSent);
  takePackedAnswers(provider);
  // Whoever only reads has no changes that could meet others'.
  let mayCorrect = false;
  const marks = canWrite
    ? keepMarksAsMeant(provider, { user, mayCorrect: () => mayCorrect })
    : null;
  provider.messageHandlers[collabMessage.auth] = (_encoder, decoder) => {
    // y-protocols/auth: varUint 0 (permission denied), then the reason.
    readVarUint(decoder);
    const reason = readVarString(decoder);
    if (isTakingBack(reason)) takenBack.announce(reason);
    else refuse(reason);
  };
  const takenBack = watchTakenBack(doc, {
    isOwn: (client) => acknowledged.has(client),
    onTakenBack(taken) {
      const before = state.takenBack?.words ?? "";
      const words = [before, taken.words].filter((it) => it !== "").join("\n");
      update({ takenBack: { ...taken, words } });
    },
  });

  provider.on("status", ({ status }) => {
    if (status === "connected") {
      connectedAt = world.now();
      track({ type: "connected" });
    }
    if (status === "disconnected") {
      track({ type: "disconnected" });
      forgetWhatDoesNotFit();
    }
  });
  provider.on("sync", (isSynced) => {
    if (!isSynced) return;
    update({ connection: { status: "synced" }, isLoaded: true });
    deviceCopy.compare();
  });
  provider.on("connection-close", (event) => {
    const isBetterLine = event?.code === betterLineCode;
    if (state.connection.status !== "refused")
      update({ connection: { status: isBetterLine ? "connecting" : "offline" } });
    waitBeforeNextAttempt(event?.code ?? 0);
    if (event !== null && !provider.wsconnected) void askWhy();
  });
  provider.on("closed", ({ code }) => {
    refuse(reasonOf(code));
  });

  /**
   * Words that build on others which never came, because the line broke or the server died, would be
   * taken for this page's own; those that still exist are told again.
   */
  function forgetWhatDoesNotFit(): void {
    doc.store.pendingStructs = null;
    doc.store.pendingDs = null;
  }

  /** The provider doubles its delay from attempt to attempt up to a bound: the bound is what we want. */
  function waitBeforeNextAttempt(code: number): void {
    const wasSteady = world.now() - connectedAt > steadyAfter;
    if (wasSteady) failedAttempts = 0;
    connectedAt = Infinity;
    provider.maxBackoffTime = reconnectDelay(failedAttempts, { code, random: world.random });
    provider.wsUnsuccessfulReconnects = 30;
    failedAttempts += 1;
  }

  /** Registered after the provider's own listener: by now an update frame has left, or will not. */
  function onUpdate(
    _update: Uint8Array,
    _origin: unknown,
    _doc: Y.Doc,
    transaction: Y.Transaction,
  ) {
    const wasSent = updateFramesSent > updateFramesSeen;
    updateFramesSeen = updateFramesSent;
    if (!canWrite) return;
    if (transaction.local) {
      const change = changeOf(transaction);
      for (const client of change.clocks.keys())
        if (!acknowledged.has(client))
          acknowledged.set(client, transaction.beforeState.get(client) ?? 0);
      track({ type: "changed", change, wasSent });
    } else if (wasSent) track({ type: "update_sent" });
  }
  doc.on("update", onUpdate);

  let isAsking = false;
  /** An upgrade that was refused looks like a dead line. */
  async function askWhy(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const reason = await askWhyRefused(editionId);
    isAsking = false;
    if (reason !== null && !isDisposed && state.connection.status === "offline") refuse(reason);
  }

  function refuse(reason: RefusalReason): void {
    if (isDisposed) return;
    if (state.connection.status === "refused" && state.connection.reason === reason) return;
    update({ connection: { status: "refused", reason, unsavedWords: unsavedWords() } });
    provider.disconnect();
    // Whoever may no longer read the paper keeps no copy of it.
    if (reason === "accessEnded" || reason === "notFound") deviceCopy.forget();
  }

  function connect(): void {
    if (!isDisposed && state.connection.status !== "refused") provider.connect();
  }

  // --- The page --------------------------------------------------------------------------------

  /** A dead line would be noticed later only. A server on this machine answers even so. */
  function onOffline(): void {
    lineChoice.networkChanged();
    provider.disconnect();
    connect();
  }
  function onOnline(): void {
    lineChoice.networkChanged();
    // Whoever waits for the next attempt need not wait any longer.
    if (!provider.wsconnected) onOffline();
  }
  /** The page is left, or put aside by the browser: the others shall not see it any longer. */
  function onPageHide(): void {
    provider.disconnect();
  }
  function onPageShow({ persisted }: PageTransitionEvent): void {
    if (persisted) connect();
  }
  function onBeforeUnload(event: BeforeUnloadEvent): void {
    if (state.save !== "saved") event.preventDefault();
  }
  window.addEventListener("offline", onOffline);
  window.addEventListener("online", onOnline);
  window.addEventListener("pagehide", onPageHide);
  window.addEventListener("pageshow", onPageShow);
  window.addEventListener("beforeunload", onBeforeUnload);

  void deviceCopy.ready.then(connect);

  return {
    editionId,
    doc,
    get body() {
      return schemaGuard.isBeyond ? schemaGuard.readingCopy() : doc.getXmlFragment(bodyFragment);
    },
    awareness,
    canWrite,
    get isKeptOnDevice() {
      return deviceCopy.isKept;
    },
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mayCorrectMarks(may) {
      mayCorrect = may;
    },
    unsavedWords,
    end: refuse,
    resume() {
      if (isDisposed || state.connection.status !== "refused") return;
      update({ connection: { status: "connecting" } });
      connect();
    },
    stopKeeping: deviceCopy.forget,
    acceptLeft() {
      update({ left: null });
    },
    acceptTakenBack() {
      update({ takenBack: null });
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      releaseHold();
      deviceCopy.dispose();
      listeners.clear();
      window.removeEventListener("offline", onOffline);
      window.removeEventListener("online", onOnline);
      window.removeEventListener("pagehide", onPageHide);
      window.removeEventListener("pageshow", onPageShow);
      window.removeEventListener("beforeunload", onBeforeUnload);
      doc.off("update", onUpdate);
      schemaGuard.dispose();
      stopPresence();
      takenBack.stop();
      marks?.stop();
      provider.destroy();
      awareness.destroy();
      // Closes the copy on this device as well.
      doc.destroy();
    },
  };
}

function changeOf(transaction: Y.Transaction) {
  const clocks = new Map<number, number>();
  for (const [client, clock] of transaction.afterState)
    if (clock > (transaction.beforeState.get(client) ?? 0)) clocks.set(client, clock);
  return { clocks, hasDeletions: transaction.deleteSet.clients.size > 0 };
}

function reasonOf(code: number): RefusalReason {
  const known = Object.entries(collabClose).find(([, value]) => value === code);
  return known?.[0] ?? "unknown";
}

function pageOrigin(): string {
  const { protocol, host } = window.location;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}`;
}
