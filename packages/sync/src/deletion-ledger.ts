import * as Y from "yjs";
import { type Deletions, serverAuthor } from "./paper-store.ts";

type DeleteSet = ReturnType<typeof Y.createDeleteSet>;

/**
 * Who deleted what, gathered from updates before they are folded: in the folded document a deletion
 * is nobody's.
 */
export class DeletionLedger {
  readonly #byPerson = new Map<string, DeleteSet[]>();

  /** Whether nobody has deleted anything. */
  get isEmpty(): boolean {
    return this.#byPerson.size === 0;
  }

  /** Notes what an update of this person deletes. */
  note(personId: string | null, update: Uint8Array): void {
    const { ds } = Y.decodeUpdate(update);
    if (ds.clients.size > 0) this.#add(personId ?? serverAuthor, ds);
  }

  /** Adds what `entries` gave before. */
  recall(personId: string, bytes: Uint8Array): void {
    this.#add(personId, Y.decodeSnapshot(bytes).ds);
  }

  /** Each person's deletions as bytes to store. */
  *entries(): Generator<[personId: string, bytes: Uint8Array]> {
    for (const [personId, sets] of this.#byPerson) {
      const snapshot = Y.createSnapshot(Y.mergeDeleteSets(sets), new Map());
      yield [personId, Y.encodeSnapshot(snapshot)];
    }
  }

  deletions(): Deletions {
    const merged = [...this.#byPerson].map(([personId, sets]) => {
      const { clients } = Y.mergeDeleteSets(sets);
      const ranges = [...clients].flatMap(([clientId, ofClient]) =>
        ofClient.map(({ clock, len }) => ({ clientId, clock, length: len })),
      );
      return [personId, ranges] as const;
    });
    return new Map(merged);
  }

  #add(personId: string, set: DeleteSet): void {
    const sets = this.#byPerson.get(personId);
    if (sets === undefined) this.#byPerson.set(personId, [set]);
    else sets.push(set);
  }
}
