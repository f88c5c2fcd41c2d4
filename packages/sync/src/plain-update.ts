/**
 * The usual update, read without building anything of it.
 *
 * Nearly all that people send is a few structs of one clientID that follow at once upon what is
 * known, or a few deletions. For those it is enough to walk over the bytes: who, from which clock
 * to which, what is referred to, what is deleted. Several of them are joined by copying bytes,
 * where Yjs would decode, sort and encode everything anew.
 *
 * Whatever is not plain is not wrong; it has to be looked at more closely (`inspectUpdate`).
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** A stretch of a clientID's units that an update deletes. */
export interface Deletion {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** The structs of a plain update, all of one clientID and without a gap. */
export interface PlainStructs {
  readonly client: number;
  readonly clock: number;
  /** The clock after the last one. */
  readonly end: number;
  readonly count: number;
  /** As they stand in the update. */
  readonly bytes: Uint8Array;
}

/** What the quick reading found. */
export interface PlainUpdate {
  readonly update: Uint8Array;
  readonly structs: PlainStructs | null;
  readonly deletions: readonly Deletion[];
}

/** What is known already: the clock at which a clientID's next struct begins. */
export type KnownClock = (client: number) => number;

/** Bytes; a paste is looked at closely, and its cost is not in the looking. */
const longestPlain = 4_096;
const mostDeletions = 16;

// The layout of a struct: https://github.com/yjs/yjs, encoding of version 1.
const hasOrigin = 0x80;
const hasRightOrigin = 0x40;
const hasParentKey = 0x20;
const contentKind = 0x1f;
const [string, embed, format, type, any] = [4, 5, 6, 7, 8];
/** Kinds of types that carry a name: XmlElement and XmlHook. */
const namedTypes = new Set([3, 5]);
const mostTypes = 6;

function skipString(decoder: decoding.Decoder): void {
  const length = decoding.readVarUint(decoder);
  decoding.readUint8Array(decoder, length);
}

/** UTF-16 units, as Yjs counts them; throws on what is no UTF-8, as Yjs would. */
function readStringLength(decoder: decoding.Decoder): number {
  const start = decoder.pos;
  const bytes = decoding.readVarUint8Array(decoder);
  for (const byte of bytes) {
    if (byte < 0x80) continue;
    decoder.pos = start;
    return decoding.readVarString(decoder).length;
  }
  return bytes.length;
}

/** The units of an item's content; zero for content that is not plain. */
function readContentLength(decoder: decoding.Decoder, kind: number): number {
  switch (kind) {
    case string:
      return readStringLength(decoder);
    case embed:
      skipString(decoder);
      return 1;
    case format:
      skipString(decoder);
      skipString(decoder);
      return 1;
    case type: {
      const which = decoding.readVarUint(decoder);
      if (which > mostTypes) return 0;
      if (namedTypes.has(which)) skipString(decoder);
      return 1;
    }
    case any: {
      const count = decoding.readVarUint(decoder);
      for (let i = 0; i < count; i++) decoding.readAny(decoder);
      return count;
    }
    default:
      return 0;
  }
}

/** What the structs before, and the room, say of the ids that an item refers to. */
interface Reading {
  readonly decoder: decoding.Decoder;
  readonly known: KnownClock;
  readonly client: number;
  end: number;
}

function readKnownId({ decoder, known, client, end }: Reading): boolean {
  const otherClient = decoding.readVarUint(decoder);
  const otherClock = decoding.readVarUint(decoder);
  return otherClock < (otherClient === client ? end : known(otherClient));
}

/** Reads over one item; its length, or zero when it is not plain or refers to something unknown. */
function readItem(reading: Reading): number {
  const { decoder } = reading;
  const info = decoding.readUint8(decoder);
  if ((info & hasOrigin) !== 0 && !readKnownId(reading)) return 0;
  if ((info & hasRightOrigin) !== 0 && !readKnownId(reading)) return 0;
  if ((info & (hasOrigin | hasRightOrigin)) === 0) {
    const isRoot = decoding.readVarUint(decoder) === 1;
    if (isRoot) skipString(decoder);
    else if (!readKnownId(reading)) return 0;
    if ((info & hasParentKey) !== 0) skipString(decoder);
  }
  return readContentLength(decoder, info & contentKind);
}

function readStructs(decoder: decoding.Decoder, known: KnownClock): PlainStructs | null {
  const count = decoding.readVarUint(decoder);
  const client = decoding.readVarUint(decoder);
  const clock = decoding.readVarUint(decoder);
  if (count === 0 || clock !== known(client)) return null;
  const from = decoder.pos;
  const reading: Reading = { decoder, known, client, end: clock };
  for (let i = 0; i < count; i++) {
    const length = readItem(reading);
    if (length === 0) return null;
    reading.end += length;
  }
  const { end } = reading;
  if (!Number.isSafeInteger(end)) return null;
  return { client, clock, end, count, bytes: decoder.arr.subarray(from, decoder.pos) };
}

function readDeletions(decoder: decoding.Decoder): Deletion[] | null {
  const deletions: Deletion[] = [];
  const ends = new Map<number, number>();
  const clients = decoding.readVarUint(decoder);
  for (let i = 0; i < clients; i++) {
    const client = decoding.readVarUint(decoder);
    const ranges = decoding.readVarUint(decoder);
    for (let j = 0; j < ranges; j++) {
      const clock = decoding.readVarUint(decoder);
      const length = decoding.readVarUint(decoder);
      if (length === 0 || deletions.length === mostDeletions) return null;
      if (clock < (ends.get(client) ?? 0)) return null; // Out of order: see writeDeletions.
      ends.set(client, clock + length);
      deletions.push({ client, clock, length });
    }
  }
  return deletions;
}

/**
 * Reads an update whose structs, if it has any, follow at once upon what is known and refer to
 * nothing else. Null when it is not plain; throws when the bytes end too early. Whether what it
 * deletes is there to be deleted is left to the caller.
 */
export function readPlainUpdate(update: Uint8Array, known: KnownClock): PlainUpdate | null {
  if (update.byteLength > longestPlain) return null;
  const decoder = decoding.createDecoder(update);
  const clients = decoding.readVarUint(decoder);
  if (clients > 1) return null;
  const structs = clients === 1 ? readStructs(decoder, known) : null;
  if (clients === 1 && structs === null) return null;
  const deletions = readDeletions(decoder);
  if (deletions === null || decoding.hasContent(decoder)) return null;
  if (structs === null && deletions.length === 0) return null;
  return { update, structs, deletions };
}

function groupBy<Item>(items: Iterable<Item>, clientOf: (item: Item) => number) {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const group = groups.get(clientOf(item));
    if (group === undefined) groups.set(clientOf(item), [item]);
    else group.push(item);
  }
  // Yjs merges updates only when each is in this order.
  return [...groups].sort(([a], [b]) => b - a);
}

/**
 * Deletions as the end of an update, in the order of their clocks: a client that has to keep them
 * until what they delete has come keeps other ones when they are not (yjs 13.6 writes differences).
 */
function writeDeletions(encoder: encoding.Encoder, deletions: Iterable<Deletion>): void {
  const groups = groupBy(deletions, ({ client }) => client);
  encoding.writeVarUint(encoder, groups.length);
  for (const [client, ranges] of groups) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length);
    for (const { clock, length } of ranges.sort((a, b) => a.clock - b.clock)) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  }
}

/** An update that only deletes. */
export function deletionUpdate(deletions: Iterable<Deletion>): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0);
    writeDeletions(encoder, deletions);
  });
}

/** Several as one; of each clientID they must follow upon each other in the order given. */
export function joinPlainUpdates(updates: readonly PlainUpdate[]): Uint8Array {
  const [first] = updates;
  // A copy: what arrived may be a view of much more that would be kept with it.
  if (first !== undefined && updates.length === 1) return new Uint8Array(first.update);
  const structs = updates.flatMap((it) => it.structs ?? []);
  return encoding.encode((encoder) => {
    const groups = groupBy(structs, ({ client }) => client);
    encoding.writeVarUint(encoder, groups.length);
    for (const [client, ofClient] of groups) {
      encoding.writeVarUint(
        encoder,
        ofClient.reduce((sum, { count }) => sum + count, 0),
      );
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, ofClient[0]?.clock ?? 0);
      for (const { bytes } of ofClient) encoding.writeUint8Array(encoder, bytes);
    }
    writeDeletions(
      encoder,
      updates.flatMap(({ deletions }) => deletions),
    );
  });
}
