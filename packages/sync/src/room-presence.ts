/** Who is here, told to everybody once a tick: what changed since, in one frame for all. */
import type { Cancel, Clock } from "./clock.ts";
import { awarenessFrame, type AwarenessEntry } from "./frames.ts";
import { Presence } from "./presence.ts";
import type { Connection } from "./room-connection.ts";
import type { RelayedPresence } from "./room-relay.ts";

export interface RoomPresenceOptions {
  /** The room's own set, as it changes. */
  readonly connections: ReadonlySet<Connection>;
  readonly clock: Clock;
  /** Milliseconds between two frames, at least. */
  readonly tick: number;
  /** Bytes that a state may have. */
  readonly stateBytes: number;
  /** The person to whom a clientID is bound. */
  readonly personOf: (clientId: number) => string | undefined;
  /** Takes what changed of the people on this node, once a tick, for the other nodes. */
  readonly tellNodes?: (entries: readonly RelayedPresence[]) => void;
}

/**
 * Milliseconds after which everybody is told again to be here. The stock client forgets a state
 * that was not renewed for thirty seconds.
 */
const renewEvery = 20_000;

/** See the head of this file. */
export class RoomPresence {
  readonly #options: RoomPresenceOptions;
  readonly #presence: Presence;
  #changed = new Set<number>();
  /** Those of the changes that happened on this node. */
  #changedHere = new Set<number>();
  #cancelTick: Cancel | null = null;
  #toldAt = -Infinity;
  #cancelRenewal: Cancel | null = null;

  constructor(options: RoomPresenceOptions) {
    this.#options = options;
    this.#presence = new Presence(options.stateBytes);
  }

  /** The person who was seen using this clientID. */
  personOf(clientId: number): string | undefined {
    return this.#presence.personOf(clientId);
  }

  /** (R8) Takes what a connection says; throws `InvalidPresence`. */
  hear(from: Connection, entries: readonly AwarenessEntry[]): void {
    this.#announceHere(this.#presence.hear(from, entries, this.#options.personOf));
  }

  /** Ends what a connection said. */
  leave(connection: Connection): void {
    this.#announceHere(this.#presence.leave(connection));
    if (this.#cancelRenewal === null || this.#isAnybodyForgetful()) return;
    // A room that is let go must not be kept for what there is nobody to tell.
    this.#cancelRenewal();
    this.#cancelRenewal = null;
  }

  /** (R24) Takes what another node says of its people. */
  hearNode(nodeId: string, entries: readonly RelayedPresence[]): void {
    this.#announce(this.#presence.hearNode(nodeId, entries, this.#options.personOf));
  }

  /** (R24) Ends what a node said, or all of them. */
  leaveNode(nodeId: string | null): void {
    this.#announce(this.#presence.leaveNode(nodeId));
  }

  /** (R24) Everybody who is here and whom this node speaks for. */
  here(): RelayedPresence[] {
    return this.#presence.entriesHere();
  }

  /** Tells one connection who is here, if anybody is. */
  tellAll(connection: Connection): void {
    this.#tell(connection, this.#presence.present());
    this.#renewLater();
  }

  #announceHere(clientIds: readonly number[]): void {
    for (const clientId of clientIds) this.#changedHere.add(clientId);
    this.#announce(clientIds);
  }

  #announce(clientIds: readonly number[]): void {
    if (clientIds.length === 0) return;
    this.#renewLater();
    for (const clientId of clientIds) this.#changed.add(clientId);
    if (this.#cancelTick !== null) return;
    const { clock, tick } = this.#options;
    const wait = this.#toldAt + tick - clock.now();
    this.#cancelTick = clock.after(Math.max(0, wait), () => this.#endTick());
  }

  #endTick(): void {
    this.#cancelTick = null;
    this.#toldAt = this.#options.clock.now();
    const changed = this.#changed;
    this.#changed = new Set();
    this.#tellNodes();
    const frame = awarenessFrame(this.#presence.entries(changed));
    for (const connection of this.#options.connections) {
      if (this.#presence.anyOverrides(changed, connection)) this.#tell(connection, changed);
      else connection.send(frame);
    }
  }

  /** (R8) One frame for each who needs it, instead of one from everybody to everybody. */
  #renewLater(): void {
    if (this.#cancelRenewal !== null || !this.#isAnybodyForgetful()) return;
    this.#cancelRenewal = this.#options.clock.after(renewEvery, () => {
      this.#cancelRenewal = null;
      if (!this.#isAnybodyForgetful()) return;
      const clientIds = this.#presence.renew();
      for (const it of this.#options.connections) if (!it.trustsPresence) this.#tell(it, clientIds);
      if (clientIds.length > 0) this.#renewLater();
    });
  }

  #isAnybodyForgetful(): boolean {
    for (const { trustsPresence } of this.#options.connections) if (!trustsPresence) return true;
    return false;
  }

  #tellNodes(): void {
    const entries = this.#presence.entriesHere(this.#changedHere);
    this.#changedHere = new Set();
    if (entries.length > 0) this.#options.tellNodes?.(entries);
  }

  #tell(connection: Connection, clientIds: Iterable<number>): void {
    const entries = this.#presence.entries(clientIds, connection);
    if (entries.length > 0) connection.send(awarenessFrame(entries));
  }
}
