/**
 * The frames of `/collab/<editionId>`, as bytes. One WebSocket message is one frame.
 *
 *   client                                server
 *     |  <------ sync step 1 (its vector) --|   on join, at once
 *     |  <------ awareness (who is here) ---|   on join, when somebody is
 *     |-- sync step 1 (its vector) ------>  |
 *     |  <------ sync step 2 (what it lacks)|   to that one client
 *     |-- sync step 2 (what we lack) ---->  |
 *     |-- update ------------------------>  |   as the person types
 *     |  <------ update --------------------|   what others typed, once a tick
 *     |-- awareness (own state) --------->  |
 *     |  <------ awareness -----------------|   others' states, user field by the server
 *     |-- query awareness --------------->  |
 *     |  <------ auth: permission denied ---|   content from somebody who may not write
 *     |  <------ ack -----------------------|   after a commit, only with ?ack=1
 *     |  <------ vouched -------------------|   in place of an update that is not committed yet,
 *     |                                     |   only with ?vouch=1, to its origin as well
 *     |  <------ packed --------------------|   in place of a large step 2, only with ?pack=1
 *
 * After a crash, a client that was given proofs:
 *     |  <------ sync step 1 ---------------|   the words of a moment ago are not in it
 *     |-- vouched ----------------------->  |   each frame that the step 1 lacks, as it came, in order
 *     |-- sync step 2 ------------------->  |   now it holds nothing new of anybody else
 *
 * Layout (varints of lib0): type, then
 *   sync             0: step (0 step 1, 1 step 2, 2 update), bytes
 *   awareness        1: bytes, inside: count, then client, clock, JSON of the state or "null"
 *   auth             2: 0, reason
 *   query awareness  3: nothing
 *   ack            100: bytes (state vector in the database), count of this connection's content
 *                       frames that are saved: a vector alone says nothing about deletions
 *   vouched        101: bytes (update), bytes (proof, see vouching.ts), how many of the vouched
 *                       frames, this one included, the database does not have: older ones need not
 *                       be kept any longer
 *   packed         102: bytes (the update of a step 2 as raw deflate)
 */
import { collabMessage, type ErrorCode } from "@istmo/contracts";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messagePermissionDenied } from "y-protocols/auth";
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from "y-protocols/sync";

/** One client's entry in an awareness frame, its JSON still unread. */
export interface AwarenessEntry {
  readonly clientId: number;
  readonly clock: number;
  /** JSON of the state; `null` says that the client is gone. */
  readonly json: string;
}

/** Content with the server's proof of whose it is. */
export interface VouchedContent {
  readonly update: Uint8Array;
  readonly proof: Uint8Array;
  /** Vouched frames up to this one that wait for the database. */
  readonly waiting: number;
}

/** A frame from a client, decoded. */
export type ClientFrame =
  | { readonly type: "step1"; readonly stateVector: Uint8Array }
  | { readonly type: "step2" | "update"; readonly update: Uint8Array }
  | ({ readonly type: "vouched" } & VouchedContent)
  | { readonly type: "awareness"; readonly entries: readonly AwarenessEntry[] }
  | { readonly type: "queryAwareness" }
  | { readonly type: "auth" };

function readSync(decoder: decoding.Decoder): ClientFrame {
  const step = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  switch (step) {
    case messageYjsSyncStep1:
      return { type: "step1", stateVector: bytes };
    case messageYjsSyncStep2:
      return { type: "step2", update: bytes };
    case messageYjsUpdate:
      return { type: "update", update: bytes };
    default:
      throw new Error(`Unknown sync step ${step}`);
  }
}

function readAwareness(bytes: Uint8Array): ClientFrame {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  const entries: AwarenessEntry[] = [];
  for (let i = 0; i < count; i++) {
    const clientId = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    entries.push({ clientId, clock, json: decoding.readVarString(decoder) });
  }
  return { type: "awareness", entries };
}

/** Decodes a client's frame; throws on anything that the protocol does not know. */
export function readFrame(frame: Uint8Array): ClientFrame {
  const decoder = decoding.createDecoder(frame);
  const type = decoding.readVarUint(decoder);
  switch (type) {
    case collabMessage.sync:
      return readSync(decoder);
    case collabMessage.awareness:
      return readAwareness(decoding.readVarUint8Array(decoder));
    case collabMessage.queryAwareness:
      return { type: "queryAwareness" };
    case collabMessage.auth:
      return { type: "auth" };
    case collabMessage.vouched:
      return { type: "vouched", ...readVouched(decoder) };
    default:
      throw new Error(`Unknown message type ${type}`);
  }
}

function syncFrame(step: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, collabMessage.sync);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, bytes);
  });
}

/** Asks the other side for all that this state vector lacks. */
export function step1Frame(stateVector: Uint8Array): Uint8Array {
  return syncFrame(messageYjsSyncStep1, stateVector);
}

/** Answers a step 1. */
export function step2Frame(update: Uint8Array): Uint8Array {
  return syncFrame(messageYjsSyncStep2, update);
}

/** New content. */
export function updateFrame(update: Uint8Array): Uint8Array {
  return syncFrame(messageYjsUpdate, update);
}

/** Presence of the given clients. */
export function awarenessFrame(entries: readonly AwarenessEntry[]): Uint8Array {
  const payload = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { clientId, clock, json } of entries) {
      encoding.writeVarUint(encoder, clientId);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, json);
    }
  });
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, collabMessage.awareness);
    encoding.writeVarUint8Array(encoder, payload);
  });
}

/** Asks for the presence of everybody. */
export function queryAwarenessFrame(): Uint8Array {
  return encoding.encode((encoder) => encoding.writeVarUint(encoder, collabMessage.queryAwareness));
}

/** Tells a client that its content was not taken, and why. */
export function permissionDeniedFrame(reason: ErrorCode): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, collabMessage.auth);
    encoding.writeVarUint(encoder, messagePermissionDenied);
    encoding.writeVarString(encoder, reason);
  });
}

/** What the database holds, and how many of the client's content frames that covers. */
export interface Ack {
  readonly stateVector: Uint8Array;
  readonly contentFrames: number;
}

/** The durable acknowledgement. */
export function ackFrame({ stateVector, contentFrames }: Ack): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, collabMessage.ack);
    encoding.writeVarUint8Array(encoder, stateVector);
    encoding.writeVarUint(encoder, contentFrames);
  });
}

/** Reads an ack after its message type: what the client's message handler is given. */
export function readAck(decoder: decoding.Decoder): Ack {
  const stateVector = decoding.readVarUint8Array(decoder);
  return { stateVector, contentFrames: decoding.readVarUint(decoder) };
}

/** Content that is not committed yet, with its proof. */
export function vouchedFrame({ update, proof, waiting }: VouchedContent): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, collabMessage.vouched);
    encoding.writeVarUint8Array(encoder, update);
    encoding.writeVarUint8Array(encoder, proof);
    encoding.writeVarUint(encoder, waiting);
  });
}

/** Reads vouched content after its message type. */
export function readVouched(decoder: decoding.Decoder): VouchedContent {
  const update = decoding.readVarUint8Array(decoder);
  const proof = decoding.readVarUint8Array(decoder);
  return { update, proof, waiting: decoding.readVarUint(decoder) };
}

/** Answers a step 1 with an update that was compressed. */
export function packedFrame(packed: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, collabMessage.packed);
    encoding.writeVarUint8Array(encoder, packed);
  });
}
