import type { ClientBinding } from "./paper-store.ts";
import { type Deletion, joinPlainUpdates, type PlainUpdate } from "./plain-update.ts";
import type { Connection } from "./room-connection.ts";

/** A plain update that was allowed, and who sent it. */
export interface Held {
  readonly from: Connection;
  readonly plain: PlainUpdate;
  /** ClientIDs that it uses for the first time. */
  readonly bindings: readonly ClientBinding[];
}

const endOf = ({ clock, length }: Deletion): number => clock + length;

/** Whether two stretches have a unit in common. */
const overlap = (one: Deletion, other: Deletion): boolean =>
  one.clock < endOf(other) && other.clock < endOf(one);

/** Adds a stretch; with the one before it, which a held-down key makes it touch, it becomes one. */
function addDeletion(deletions: Deletion[], added: Deletion): void {
  const last = deletions.at(-1);
  if (last === undefined || (endOf(last) !== added.clock && endOf(added) !== last.clock)) {
    deletions.push(added);
    return;
  }
  const clock = Math.min(last.clock, added.clock);
  deletions[deletions.length - 1] = { ...added, clock, length: last.length + added.length };
}

/**
 * Plain updates that were judged one by one and wait to be applied together: the dear part of
 * applying is what Yjs does once for each transaction.
 */
export class HeldUpdates {
  #all: Held[] = [];
  #bytes = 0;
  readonly #ends = new Map<number, number>();
  readonly #deletions = new Map<number, Deletion[]>();

  get count(): number {
    return this.#all.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The clock after what is held of this client, if anything is. */
  endOf(client: number): number | undefined {
    return this.#ends.get(client);
  }

  /** Whether something that is held deletes a part of the same. */
  deletes(deletion: Deletion): boolean {
    return this.#deletions.get(deletion.client)?.some((it) => overlap(it, deletion)) === true;
  }

  add(held: Held): void {
    const { update, structs, deletions } = held.plain;
    this.#all.push(held);
    this.#bytes += update.byteLength;
    if (structs !== null) this.#ends.set(structs.client, structs.end);
    for (const deletion of deletions) {
      const ofClient = this.#deletions.get(deletion.client);
      if (ofClient === undefined) this.#deletions.set(deletion.client, [deletion]);
      else addDeletion(ofClient, deletion);
    }
  }

  /** Everything, in the order in which it came; nothing is held any longer. */
  take(): Held[] {
    const all = this.#all;
    if (all.length === 0) return all;
    this.#all = [];
    this.#bytes = 0;
    this.#ends.clear();
    this.#deletions.clear();
    return all;
  }
}

/** Each person's, in order. */
export function byPerson(all: readonly Held[]): ReadonlyMap<string, readonly Held[]> {
  const groups = new Map<string, Held[]>();
  for (const held of all) {
    const group = groups.get(held.from.personId);
    if (group === undefined) groups.set(held.from.personId, [held]);
    else group.push(held);
  }
  return groups;
}

/** As one update. */
export function joinHeld(all: readonly Held[]): Uint8Array {
  return joinPlainUpdates(all.map(({ plain }) => plain));
}
