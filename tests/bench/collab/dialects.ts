/** The wire formats of the measured servers, as far as the load needs them. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** What a server said. */
export type Heard =
  | { readonly type: "step1"; readonly stateVector: Uint8Array }
  | { readonly type: "step2" | "update"; readonly update: Uint8Array }
  /** A step 2 as raw deflate. */
  | { readonly type: "packed"; readonly packed: Uint8Array }
  /**
   * So many content frames of this client are taken: in the database (ours), in memory (theirs);
   * null for one more than before.
   */
  | { readonly type: "accepted"; readonly frames: number | null }
  | { readonly type: "other" };

export type DialectName = "istmo" | "hocuspocus" | "yWebsocket" | "relay";

export interface Dialect {
  url(address: string, paper: string): string;
  /** Sent as soon as the socket is open: who comes, and what the client has (nothing). */
  greet(paper: string, personId: string): Uint8Array[];
  /** Whether the server asks each newcomer for what they have (step 1). */
  readonly asks: boolean;
  /** Content: the answer to a step 1 (step 1 here, as y-protocols number it) or an update (2). */
  content(paper: string, step: 1 | 2, update: Uint8Array): Uint8Array;
  read(frame: Uint8Array): Heard;
}

const step1OfNothing = Uint8Array.of(0, 0, 1, 0);

function readSync(decoder: decoding.Decoder): Heard {
  const step = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  if (step === 0) return { type: "step1", stateVector: bytes };
  return { type: step === 1 ? "step2" : "update", update: bytes };
}

function syncFrame(step: number, update: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, update);
  });
}

/** The y-websocket protocol with what our page asks for: ack, vouched and packed frames. */
const istmo: Dialect = {
  url: (address, paper) => `${address}/collab/${paper}?ack=1&vouch=1&pack=1`,
  greet: () => [step1OfNothing],
  asks: true,
  content: (_paper, step, update) => syncFrame(step, update),
  read(frame) {
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type === 0) return readSync(decoder);
    if (type === 101) return { type: "update", update: decoding.readVarUint8Array(decoder) };
    if (type === 102) return { type: "packed", packed: decoding.readVarUint8Array(decoder) };
    if (type !== 100) return { type: "other" };
    decoding.readVarUint8Array(decoder);
    return { type: "accepted", frames: decoding.readVarUint(decoder) };
  },
};

/** Hocuspocus 3: the document's name before everything, a token first, a status per update. */
const hocuspocus: Dialect = {
  url: (address) => address,
  greet: (paper, personId) => [
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, paper);
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, personId);
    }),
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, paper);
      encoding.writeUint8Array(encoder, step1OfNothing);
    }),
  ],
  asks: true,
  content: (paper, step, update) =>
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, paper);
      encoding.writeUint8Array(encoder, syncFrame(step, update));
    }),
  read(frame) {
    const decoder = decoding.createDecoder(frame);
    decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === 0 || type === 4) return readSync(decoder);
    return type === 8 ? { type: "accepted", frames: null } : { type: "other" };
  },
};

const yWebsocket: Dialect = {
  url: (address, paper) => `${address}/${paper}`,
  greet: () => [step1OfNothing],
  asks: true,
  content: (_paper, step, update) => syncFrame(step, update),
  read(frame) {
    const decoder = decoding.createDecoder(frame);
    return decoding.readVarUint(decoder) === 0 ? readSync(decoder) : { type: "other" };
  },
};

/** Passes on what it gets; nothing is asked or answered. */
const relay: Dialect = { ...yWebsocket, greet: () => [], asks: false };

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  istmo,
  hocuspocus,
  yWebsocket,
  relay,
};
