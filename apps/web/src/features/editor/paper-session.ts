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
import { bodyFragment } from "@istmo/paper-schema";
import { IndexeddbPersistence } from "y-indexeddb";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import {
  acknowledgedKey,
  deleteDeviceCopy,
  deviceCopyName,
  readUnsavedCopy,
  tendDeviceCopy,
  unsavedKey,
} from "../../lib/device-copies.ts";
import { holdUnsavedWork } from "../../lib/unsaved-work.ts";

import { askWhyRefused } from "./ask-access.ts";
import { observedSocket, readAcknowledgement, readOutgoing } from "./collab-frames.ts";
import { wordsOfCopy } from "./copy-words.ts";
import { readVarString, readVarUint } from "lib0/decoding";
import {
  nothingToSave,
  saveStateOf,
  trackSave,
  type SaveEvent,
  type SaveState,
} from "./save-tracker.ts";
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

/** The right to write was taken away, while this page was open or away. */
export interface Downgrade {
  readonly unsavedWords: string;
}

export interface PaperSessionState {
  readonly connection: ConnectionState;
  readonly save: SaveState;
  /** The text is here, from the server or from this device. */
  readonly isLoaded: boolean;
  /** Told until the person has read it. */
  readonly downgrade: Downgrade | null;
}

export interface PaperSessionOptions {
  readonly editionId: string;
  /** The person who is signed in, as others shall see them until the server says it itself. */
  readonly user: PresenceUser;
  /** Whether the person may change the text. A reader's page never sends an update. */
  readonly canWrite: boolean;
  /** Keep the text on this device, to open and edit it without a connection. Unclassified papers only. */
  readonly keepOffline: boolean;
  /** The session before this one could write: what it had not saved. */
  readonly downgrade?: Downgrade | null;
  /** `wss://host`; by default the page's own origin. */
  readonly origin?: string;
}

export interface PaperSession {
  readonly editionId: string;
  readonly doc: Y.Doc;
  readonly body: Y.XmlFragment;
  readonly awareness: Awareness;
  readonly canWrite: boolean;
  /** What is written without a connection survives on this device. */
  readonly isKeptOnDevice: boolean;
  /** The same object until something changes, as useSyncExternalStore wants it. */
  readonly getState: () => PaperSessionState;
  /** Calls after every change of the state; gives the way to stop. */
  readonly subscribe: (listener: () => void) => () => void;
  /** What this person wrote that is not known to be saved, as plain text. */
  readonly unsavedWords: () => string;
  /** The paper is hidden from this person now, or read only, as the page has learnt elsewhere. */
  readonly end: (reason: "accessEnded" | "notFound" | "read_only") => void;
  /** Connects again after a refusal that may be over: the same person has signed in again. */
  readonly resume: () => void;
  /** Deletes the copy on this device and keeps none: the paper is classified now. */
  readonly stopKeeping: () => void;
  /** The person has read that they may not write any longer. */
  readonly acceptDowngrade: () => void;
  /** Closes the connection and forgets the document. May be called twice. */
  readonly dispose: () => void;
}

/** How long a copy on this device may take to open before the page goes on without it. */
const deviceCopyPatience = 1500;
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
  // What is not saved and will never be sent must not come back out of the copy as the paper's text.
  const keepOffline = options.keepOffline && !options.downgrade;
  const doc = new Y.Doc();
  const listeners = new Set<() => void>();
  let state: PaperSessionState = {
    connection: { status: "connecting" },
    save: "saved",
    isLoaded: false,
    downgrade: options.downgrade ?? null,
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
      next.isLoaded === state.isLoaded &&
      next.downgrade === state.downgrade
    )
      return;
    state = next;
    tell();
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  function track(event: SaveEvent): void {
    tracker = trackSave(tracker, event);
    const save = saveStateOf(tracker);
    const isUnsaved = save !== "saved";
    if (isUnsaved !== (state.save !== "saved") || (isUnsaved && event.type === "acknowledged"))
      markDeviceCopy(isUnsaved);
    if (isUnsaved) releaseUnsaved ??= holdUnsavedWork(() => Boolean(deviceCopy?.db));
    else releaseHold();
    update({ save });
  }

  function releaseHold(): void {
    releaseUnsaved?.();
    releaseUnsaved = null;
  }

  function unsavedWords(): string {
    return state.save === "saved" ? "" : unsavedText(doc, acknowledged);
  }

  // --- The copy on this device ---------------------------------------------------------------

  const copyName = deviceCopyName(user.id, editionId);
  const hasDeviceStore = typeof indexedDB !== "undefined";
  const isCopyWanted = keepOffline && hasDeviceStore;
  let deviceCopy: IndexeddbPersistence | null = null;
  let releaseCopy: (() => void) | null = isCopyWanted ? tendDeviceCopy(copyName) : null;
  // A paper that was classified since must not stay on the device.
  if (!keepOffline && hasDeviceStore) forgetDeviceCopy();

  function forgetDeviceCopy(): void {
    const release = releaseCopy;
    releaseCopy = null;
    const closed = deviceCopy?.destroy() ?? Promise.resolve();
    leaveDeviceCopy();
    void closed
      .then(() => deleteDeviceCopy(copyName))
      .catch((error: unknown) => {
        console.warn("The copy of the paper on this device could not be deleted", error);
      })
      // Tended to the end: nobody else shall offer the unsaved words of a copy that is on its way out.
      .finally(() => release?.());
  }

  function leaveDeviceCopy(): void {
    deviceCopy = null;
    releaseCopy?.();
    releaseCopy = null;
    if (!isDisposed) tell();
  }

  function markDeviceCopy(isUnsaved: boolean): void {
    if (!deviceCopy?.db || !canWrite || isDisposed) return;
    const copy = deviceCopy;
    // y-indexeddb's types know few values; IndexedDB stores a map as it is.
    const clocks = new Map(acknowledged) as unknown as ArrayBuffer;
    void Promise.all([
      copy.set(acknowledgedKey, clocks),
      copy.set(unsavedKey, isUnsaved ? "yes" : "no"),
    ]).catch(ignoreFullDevice);
  }

  /**
   * Somebody who may only read now can have left unsaved words in the copy while they could write.
   * They are told, and the copy starts anew from what the server has.
   */
  async function takeWordsOutOfCopy(): Promise<void> {
    const unsaved = await readUnsavedCopy(copyName);
    if (unsaved === null || isDisposed) return;
    await deleteDeviceCopy(copyName);
    if (!isDisposed) update({ downgrade: { unsavedWords: wordsOfCopy(unsaved) } });
  }

  async function openDeviceCopy(): Promise<void> {
    if (!canWrite) await takeWordsOutOfCopy();
    if (isDisposed || releaseCopy === null) return;
    const copy = new IndexeddbPersistence(copyName, doc);
    deviceCopy = copy;
    await copy.whenSynced;
    // Another tab deletes it: nothing more is written into it here.
    copy.db?.addEventListener("versionchange", () => {
      void copy.destroy();
      if (deviceCopy === copy) leaveDeviceCopy();
    });
    if (isDisposed || deviceCopy !== copy || Y.encodeStateVector(doc).length <= 1) return;
    update({ isLoaded: true });
    if (!canWrite || (await copy.get(unsavedKey)) !== "yes" || isDisposed) return;
    const stored: unknown = await copy.get(acknowledgedKey);
    if (stored instanceof Map)
      for (const [client, clock] of stored as ReadonlyMap<number, number>)
        if (!acknowledged.has(client)) acknowledged.set(client, clock);
    // Words of an earlier visit: which of them the server has is unknown, so count all.
    const clocks = Y.decodeStateVector(Y.encodeStateVector(doc));
    track({ type: "changed", change: { clocks, hasDeletions: true }, wasSent: false });
  }

  // --- The connection --------------------------------------------------------------------------

  let updateFramesSent = 0;
  let updateFramesSeen = 0;
  let troubledCloses = 0;
  let lastTroubledClose = 0;

  const Socket = observedSocket(WebSocket, (frame) => {
    const outgoing = readOutgoing(frame);
    if (outgoing === "other") return true;
    if (!canWrite) return false;
    if (outgoing === "update") updateFramesSent += 1;
    else track({ type: "step2_sent" });
    return true;
  });

  const provider = new WebsocketProvider(
    `${options.origin ?? pageOrigin()}/collab`,
    editionId,
    doc,
    {
      connect: false,
      params: { ack: "1" },
      // Tabs meet in the room: words that went from tab to tab would not be this connection's.
      disableBc: true,
      WebSocketPolyfill: Socket,
      maxBackoffTime: 4000 + Math.random() * 2000,
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
  const { awareness } = provider;
  awareness.setLocalStateField("user", user);

  provider.messageHandlers[collabMessage.ack] = (_encoder, decoder) => {
    const acknowledgement = readAcknowledgement(decoder);
    for (const [client, clock] of acknowledged)
      acknowledged.set(client, Math.max(clock, acknowledgement.committed.get(client) ?? 0));
    track({ type: "acknowledged", ...acknowledgement });
  };
  provider.messageHandlers[collabMessage.auth] = (_encoder, decoder) => {
    // y-protocols/auth: varUint 0 (permission denied), then the reason.
    readVarUint(decoder);
    refuse(readVarString(decoder));
  };

  provider.on("status", ({ status }) => {
    if (status === "connected") track({ type: "connected" });
    if (status === "disconnected") track({ type: "disconnected" });
  });
  provider.on("sync", (isSynced) => {
    if (isSynced) update({ connection: { status: "synced" }, isLoaded: true });
  });
  provider.on("connection-close", (event) => {
    if (state.connection.status !== "refused") update({ connection: { status: "offline" } });
    // A fraction of a step of its backoff, so that a room full of people does not come back at once.
    if (event !== null) provider.wsUnsuccessfulReconnects += Math.random();
    if (event !== null && !provider.wsconnected) void askWhy();
  });
  provider.on("closed", ({ code }) => {
    refuse(reasonOf(code));
  });

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
    if (reason === "accessEnded" || reason === "notFound") forgetDeviceCopy();
  }

  function connect(): void {
    if (!isDisposed && state.connection.status !== "refused") provider.connect();
  }

  // --- The page --------------------------------------------------------------------------------

  /** A dead line would be noticed after 30 s only. A server on this machine answers even so. */
  function onOffline(): void {
    provider.disconnect();
    connect();
  }
  function onBeforeUnload(event: BeforeUnloadEvent): void {
    if (state.save !== "saved") event.preventDefault();
  }
  window.addEventListener("offline", onOffline);
  window.addEventListener("online", connect);
  window.addEventListener("beforeunload", onBeforeUnload);

  if (isCopyWanted) {
    const loaded = openDeviceCopy().catch(ignoreFullDevice);
    void Promise.race([loaded, wait(deviceCopyPatience)]).then(connect);
  } else {
    connect();
  }

  return {
    editionId,
    doc,
    body: doc.getXmlFragment(bodyFragment),
    awareness,
    canWrite,
    get isKeptOnDevice() {
      return deviceCopy !== null;
    },
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    unsavedWords,
    end: refuse,
    resume() {
      if (isDisposed || state.connection.status !== "refused") return;
      update({ connection: { status: "connecting" } });
      connect();
    },
    stopKeeping() {
      if (releaseCopy !== null && !isDisposed) forgetDeviceCopy();
    },
    acceptDowngrade() {
      update({ downgrade: null });
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      releaseHold();
      releaseCopy?.();
      listeners.clear();
      window.removeEventListener("offline", onOffline);
      window.removeEventListener("online", connect);
      window.removeEventListener("beforeunload", onBeforeUnload);
      doc.off("update", onUpdate);
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

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A private window or a full disk: the paper then lives on the server only. */
function ignoreFullDevice(error: unknown): void {
  console.warn("The paper is not kept on this device", error);
}
