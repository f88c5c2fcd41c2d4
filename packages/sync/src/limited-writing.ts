/**
 * People who may write and not everything: suggesters, and editors in sections where they may only
 * suggest (R29). The room knows no text; a guard, given with its options, tells what of an update
 * changed more than its sender may, and writes that back before anybody hears of it.
 *
 *   room                                 guard                      document
 *    |-- prepare() -------------------->   | how does the text stand     |
 *    |-- the update -----------------------------------------------> |
 *    |-- settle(limits, writeAs) ------>   | -- writes back ----------> |
 *    |   update and what was written back: one frame, one write
 */
import type { EditionRole } from "@istmo/contracts";
import { uint32 } from "lib0/random";
import type * as Y from "yjs";
import { serverAuthor } from "./paper-store.ts";

/** Where somebody may only suggest: in the whole text, or in the sections with these ids. */
export interface WritingLimits {
  readonly personId: string;
  readonly suggestsIn: "everywhere" | ReadonlySet<string>;
}

/**
 * What became of an update: nothing was written back; marks that had slipped by no doing of its
 * sender; or what its sender may not change.
 */
export type Settled = "kept" | "mended" | "takenBack";

/** Watches one document for those who may not change all of it. */
export interface TextGuard {
  readonly doc: Y.Doc;
  /** Knows how the text stands now. */
  prepare(): void;
  /**
   * Takes back what these limits forbid of all that has changed since `prepare`. Letters are written again under the client that `writeAs` gives for whichever
   * wrote them first; for 0, what nobody wrote.
   */
  settle(limits: WritingLimits, writeAs: (client: number) => number): Settled;
  close(): void;
}

export type OpenTextGuard = (doc: Y.Doc) => TextGuard;

/** What of a person's right to write is limited; null for nothing. */
export function limitsOf(who: {
  readonly personId: string;
  readonly role: EditionRole;
  readonly suggestsIn: ReadonlySet<string>;
}): WritingLimits | null {
  const { personId, role, suggestsIn } = who;
  if (role === "suggester") return { personId, suggestsIn: "everywhere" };
  return role === "editor" && suggestsIn.size > 0 ? { personId, suggestsIn } : null;
}

/** The guard of one room, open while somebody here has limits, and the clients it writes as. */
export class LimitedWriting {
  readonly #open: OpenTextGuard;
  readonly #personOf: (clientId: number) => string | undefined;
  #guard: TextGuard | null = null;
  /** (R30) For each person whose words were written back, a client that is theirs and ours. */
  readonly #clients = new Map<string, number>();
  readonly #persons = new Map<number, string>();

  constructor(options: {
    readonly open: OpenTextGuard;
    /** The person to whom a clientID is bound in the room. */
    readonly personOf: (clientId: number) => string | undefined;
  }) {
    this.#open = options.open;
    this.#personOf = options.personOf;
  }

  get isOpen(): boolean {
    return this.#guard !== null;
  }

  /** The guard of this document, knowing how its text stands. */
  prepare(doc: Y.Doc): TextGuard {
    if (this.#guard?.doc !== doc) {
      this.close();
      this.#guard = this.#open(doc);
    }
    this.#guard.prepare();
    return this.#guard;
  }

  /** Nobody here has limits any longer. */
  close(): void {
    this.#guard?.close();
    this.#guard = null;
  }

  /** See TextGuard.settle; the clients under which something was written, with their persons. */
  writers(): { readonly writeAs: (client: number) => number; readonly used: Set<number> } {
    const used = new Set<number>();
    return {
      used,
      writeAs: (client) => {
        const writer = this.#clientFor(
          (client === 0 ? null : this.#personOf(client)) ?? serverAuthor,
        );
        used.add(writer);
        return writer;
      },
    };
  }

  /** Whose such a client is. */
  personOf(clientId: number): string | undefined {
    return this.#persons.get(clientId);
  }

  #clientFor(personId: string): number {
    let client = this.#clients.get(personId);
    if (client === undefined) {
      // Smaller than most: see `insertInPlaceOf` in packages/paper-schema.
      do client = uint32() >>> 8;
      while (client < 2 || this.#personOf(client) !== undefined || this.#persons.has(client));
      this.#clients.set(personId, client);
      this.#persons.set(client, personId);
    }
    return client;
  }
}
