import type { PresenceUser } from "@istmo/contracts";
import type { AwarenessEntry } from "./frames.ts";
import type { RelayedPresence } from "./room-relay.ts";

/** Who sends a state: the connection it came on, and the person of its session. */
export interface PresenceOwner {
  readonly personId: string;
  readonly user: PresenceUser;
}

interface Entry {
  /** The connection that speaks for this client, or the node that holds it; null after it left. */
  owner: PresenceOwner | string | null;
  /** Never forgotten while the room is open: nobody takes over a clientID seen here. */
  readonly personId: string;
  /** The last clock heard from the owner. */
  heard: number;
  /** The last clock told to the others. It only grows, or they would ignore a return. */
  told: number;
  /** JSON as it goes out; null when the client is gone. */
  json: string | null;
}

/** Clients that one connection may speak for: tabs of one browser relay each other. */
const statesPerOwner = 16;
/** Clients of which a room remembers that they were here. */
const remembered = 4096;

/** Whether a node's word of a client counts: the one that holds it, or one that it moved to. */
function isNewer(known: Entry | undefined, nodeId: string, clock: number): boolean {
  if (known === undefined || known.owner === null) return true;
  return clock > (known.owner === nodeId ? known.heard : known.told);
}

/** A state that is no JSON object, or is too large. */
export class InvalidPresence extends Error {
  readonly reason: "malformed" | "tooLarge";

  constructor(reason: "malformed" | "tooLarge") {
    super(`Presence state ${reason}`);
    this.reason = reason;
  }
}

/**
 * Who is in the room. Unlike `Awareness` of y-protocols it starts no timer, trusts no name and
 * lets nobody speak for somebody else: states end with their connection.
 */
export class Presence {
  readonly #entries = new Map<number, Entry>();
  readonly #stateBytes: number;

  constructor(stateBytes: number) {
    this.#stateBytes = stateBytes;
  }

  /** The person who was seen using this clientID. */
  personOf(clientId: number): string | undefined {
    return this.#entries.get(clientId)?.personId;
  }

  /**
   * Takes from a frame what its sender may say; the stock client also echoes everybody's states,
   * and those are passed over. Returns the clients whose state has changed.
   */
  hear(
    owner: PresenceOwner,
    entries: readonly AwarenessEntry[],
    boundTo: (clientId: number) => string | undefined,
  ): number[] {
    const changed: number[] = [];
    for (const { clientId, clock, json } of entries) {
      const bound = boundTo(clientId) ?? owner.personId;
      if (bound !== owner.personId || !this.#maySpeak(owner, clientId, clock)) continue;
      const known = this.#entries.get(clientId);
      const isGone = json === "null";
      if (known === undefined && (isGone || this.#ownedBy(owner) >= statesPerOwner)) continue;
      if (known?.json === null && isGone) continue;
      const stated = isGone ? null : this.#stateOf(owner, json);
      if (known?.owner === owner && known.json === stated && known.told > 0) {
        // Still here, and nothing else: the stock client says so every fifteen seconds. What was
        // told with clock 0 does not count: the stock client starts there, and hears nothing of it.
        known.heard = clock;
        known.told = Math.max(clock, known.told);
        continue;
      }
      this.#entries.delete(clientId); // to the end: the map is in order of last use
      this.#entries.set(clientId, {
        owner,
        personId: owner.personId,
        heard: clock,
        told: Math.max(clock, (known?.told ?? -1) + 1),
        json: stated,
      });
      changed.push(clientId);
    }
    this.#forgetOldest();
    return changed;
  }

  /** Takes what another node says of its people. Returns the clients whose state has changed. */
  hearNode(
    nodeId: string,
    entries: readonly RelayedPresence[],
    boundTo: (clientId: number) => string | undefined,
  ): number[] {
    const changed: number[] = [];
    for (const { clientId, clock, json, personId } of entries) {
      const known = this.#entries.get(clientId);
      if ((boundTo(clientId) ?? known?.personId ?? personId) !== personId) continue;
      const isGone = json === "null";
      if (isGone ? known?.owner !== nodeId : !isNewer(known, nodeId, clock)) continue;
      this.#entries.delete(clientId);
      this.#entries.set(clientId, {
        owner: isGone ? null : nodeId,
        personId,
        heard: clock,
        told: Math.max(clock, (known?.told ?? -1) + 1),
        json: isGone ? null : json,
      });
      changed.push(clientId);
    }
    this.#forgetOldest();
    return changed;
  }

  /** Ends the states of a connection that left. Returns the clients that are gone. */
  leave(owner: PresenceOwner): number[] {
    return this.#end((it) => it === owner);
  }

  /** Ends what a node said of its people, or all others. Returns the clients that are gone. */
  leaveNode(nodeId: string | null): number[] {
    return this.#end((it) => typeof it === "string" && it === (nodeId ?? it));
  }

  #end(concerns: (owner: Entry["owner"]) => boolean): number[] {
    const gone: number[] = [];
    for (const [clientId, entry] of this.#entries) {
      if (entry.owner === null || !concerns(entry.owner)) continue;
      entry.owner = null;
      if (entry.json === null) continue;
      entry.json = null;
      entry.told++;
      gone.push(clientId);
    }
    return gone;
  }

  /** Everybody who is here. */
  present(): number[] {
    return [...this.#entries].filter(([, { json }]) => json !== null).map(([clientId]) => clientId);
  }

  /** Raises the clock of everybody who is here, for clients that forget whom they hear nothing of. */
  renew(): number[] {
    const clientIds = this.present();
    for (const clientId of clientIds) {
      const entry = this.#entries.get(clientId);
      if (entry !== undefined) entry.told++;
    }
    return clientIds;
  }

  /** Of these clients, or of all who are here, those whom this node speaks for: for other nodes. */
  entriesHere(clientIds?: Iterable<number>): RelayedPresence[] {
    const entries: RelayedPresence[] = [];
    for (const clientId of clientIds ?? this.present()) {
      const entry = this.#entries.get(clientId);
      if (entry === undefined || typeof entry.owner === "string") continue;
      const { told, json, personId } = entry;
      entries.push({ clientId, clock: told, json: json ?? "null", personId });
    }
    return entries;
  }

  /** The entries of an awareness frame, without those of `receiver` that would override its own. */
  entries(clientIds: Iterable<number>, receiver?: PresenceOwner): AwarenessEntry[] {
    const entries: AwarenessEntry[] = [];
    for (const clientId of clientIds) {
      const entry = this.#entries.get(clientId);
      if (entry === undefined || this.#overrides(entry, receiver)) continue;
      entries.push({ clientId, clock: entry.told, json: entry.json ?? "null" });
    }
    return entries;
  }

  /** Whether one of these would override a state that `receiver` sent itself. */
  anyOverrides(clientIds: Iterable<number>, receiver: PresenceOwner): boolean {
    for (const clientId of clientIds) {
      const entry = this.#entries.get(clientId);
      if (entry !== undefined && this.#overrides(entry, receiver)) return true;
    }
    return false;
  }

  #overrides(entry: Entry, receiver: PresenceOwner | undefined): boolean {
    return receiver !== undefined && entry.owner === receiver && entry.told > entry.heard;
  }

  #maySpeak(owner: PresenceOwner, clientId: number, clock: number): boolean {
    const entry = this.#entries.get(clientId);
    if (entry === undefined) return true;
    if (entry.personId !== owner.personId) return false;
    if (entry.owner === owner) return clock > entry.heard;
    // A page that comes, or comes back, says first of all that it is here, and its clock has not
    // moved. It cannot be an echo: it was told nothing yet.
    if (this.#ownedBy(owner) === 0) return true;
    // Another connection of the same person: an echo is never newer than what we told. Neither is
    // the echo of somebody who has just left, whom it would bring back for good.
    return clock > entry.told;
  }

  #ownedBy(owner: PresenceOwner): number {
    let count = 0;
    for (const entry of this.#entries.values()) if (entry.owner === owner) count++;
    return count;
  }

  #stateOf(owner: PresenceOwner, json: string): string {
    if (json.length > this.#stateBytes) throw new InvalidPresence("tooLarge");
    let state: unknown;
    try {
      state = JSON.parse(json);
    } catch {
      throw new InvalidPresence("malformed");
    }
    if (typeof state !== "object" || state === null || Array.isArray(state)) {
      throw new InvalidPresence("malformed");
    }
    return JSON.stringify({ ...state, user: owner.user });
  }

  #forgetOldest(): void {
    if (this.#entries.size <= remembered) return;
    for (const [clientId, { json, owner }] of this.#entries) {
      if (json === null && owner === null) this.#entries.delete(clientId);
      if (this.#entries.size <= remembered) return;
    }
  }
}
