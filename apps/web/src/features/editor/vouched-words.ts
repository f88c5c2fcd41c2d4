/**
 * Others' words, and one's own, that the database may not have yet, each with the server's proof of
 * whose they are. After a crash of the server this page gives back what the room has lost: nobody's
 * words are gone that somebody has seen, and nobody is taken for their author.
 *
 * The room says with each frame how many of this connection wait for the database. What came by an
 * earlier connection is kept until it was given back and acknowledged, or the room has it anyway
 * and has sent its proof anew.
 */
import * as Y from "yjs";

interface Kept {
  /** The whole frame, as it came. */
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly update: Uint8Array;
  /** The number of the content frame as which it was given back. */
  givenBackAs: number | null;
}

/** Bytes that a page keeps; the oldest go first. */
const mostBytes = 512 * 1024;

/** Whether a document with this state vector may lack something of the update. */
function isLackedBy(clocks: ReadonlyMap<number, number>, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update);
  // A state vector does not tell deletions.
  if (ds.clients.size > 0) return true;
  return structs.some(({ id, length }) => id.clock + length > (clocks.get(id.client) ?? 0));
}

/** See the head of this file. */
export class VouchedWords {
  #earlier: Kept[] = [];
  #current: Kept[] = [];

  /** A connection begins: it knows nothing of what came by the ones before. */
  connected(): void {
    this.#earlier = [...this.#earlier, ...this.#current].map((it) => ({
      ...it,
      givenBackAs: null,
    }));
    this.#current = [];
  }

  /** A frame has come; with it so many of this connection wait for the database. */
  keep(frame: Uint8Array<ArrayBuffer>, update: Uint8Array, waiting: number): void {
    const current = [...this.#current, { frame, update, givenBackAs: null }];
    this.#current = waiting > 0 ? current.slice(-waiting) : [];
    this.#dropOldest();
  }

  /**
   * The room has said what it holds. Sends what it lacks of earlier connections, in the order in
   * which it came; `send` tells as which content frame it left.
   */
  giveBack(stateVector: Uint8Array, send: (frame: Uint8Array<ArrayBuffer>) => number): void {
    if (this.#earlier.length === 0) return;
    const clocks = Y.decodeStateVector(stateVector);
    this.#earlier = this.#earlier.filter((it) => isLackedBy(clocks, it.update));
    for (const it of this.#earlier) it.givenBackAs ??= send(it.frame);
  }

  /** So many content frames of this connection are in the database. */
  acknowledged(framesCovered: number): void {
    this.#earlier = this.#earlier.filter(
      ({ givenBackAs }) => givenBackAs === null || givenBackAs > framesCovered,
    );
  }

  #dropOldest(): void {
    const all = [...this.#earlier, ...this.#current];
    let bytes = all.reduce((sum, { frame }) => sum + frame.byteLength, 0);
    let dropped = 0;
    for (const { frame } of all) {
      if (bytes <= mostBytes) break;
      bytes -= frame.byteLength;
      dropped++;
    }
    if (dropped === 0) return;
    this.#current = this.#current.slice(Math.max(0, dropped - this.#earlier.length));
    this.#earlier = this.#earlier.slice(dropped);
  }
}
