/**
 * This node's rooms among those of other nodes: tells what was committed here, takes what was
 * committed there, and reads the database whenever something may have been missed.
 * `room-relay.ts` narrates the exchange; SPEC.md has the rules (R22) to (R25).
 */
import * as Y from "yjs";
import type { Clock } from "./clock.ts";
import { mergeUpdates } from "./merge-updates.ts";
import type { PaperStore, PaperWrite } from "./paper-store.ts";
import type { RelayedPresence, RelayMessage, RoomRelay } from "./room-relay.ts";
import type { Room } from "./room.ts";

export interface OtherNodesNeeds {
  readonly relay: RoomRelay;
  readonly store: Pick<PaperStore, "load">;
  readonly clock: Clock;
  /** Milliseconds between two readings of the database while the relay is away. */
  readonly refreshEvery: number;
  /** The rooms that are open, as they come and go. */
  readonly rooms: { get(editionId: string): Room | undefined; all(): Iterable<Room> };
  /** Makes a room anew from the database. */
  readonly reload: (room: Room) => void;
  /** Told of each update that another node has added to an edition's log. */
  readonly onTaken: (editionId: string) => void;
  readonly onFault: (error: unknown) => void;
}

/** Editions that are read from the database at the same time. */
const readersAtOnce = 4;

/** An edition's update and bindings from all of its writes in a batch. */
function contentOf(editionId: string, writes: readonly PaperWrite[]): RelayMessage {
  return {
    type: "content",
    editionId,
    update: mergeUpdates(writes.map(({ update }) => update)),
    bindings: writes.flatMap(({ bindings }) => bindings),
  };
}

/** See the head of this file. */
export class OtherNodes {
  readonly #needs: OtherNodesNeeds;
  readonly #stopListening: () => void;
  readonly #toRead = new Set<string>();
  /** Editions that are being loaded; true once something was told that the load may not have seen. */
  readonly #loading = new Map<string, boolean>();
  #readers = 0;
  #isResting = false;
  #readings = 0;
  #isStopped = false;

  constructor(needs: OtherNodesNeeds) {
    this.#needs = needs;
    this.#stopListening = needs.relay.listen({
      message: (nodeId, message) => this.#take(nodeId, message),
      nodeGone: (nodeId) => this.#doubtNode(nodeId, null),
      missed: () => this.#catchUp(),
    });
    this.#watch();
  }

  /** Editions read anew from the database since the start. */
  get readings(): number {
    return this.#readings;
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopListening();
  }

  /** (R22) Tells what is in the database now. */
  tellStored(writes: readonly PaperWrite[]): void {
    const byEdition = new Map<string, PaperWrite[]>();
    for (const write of writes) {
      const known = byEdition.get(write.editionId);
      if (known === undefined) byEdition.set(write.editionId, [write]);
      else known.push(write);
    }
    for (const [editionId, ofEdition] of byEdition) {
      this.#needs.relay.publish(contentOf(editionId, ofEdition));
    }
  }

  /** (R24) Tells what changed of the presence of people here. */
  tellPresence(editionId: string, entries: readonly RelayedPresence[]): void {
    this.#needs.relay.publish({ type: "presence", editionId, entries });
  }

  /** Call before an edition is loaded: from now on what others tell of it is kept in mind. */
  beginLoading(editionId: string): void {
    this.#loading.set(editionId, false);
  }

  /** Call when the room is open, or could not be opened. */
  endLoading(editionId: string): void {
    const isStale = this.#loading.get(editionId) === true;
    this.#loading.delete(editionId);
    if (this.#needs.rooms.get(editionId) === undefined) return;
    if (isStale) this.refresh([editionId]);
    this.#needs.relay.publish({ type: "hello", editionIds: [editionId] });
  }

  /** (R23) Reads these open editions anew from the database, or all; those that are not open, never. */
  refresh(editionIds: readonly string[] | null): void {
    for (const editionId of editionIds ?? this.#loading.keys()) this.#noteLoading(editionId);
    for (const editionId of editionIds ?? this.#openIds()) this.#toRead.add(editionId);
    this.#startReading();
  }

  #openIds(): string[] {
    return [...this.#needs.rooms.all()].map(({ editionId }) => editionId);
  }

  #noteLoading(editionId: string): void {
    if (this.#loading.has(editionId)) this.#loading.set(editionId, true);
  }

  #take(nodeId: string, message: RelayMessage): void {
    switch (message.type) {
      case "content":
        return this.#takeContent(message);
      case "presence":
        return this.#needs.rooms.get(message.editionId)?.takePresence(nodeId, message.entries);
      case "hello":
        return this.#sayWhoIsHere(message.editionIds);
      case "resync":
        return this.#doubtNode(nodeId, message.editionIds);
    }
  }

  /**
   * (R23, R24) What a node committed or said last may not have been told. Whoever went over from it
   * to another node was there already, as far as we knew, when that one said so: it says it again.
   */
  #doubtNode(nodeId: string, editionIds: readonly string[] | null): void {
    this.#forgetPeople(nodeId, editionIds);
    this.refresh(editionIds);
    const asked = this.#openIds().filter((it) => editionIds?.includes(it) ?? true);
    if (asked.length > 0) this.#needs.relay.publish({ type: "hello", editionIds: asked });
  }

  /** (R24) Somebody may have left and we were not told; who is still there is said again. */
  #forgetPeople(nodeId: string | null, editionIds: readonly string[] | null): void {
    for (const editionId of editionIds ?? this.#openIds()) {
      this.#needs.rooms.get(editionId)?.forgetPeople(nodeId);
    }
  }

  #takeContent({ editionId, update, bindings }: RelayMessage & { type: "content" }): void {
    this.#noteLoading(editionId);
    const room = this.#needs.rooms.get(editionId);
    if (room === undefined) return;
    this.#needs.onTaken(editionId);
    const taken = room.takeCommitted(update, bindings);
    if (taken === "gap") this.refresh([editionId]);
    if (taken === "conflict") this.#needs.reload(room);
  }

  #sayWhoIsHere(editionIds: readonly string[]): void {
    for (const editionId of editionIds) {
      const entries = this.#needs.rooms.get(editionId)?.presenceHere() ?? [];
      if (entries.length > 0) this.tellPresence(editionId, entries);
    }
  }

  /** (R23, R24) After messages were lost, in whichever direction. */
  #catchUp(): void {
    const editionIds = this.#openIds();
    this.refresh(null);
    this.#forgetPeople(null, editionIds);
    if (editionIds.length === 0) return;
    this.#needs.relay.publish({ type: "hello", editionIds });
    this.#sayWhoIsHere(editionIds);
  }

  /** (R23) Without a relay the database is the only way to learn what others wrote. */
  #watch(): void {
    const { clock, relay, refreshEvery } = this.#needs;
    clock.after(refreshEvery, () => {
      if (this.#isStopped) return;
      if (!relay.isConnected) this.refresh(null);
      this.#watch();
    });
  }

  #startReading(): void {
    const idle = readersAtOnce - this.#readers;
    for (let i = 0; i < Math.min(idle, this.#toRead.size); i++) void this.#readOn();
  }

  async #readOn(): Promise<void> {
    this.#readers++;
    while (!this.#isStopped && !this.#isResting) {
      const [editionId] = this.#toRead;
      if (editionId === undefined) break;
      this.#toRead.delete(editionId);
      await this.#read(editionId);
    }
    this.#readers--;
  }

  async #read(editionId: string): Promise<void> {
    if (this.#needs.rooms.get(editionId) === undefined) return;
    try {
      const { state, bindings } = await this.#needs.store.load(editionId);
      this.#readings++;
      const room = this.#needs.rooms.get(editionId);
      if (room === undefined || state.length === 0) return;
      const lacking = Y.diffUpdate(mergeUpdates(state), room.stateVector());
      const known = [...bindings].map(([clientId, personId]) => ({ clientId, personId }));
      if (room.takeCommitted(lacking, known) === "conflict") this.#needs.reload(room);
    } catch (error) {
      this.#toRead.add(editionId);
      this.#rest(error);
    }
  }

  /** The database is away: nobody reads for a while, and one of the readers says so. */
  #rest(error: unknown): void {
    if (this.#isResting) return;
    this.#isResting = true;
    this.#needs.onFault(error);
    this.#needs.clock.after(this.#needs.refreshEvery, () => {
      this.#isResting = false;
      this.#startReading();
    });
  }
}
