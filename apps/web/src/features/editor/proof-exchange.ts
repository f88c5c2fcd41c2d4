/** Takes vouched frames from the room, and gives them back to a room that has lost them. */
import { collabMessage } from "@istmo/contracts";
import * as decoding from "lib0/decoding";
import { readUpdate } from "y-protocols/sync";
import type { WebsocketProvider } from "y-websocket";

import { VouchedWords } from "./vouched-words.ts";

const syncStep1 = 0;

/** The state vector of a step 1 whose message type was read; null for any other step. */
function readStep1(decoder: decoding.Decoder): Uint8Array | null {
  const ahead = decoding.clone(decoder);
  if (decoding.readVarUint(ahead) !== syncStep1) return null;
  return decoding.readVarUint8Array(ahead);
}

export interface ProofExchange {
  /** So many content frames of this connection are in the database. */
  readonly acknowledged: (framesCovered: number) => void;
}

/**
 * Adds to what the provider understands. `framesSent` counts the content frames of this connection,
 * the one that is just leaving included.
 */
export function exchangeProofs(
  provider: WebsocketProvider,
  framesSent: () => number,
): ProofExchange {
  const words = new VouchedWords();
  const readSync = provider.messageHandlers[collabMessage.sync];

  provider.on("status", ({ status }) => {
    if (status === "connected") words.connected();
  });
  provider.messageHandlers[collabMessage.vouched] = (_encoder, decoder) => {
    const frame = decoder.arr as Uint8Array<ArrayBuffer>;
    const ahead = decoding.clone(decoder);
    const update = decoding.readVarUint8Array(decoder);
    decoding.readVarUint8Array(decoder); // The proof is between the server and itself.
    words.keep(frame, update, decoding.readVarUint(decoder));
    readUpdate(ahead, provider.doc, provider);
  };
  provider.messageHandlers[collabMessage.sync] = (encoder, decoder, ...rest) => {
    const stateVector = readStep1(decoder);
    // Before the provider answers with a step 2: then it holds nothing new of anybody else.
    if (stateVector !== null)
      words.giveBack(stateVector, (frame) => {
        provider.ws?.send(frame);
        return framesSent();
      });
    readSync?.(encoder, decoder, ...rest);
  };

  return { acknowledged: (framesCovered) => words.acknowledged(framesCovered) };
}
