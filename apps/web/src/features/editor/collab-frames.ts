/** Reads what leaves and enters through the co-editing socket, as far as saving depends on it. */
import { collabMessage } from "@istmo/contracts";
import * as decoding from "lib0/decoding";
import * as Y from "yjs";

const syncStep2 = 1;
const syncUpdate = 2;

export type OutgoingFrame = "step2" | "update" | "vouched" | "other";

/** What a frame that this page sends means for saving. */
export function readOutgoing(frame: Uint8Array): OutgoingFrame {
  const decoder = decoding.createDecoder(frame);
  const type = decoding.readVarUint(decoder);
  if (type === collabMessage.vouched) return "vouched";
  if (type !== collabMessage.sync) return "other";
  const kind = decoding.readVarUint(decoder);
  if (kind === syncUpdate) return "update";
  return kind === syncStep2 ? "step2" : "other";
}

export interface Acknowledgement {
  readonly committed: ReadonlyMap<number, number>;
  readonly framesCovered: number;
}

/** Reads the payload of an `ack` message; the message type has been read. */
export function readAcknowledgement(decoder: decoding.Decoder): Acknowledgement {
  const committed = Y.decodeStateVector(decoding.readVarUint8Array(decoder));
  return { committed, framesCovered: decoding.readVarUint(decoder) };
}
