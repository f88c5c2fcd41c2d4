/**
 * The room's word for content that the database does not have yet (R26).
 *
 * What people typed is relayed at once and committed a moment later. When the process dies in
 * between, the words live on in the pages of those who saw them, and often nowhere else: their
 * author may have closed the page. Anybody else who brought them back would be taken for their
 * author, or shut out for writing as somebody else. So such words travel with a proof: who they are
 * of, and a MAC that only the server can make. Whoever holds them may give them back.
 *
 *   proof: bytes (claim), bytes (MAC)
 *   claim: count, then personId as a string
 *          count, then clientId, index of its owner in the list of persons
 *          0 when several sent it, else 1 + index of who did: deletions carry no clientId
 *   MAC over: "istmo vouched 1", edition id, claim, update
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { vouchedFrame } from "./frames.ts";
import { mergeUpdates } from "./merge-updates.ts";

/** Makes and checks MACs with a key that all nodes share and nobody else has. */
export interface Voucher {
  sign(message: Uint8Array): Uint8Array;
  /** Compares in constant time. */
  verify(message: Uint8Array, mac: Uint8Array): boolean;
}

/** What a proof says. */
export interface Claim {
  /** To whom the clientIDs belong of which the update holds new structs. */
  readonly owners: ReadonlyMap<number, string>;
  /** Who sent all of it, deletions included; null when several did. */
  readonly sender: string | null;
}

const label = "istmo vouched 1";

function writeClaim({ owners, sender }: Claim): Uint8Array {
  const persons = [...new Set(sender === null ? owners.values() : [sender, ...owners.values()])];
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, persons.length);
    for (const personId of persons) encoding.writeVarString(encoder, personId);
    encoding.writeVarUint(encoder, owners.size);
    for (const [clientId, personId] of owners) {
      encoding.writeVarUint(encoder, clientId);
      encoding.writeVarUint(encoder, persons.indexOf(personId));
    }
    encoding.writeVarUint(encoder, sender === null ? 0 : persons.indexOf(sender) + 1);
  });
}

function readClaim(bytes: Uint8Array): Claim {
  const decoder = decoding.createDecoder(bytes);
  const readMany = <Item>(read: () => Item): Item[] =>
    Array.from({ length: decoding.readVarUint(decoder) }, read);
  const persons = readMany(() => decoding.readVarString(decoder));
  const personAt = (index: number): string => {
    const personId = persons[index];
    if (personId === undefined) throw new Error("A claim names a person that it does not list");
    return personId;
  };
  const owners = new Map(
    readMany(
      () => [decoding.readVarUint(decoder), personAt(decoding.readVarUint(decoder))] as const,
    ),
  );
  const sender = decoding.readVarUint(decoder);
  return { owners, sender: sender === 0 ? null : personAt(sender - 1) };
}

function signedMessage(editionId: string, claim: Uint8Array, update: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, label);
    encoding.writeVarString(encoder, editionId);
    encoding.writeVarUint8Array(encoder, claim);
    encoding.writeVarUint8Array(encoder, update);
  });
}

/** Relayed and not committed: one frame's content, or several merged. */
interface Part extends Claim {
  readonly update: Uint8Array;
  /** The room's count of writes when it was relayed. */
  readonly upTo: number;
  /** Frames that were sent with it. */
  readonly frames: number;
}

/** Parts that are kept apart before they are merged into one. */
const mostParts = 200;

/** One room's proofs: made for what it relays, read from what it is given back. */
export class Vouching {
  readonly #voucher: Voucher;
  readonly #editionId: string;
  readonly #ownerOf: (clientId: number) => string | undefined;
  /** What came since the last frame. */
  #clients = new Set<number>();
  #senders = new Set<string | null>();
  #parts: Part[] = [];
  /** The frame of all parts together, once somebody needed it. */
  #tail: Uint8Array | null = null;
  /** Owners that a proof has named, of clientIDs that were nobody's. */
  readonly #named = new Map<number, string>();

  constructor(options: {
    voucher: Voucher;
    editionId: string;
    /** The person to whom a clientID is bound in the room. */
    ownerOf: (clientId: number) => string | undefined;
  }) {
    this.#voucher = options.voucher;
    this.#editionId = options.editionId;
    this.#ownerOf = options.ownerOf;
  }

  /** Somebody whom a proof has named as the owner of a clientID that is not bound yet. */
  personOf(clientId: number): string | undefined {
    return this.#named.get(clientId);
  }

  /** An update was applied, and waits to be relayed and to be committed. Null: several sent it. */
  note(sender: string | null, clientIds: Iterable<number>): void {
    for (const clientId of clientIds) this.#clients.add(clientId);
    this.#senders.add(sender);
  }

  /** What was noted is relayed now, and is in the database already: nobody need vouch for it. */
  skip(): void {
    this.#clients.clear();
    this.#senders.clear();
  }

  /** The frame for what was noted, which is `update`. `upTo` is the room's count of writes. */
  frame(update: Uint8Array, upTo: number): () => Uint8Array {
    const owners = new Map<number, string>();
    for (const clientId of this.#clients) {
      const personId = this.#ownerOf(clientId);
      if (personId !== undefined) owners.set(clientId, personId);
    }
    const [sender = null] = this.#senders.size === 1 ? this.#senders : [];
    this.skip();
    const part: Part = { update, owners, sender, upTo, frames: 1 };
    this.#parts.push(part);
    this.#tail = null;
    if (this.#parts.length > mostParts) this.#merge();
    const waiting = this.#parts.reduce((sum, { frames }) => sum + frames, 0);
    let made: Uint8Array | null = null;
    return () => (made ??= this.#frameOf(part, waiting));
  }

  /** One frame of all that was relayed and waits for the database; null when nothing does. */
  tail(): Uint8Array | null {
    if (this.#parts.length > 1) this.#merge();
    const [all] = this.#parts;
    if (all === undefined) return null;
    return (this.#tail ??= this.#frameOf(all, 1));
  }

  /** The first so many writes of the room are in the database. */
  committed(writes: number): void {
    const before = this.#parts.length;
    this.#parts = this.#parts.filter(({ upTo }) => upTo > writes);
    if (this.#parts.length !== before) this.#tail = null;
  }

  /**
   * What the proof says, when it is this edition's and nothing that the room knows contradicts it;
   * else null. The owners that it names keep their clientIDs as long as the room is open.
   */
  read(update: Uint8Array, proof: Uint8Array): Claim | null {
    const decoder = decoding.createDecoder(proof);
    const bytes = decoding.readVarUint8Array(decoder);
    const mac = decoding.readVarUint8Array(decoder);
    if (!this.#voucher.verify(signedMessage(this.#editionId, bytes, update), mac)) return null;
    const claim = readClaim(bytes);
    for (const [clientId, personId] of claim.owners) {
      if ((this.#ownerOf(clientId) ?? personId) !== personId) return null;
    }
    for (const [clientId, personId] of claim.owners) this.#named.set(clientId, personId);
    return claim;
  }

  #merge(): void {
    const owners = new Map(this.#parts.flatMap((part) => [...part.owners]));
    const senders = new Set(this.#parts.map(({ sender }) => sender));
    const [sender = null] = senders.size === 1 ? senders : [];
    this.#parts = [
      {
        update: mergeUpdates(this.#parts.map(({ update }) => update)),
        owners,
        sender,
        upTo: Math.max(...this.#parts.map(({ upTo }) => upTo)),
        frames: this.#parts.reduce((sum, { frames }) => sum + frames, 0),
      },
    ];
  }

  #frameOf(part: Part, waiting: number): Uint8Array {
    const { update } = part;
    const claim = writeClaim(part);
    const mac = this.#voucher.sign(signedMessage(this.#editionId, claim, update));
    const proof = encoding.encode((encoder) => {
      encoding.writeVarUint8Array(encoder, claim);
      encoding.writeVarUint8Array(encoder, mac);
    });
    return vouchedFrame({ update, proof, waiting });
  }
}
