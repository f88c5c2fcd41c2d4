/** The two wire formats, as far as the load needs them; everything else about the clients is shared. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** What a server said. */
export type Heard =
  | { type: "step1"; stateVector: Uint8Array }
  | { type: "update"; update: Uint8Array }
  /** So many content frames of this client are taken: in the database (ours), in memory (theirs). */
  | { type: "accepted"; frames: number }
  | { type: "other" };

export interface Dialect {
  readonly name: string;
  /** Sent as soon as the socket is open. */
  greet(personId: string): Uint8Array[];
  content(step: 1 | 2, update: Uint8Array): Uint8Array;
  /** One per connection: it may count. */
  listener(): (frame: Uint8Array) => Heard;
}

const paper = "paper";

function readSync(decoder: decoding.Decoder): Heard {
  const step = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  return step === 0 ? { type: "step1", stateVector: bytes } : { type: "update", update: bytes };
}

/** The y-websocket protocol with our ack. */
export const istmoDialect: Dialect = {
  name: "Istmo",
  greet: () => [Uint8Array.of(0, 0, 1, 0)],
  content: (step, update) =>
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, update);
    }),
  listener: () => (frame) => {
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type === 0) return readSync(decoder);
    if (type !== 100) return { type: "other" };
    decoding.readVarUint8Array(decoder);
    return { type: "accepted", frames: decoding.readVarUint(decoder) };
  },
};

/** Hocuspocus 3: the document's name before everything, a token first, a status per update. */
export const hocuspocusDialect: Dialect = {
  name: "Hocuspocus",
  greet: (personId) => [
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, paper);
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, personId);
    }),
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, paper);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint8Array(encoder, Uint8Array.of(0));
    }),
  ],
  content: (step, update) =>
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, paper);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, update);
    }),
  listener() {
    let accepted = 0;
    return (frame) => {
      const decoder = decoding.createDecoder(frame);
      decoding.readVarString(decoder);
      const type = decoding.readVarUint(decoder);
      if (type === 0 || type === 4) return readSync(decoder);
      if (type !== 8) return { type: "other" };
      accepted++;
      return { type: "accepted", frames: accepted };
    };
  },
};
