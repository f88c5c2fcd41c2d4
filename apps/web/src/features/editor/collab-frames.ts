/** Reads what leaves and enters through the co-editing socket, as far as saving depends on it. */
import { collabMessage } from "@istmo/contracts";
import * as decoding from "lib0/decoding";
import * as Y from "yjs";

const syncStep2 = 1;
const syncUpdate = 2;

export type OutgoingFrame = "step2" | "update" | "other";

/** What a frame that this page sends means for saving. */
export function readOutgoing(frame: Uint8Array): OutgoingFrame {
  const decoder = decoding.createDecoder(frame);
  if (decoding.readVarUint(decoder) !== collabMessage.sync) return "other";
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

/**
 * A WebSocket class that shows every binary frame to `onSend` before it leaves; a frame for which
 * that answers false does not leave. y-websocket takes it in place of the browser's.
 */
export function observedSocket(
  Base: typeof WebSocket,
  onSend: (frame: Uint8Array) => boolean,
): typeof WebSocket {
  return class ObservedSocket extends Base {
    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBufferLike>): void {
      if (data instanceof Uint8Array && !onSend(data)) return;
      super.send(data as Parameters<WebSocket["send"]>[0]);
    }
  };
}
