/**
 * The rooms that are open, each loaded once and kept until its last write has committed.
 *
 *   gateway                 registry                       store
 *    |-- hold(edition) ----->  |-- load ------------------>  |   shared by all who come meanwhile
 *    |  <-------- hold --------|                             |
 *    |-- room.join …           |                             |
 *    |-- release ----------->  | waits, then for the commit  |
 *    |                         |-- compact if the log is long|
 *
 * The rest of the server reads and edits papers through `withDoc`, `edit` and `apply`, whether or
 * not anybody has them open.
 */
import * as Y from "yjs";
import type { Cancel, Clock } from "./clock.ts";
import { GroupCommit } from "./group-commit.ts";
import type { OpenTextGuard } from "./limited-writing.ts";
import { mergeUpdates } from "./merge-updates.ts";
import { OtherNodes } from "./other-nodes.ts";
import type { Pack } from "./packed-answers.ts";
import type { PaperStore, PaperWrite } from "./paper-store.ts";
import type { RoomRelay } from "./room-relay.ts";
import { entriesIn, Room, type RoomLimits } from "./room.ts";
import type { Voucher } from "./vouching.ts";

export interface RoomRegistryOptions {
  readonly store: PaperStore;
  readonly clock: Clock;
  /** The way to other nodes with rooms on the same database; none by default. */
  readonly relay?: RoomRelay;
  /** Milliseconds between two readings of the database while the relay is away; default 2,000. */
  readonly refreshEvery?: number;
  /** Told of failed appends and compactions, and of updates that could not be applied. */
  readonly onFault?: (error: unknown, context: { editionId: string | null; doing: string }) => void;
  /** Milliseconds that an empty room is kept: people reload pages. */
  readonly idleFor?: number;
  /** Compact an unloaded edition whose log is longer; an open one at ten times that. */
  readonly compactBeyond?: number;
  /** Milliseconds between two appends, at least; default 20: nobody sees "saved" come later. */
  readonly commitEvery?: number;
  /** Milliseconds between two frames of content of a room, at least; by default its own pace. */
  readonly contentTick?: number;
  /** The same for presence; default 50: the stock client echoes every presence frame it gets. */
  readonly presenceTick?: number;
  readonly mergeBeyondBytes?: number;
  readonly limits?: Partial<RoomLimits>;
  /** (R26) Without it rooms vouch for nothing. */
  readonly voucher?: Voucher;
  /** (R27) Without it rooms compress nothing. */
  readonly pack?: Pack;
  /** (R29) Without it only those write who may write everything. */
  readonly guardText?: OpenTextGuard;
}

/** Keeps a room loaded. */
export interface RoomHold {
  readonly room: Room;
  /** Harmless when repeated. */
  readonly release: () => void;
}

/** The server stops and opens no more rooms. */
export class RegistryDraining extends Error {
  constructor() {
    super("The server is stopping");
  }
}

interface OpenRoom {
  readonly room: Room;
  holds: number;
  /** The log that a load would have read when the room was opened, by `entriesIn`; of others' since. */
  logAtStart: number;
  /** Of what this room has written, how much was folded. */
  growthAtCompaction: number;
  isCompacting: boolean;
  cancelUnload: Cancel | null;
  /** The database has gone another way than this room, which takes nobody in any longer. */
  isStale: boolean;
}

/** See the head of this file. */
export class RoomRegistry {
  readonly #options: RoomRegistryOptions;
  readonly #commits: GroupCommit;
  readonly #loading = new Map<string, Promise<OpenRoom>>();
  readonly #open = new Map<string, OpenRoom>();
  /** Rooms that are made anew: settles when the last word of the old one is in the database. */
  readonly #closing = new Map<string, Promise<void>>();
  readonly #nodes: OtherNodes | null;
  readonly #onFault: NonNullable<RoomRegistryOptions["onFault"]>;
  #isDraining = false;

  constructor(options: RoomRegistryOptions) {
    this.#options = options;
    this.#onFault = options.onFault ?? (() => undefined);
    this.#commits = new GroupCommit({
      store: options.store,
      clock: options.clock,
      every: options.commitEvery ?? 20,
      onFault: (error) => this.#onFault(error, { editionId: null, doing: "append" }),
      onStored: (stored, refused) => this.#afterAppend(stored, refused),
      ...(options.mergeBeyondBytes !== undefined && { mergeBeyondBytes: options.mergeBeyondBytes }),
    });
    this.#nodes = options.relay === undefined ? null : this.#meetNodes(options.relay);
  }

  /** (R15) Opens the room, or joins whoever is opening it. Rejects when the store cannot load it. */
  async hold(editionId: string): Promise<RoomHold> {
    if (this.#isDraining) throw new RegistryDraining();
    const open = this.#open.get(editionId) ?? (await this.#load(editionId));
    // What came while the room was loading counts: nobody enters what is being closed.
    if (this.#isDraining) throw new RegistryDraining();
    if (open.isStale) return this.hold(editionId);
    open.holds++;
    open.cancelUnload?.();
    open.cancelUnload = null;
    let isHeld = true;
    return {
      room: open.room,
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        open.holds--;
        if (open.holds === 0 && !open.isStale) this.#unloadLater(open);
      },
    };
  }

  /** The room if it is open now. */
  peek(editionId: string): Room | undefined {
    return this.#open.get(editionId)?.room;
  }

  /** The document as one update, all of it in the database by the time this resolves. */
  async readState(editionId: string): Promise<Uint8Array> {
    await this.#closing.get(editionId);
    const open = this.#open.get(editionId);
    if (open !== undefined) {
      const state = open.room.state();
      await this.#commits.settled();
      return state;
    }
    const { state } = await this.#options.store.load(editionId);
    return mergeUpdates(state);
  }

  /** Reads the current document, on a copy: what `read` changes is lost. */
  async withDoc<Result>(editionId: string, read: (doc: Y.Doc) => Result): Promise<Result> {
    const doc = new Y.Doc();
    try {
      const state = await this.readState(editionId);
      if (state.byteLength > 0) Y.applyUpdate(doc, state);
      return read(doc);
    } finally {
      doc.destroy();
    }
  }

  /**
   * (R17) Changes the document as an ordinary edit that merges with everybody's: `change` works on
   * a copy of the current one. `personId` is whose edit it is; null for nobody's. Resolves when
   * the change is in the database; nothing happens when nothing changed.
   */
  async edit(
    editionId: string,
    personId: string | null,
    change: (doc: Y.Doc) => void,
  ): Promise<void> {
    await this.#writeInto(editionId, personId, (room) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, room.state());
      const updates: Uint8Array[] = [];
      doc.on("update", (update: Uint8Array) => updates.push(update));
      doc.transact(() => change(doc));
      doc.destroy();
      return updates.length > 0 ? mergeUpdates(updates) : null;
    });
  }

  /** (R17) As `edit`, with an update made elsewhere, by a clientID that is nobody else's. */
  async apply(editionId: string, personId: string | null, update: Uint8Array): Promise<void> {
    await this.#writeInto(editionId, personId, () => update);
  }

  /** Resolves when everything that rooms hold now is in the database. */
  settled(): Promise<void> {
    for (const { room } of this.#open.values()) room.flush();
    return this.#commits.settled();
  }

  stats(): {
    rooms: number;
    connections: number;
    pendingBytes: number;
    failedAppends: number;
    /** Editions read anew from the database, because something may have been missed. */
    readings: number;
  } {
    let connections = 0;
    for (const { room } of this.#open.values()) connections += room.connectionCount;
    return {
      rooms: this.#open.size,
      connections,
      pendingBytes: this.#commits.pendingBytes,
      failedAppends: this.#commits.failures,
      readings: this.#nodes?.readings ?? 0,
    };
  }

  /**
   * (R18) Ends all rooms: saves, closes the connections with `shuttingDown`, saves what came
   * meanwhile. True when all is in the database; false when the deadline passed before.
   */
  async drain({ deadline }: { deadline: number }): Promise<boolean> {
    this.#isDraining = true;
    this.#nodes?.stop();
    let cancel: Cancel = () => undefined;
    const late = new Promise<false>((resolve) => {
      cancel = this.#options.clock.after(deadline, () => resolve(false));
    });
    this.#commits.hurry();
    const half = this.#options.clock.after(deadline / 2, () => this.#closeAll());
    const saved = this.#commits.settled().then(async () => {
      this.#closeAll();
      await this.#commits.settled();
      return true as const;
    });
    const isSaved = await Promise.race([saved, late]);
    cancel();
    half();
    this.#closeAll();
    if (isSaved) {
      for (const { room, cancelUnload } of this.#open.values()) {
        cancelUnload?.();
        room.dispose();
      }
      this.#open.clear();
    }
    return isSaved;
  }

  #closeAll(): void {
    for (const { room } of this.#open.values()) room.closeAll("shuttingDown");
  }

  async #writeInto(
    editionId: string,
    personId: string | null,
    compose: (room: Room) => Uint8Array | null,
  ): Promise<void> {
    const hold = await this.hold(editionId);
    try {
      const update = compose(hold.room);
      if (update === null) return;
      hold.room.applyServerEdit(personId, update);
      await this.#commits.settled();
      // The room was made anew meanwhile, perhaps without this; the same bytes twice are once to Yjs.
      const isDropped = !this.#isDraining && this.peek(editionId) !== hold.room;
      if (isDropped) await this.apply(editionId, personId, update);
    } finally {
      hold.release();
    }
  }

  /** (R22, R23) Other nodes hear what is stored; a room that was refused something starts anew. */
  #afterAppend(stored: readonly PaperWrite[], refused: readonly PaperWrite[]): void {
    for (const editionId of new Set(refused.map((write) => write.editionId))) {
      const open = this.#open.get(editionId);
      if (open !== undefined) this.#reload(open);
    }
    this.#nodes?.tellStored(stored);
  }

  #meetNodes(relay: RoomRelay): OtherNodes {
    return new OtherNodes({
      relay,
      store: this.#options.store,
      clock: this.#options.clock,
      refreshEvery: this.#options.refreshEvery ?? 2_000,
      rooms: {
        get: (editionId) => this.#open.get(editionId)?.room,
        all: () => [...this.#open.values()].map(({ room }) => room),
      },
      reload: ({ editionId }) => {
        const open = this.#open.get(editionId);
        if (open !== undefined) this.#reload(open);
      },
      onTaken: (editionId) => {
        const open = this.#open.get(editionId);
        if (open !== undefined) open.logAtStart++;
      },
      onFault: (error) => this.#onFault(error, { editionId: null, doing: "refresh" }),
    });
  }

  /** (R23) Sends everybody away to come back to a room that is loaded anew. */
  #reload(open: OpenRoom): void {
    const { room } = open;
    const { editionId } = room;
    open.isStale = true;
    open.cancelUnload?.();
    this.#open.delete(editionId);
    room.closeAll("shuttingDown");
    const closing = this.#commits.settled().finally(() => {
      this.#closing.delete(editionId);
      room.dispose();
    });
    this.#closing.set(editionId, closing);
  }

  #load(editionId: string): Promise<OpenRoom> {
    const underWay = this.#loading.get(editionId);
    if (underWay !== undefined) return underWay;
    const loading = this.#loadAlone(editionId).finally(() => this.#loading.delete(editionId));
    this.#loading.set(editionId, loading);
    return loading;
  }

  async #loadAlone(editionId: string): Promise<OpenRoom> {
    await this.#closing.get(editionId);
    this.#nodes?.beginLoading(editionId);
    try {
      return await this.#openFromStore(editionId);
    } finally {
      this.#nodes?.endLoading(editionId);
    }
  }

  async #openFromStore(editionId: string): Promise<OpenRoom> {
    const { store, clock, contentTick = 0, presenceTick = 50 } = this.#options;
    const { limits, voucher, pack, guardText } = this.#options;
    const stored = await store.load(editionId);
    const room = new Room({
      editionId,
      stored,
      clock,
      commits: this.#commits,
      onFault: (error) => this.#onFault(error, { editionId, doing: "apply" }),
      onCommitted: () => this.#compactOpen(open),
      onPresence: (entries) => this.#nodes?.tellPresence(editionId, entries),
      contentTick,
      presenceTick,
      ...(limits !== undefined && { limits }),
      ...(voucher !== undefined && { voucher }),
      ...(pack !== undefined && { pack }),
      ...(guardText !== undefined && { guardText }),
    });
    const open: OpenRoom = {
      room,
      holds: 0,
      // The first is the snapshot, if there is one.
      logAtStart: stored.state.slice(1).reduce((sum, it) => sum + entriesIn(it), 1),
      growthAtCompaction: 0,
      isCompacting: false,
      cancelUnload: null,
      isStale: false,
    };
    this.#open.set(editionId, open);
    return open;
  }

  #unloadLater(open: OpenRoom): void {
    open.cancelUnload?.();
    open.cancelUnload = this.#options.clock.after(this.#options.idleFor ?? 30_000, () => {
      open.cancelUnload = null;
      void this.#unload(open);
    });
  }

  /** (R16) */
  async #unload(open: OpenRoom): Promise<void> {
    const { room } = open;
    while (!room.isCommitted) {
      await this.#commits.settled();
      if (open.holds > 0) return;
    }
    // Somebody may have come and gone while we waited: then their own release unloads it.
    if (open.holds > 0 || open.cancelUnload !== null) return;
    if (this.#open.get(room.editionId) !== open) return;
    this.#open.delete(room.editionId);
    room.dispose();
    if (this.#logLength(open) > this.#compactBeyond) await this.#compact(open);
  }

  get #compactBeyond(): number {
    return this.#options.compactBeyond ?? 200;
  }

  #logLength({ room, logAtStart, growthAtCompaction }: OpenRoom): number {
    return logAtStart + room.logGrowth - growthAtCompaction;
  }

  #compactOpen(open: OpenRoom): void {
    if (this.#logLength(open) > this.#compactBeyond * 10) void this.#compact(open);
  }

  async #compact(open: OpenRoom): Promise<void> {
    if (open.isCompacting) return;
    open.isCompacting = true;
    const { editionId, logGrowth } = open.room;
    try {
      await this.#options.store.compact(editionId);
      open.logAtStart = 1;
      open.growthAtCompaction = logGrowth;
    } catch (error) {
      this.#onFault(error, { editionId, doing: "compact" });
    } finally {
      open.isCompacting = false;
    }
  }
}
