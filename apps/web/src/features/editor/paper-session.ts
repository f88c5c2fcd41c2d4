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
import { IndexeddbPersistence, clearDocument } from "y-indexeddb";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { deviceCopyName, unsavedKey } from "../../lib/device-copies.ts";

import { observedSocket, readAcknowledgement, readOutgoing } from "./collab-frames.ts";
import { readVarString, readVarUint } from "lib0/decoding";
import {
  nothingToSave,
  saveStateOf,
  trackSave,
  type SaveEvent,
  type SaveState,
} from "./save-tracker.ts";

/** Why there is no co-editing: how the server closed, or the error code that it gave. */
export type RefusalReason = CollabCloseReason | (string & {});

export type ConnectionState =
  /** The first connection is on its way; the text may not be here yet. */
  | { readonly status: "connecting" }
  | { readonly status: "synced" }
  /** Connecting again by itself. */
  | { readonly status: "offline" }
  /** For good: only another session (after signing in, with other rights) can help. */
  | { readonly status: "refused"; readonly reason: RefusalReason };

export interface PaperSessionState {
  readonly connection: ConnectionState;
  readonly save: SaveState;
  /** The text is here, from the server or from this device. */
  readonly isLoaded: boolean;
}

export interface PaperSessionOptions {
  readonly editionId: string;
  /** The person who is signed in, as others shall see them until the server says it itself. */
  readonly user: PresenceUser;
  /** Whether the person may change the text. A reader's page never sends an update. */
  readonly canWrite: boolean;
  /** Keep the text on this device, to open and edit it without a connection. Unclassified papers only. */
  readonly keepOffline: boolean;
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
  const { editionId, user, canWrite, keepOffline } = options;
  const doc = new Y.Doc();
  const listeners = new Set<() => void>();
  let state: PaperSessionState = {
    connection: { status: "connecting" },
    save: "saved",
    isLoaded: false,
  };
  let tracker = nothingToSave;
  let isDisposed = false;

  function update(changes: Partial<PaperSessionState>): void {
    const next = { ...state, ...changes };
    if (
      next.connection === state.connection &&
      next.save === state.save &&
      next.isLoaded === state.isLoaded
    )
      return;
    state = next;
    for (const listener of listeners) listener();
  }

  function track(event: SaveEvent): void {
    tracker = trackSave(tracker, event);
    const save = saveStateOf(tracker);
    if ((save === "saved") !== (state.save === "saved")) markDeviceCopy(save !== "saved");
    update({ save });
  }

  // --- The copy on this device ---------------------------------------------------------------

  const copyName = deviceCopyName(user.id, editionId);
  const hasDeviceStore = typeof indexedDB !== "undefined";
  const deviceCopy = keepOffline && hasDeviceStore ? new IndexeddbPersistence(copyName, doc) : null;
  // A paper that was classified since must not stay on the device.
  if (!keepOffline && hasDeviceStore) forgetDeviceCopy();

  function forgetDeviceCopy(): void {
    const cleared = deviceCopy ? deviceCopy.clearData() : clearDocument(copyName);
    void cleared.catch((error: unknown) => {
      console.warn("The copy of the paper on this device could not be deleted", error);
    });
  }

  function markDeviceCopy(isUnsaved: boolean): void {
    if (!deviceCopy?.db || !canWrite || isDisposed) return;
    void deviceCopy.set(unsavedKey, isUnsaved ? "yes" : "no").catch(ignoreFullDevice);
  }

  async function loadDeviceCopy(copy: IndexeddbPersistence): Promise<void> {
    await copy.whenSynced;
    if (isDisposed || Y.encodeStateVector(doc).length <= 1) return;
    update({ isLoaded: true });
    if (!canWrite || (await copy.get(unsavedKey)) !== "yes" || isDisposed) return;
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
    track({ type: "acknowledged", ...readAcknowledgement(decoder) });
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
    if (transaction.local) track({ type: "changed", change: changeOf(transaction), wasSent });
    else if (wasSent) track({ type: "update_sent" });
  }
  doc.on("update", onUpdate);

  function refuse(reason: RefusalReason): void {
    update({ connection: { status: "refused", reason } });
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

  if (deviceCopy) {
    const loaded = loadDeviceCopy(deviceCopy).catch(ignoreFullDevice);
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
    isKeptOnDevice: deviceCopy !== null,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
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
