/**
 * Co-editing over plain HTTP, for networks that let no WebSocket through. The same frames, in the
 * same order, to the same room; SPEC.md of packages/sync numbers the rules (T1–T8).
 *
 *   page                                         server
 *    |-- POST   /collab/<editionId>/http?ack=1 -->  | Origin, session, access: as for an upgrade
 *    |  <-- 201 { connection } --------------------| a room was joined
 *    |-- GET    …/http/<connection>?after=0 ----->  | waits until there is something to tell
 *    |  <-- 200 frames 1…3 ------------------------| keeps them: the answer may be lost
 *    |-- GET    …/http/<connection>?after=3 ----->  | lets go of them, waits again
 *    |-- POST   …/http/<connection>?from=1 ------>  | the page's frames, numbered on their own
 *    |  <-- 204 -----------------------------------| sent again after a lost answer: taken once
 *    |  <-- 200 close code ------------------------| in the answer to a GET: as a WebSocket's close
 *    |-- DELETE …/http/<connection> ------------->  | the page leaves; with a last POST, by `&leave=1`
 *
 * One GET and one POST are under way at a time. Numbers begin at 1 in each direction. A connection
 * that the server does not know (any longer) answers 410, `connection_gone`: open another one.
 *
 * The body of a POST is frames, each after its length in four bytes, the highest first. The answer
 * to a GET is the close code in two bytes (0 while the connection is open), the number of its first
 * frame in four, and the frames in the same way.
 */

/** Times of the HTTP path, in milliseconds. */
export const collabHttp = {
  /** A GET is answered after so long, even if there is nothing to tell. */
  pollFor: 20_000,
  /** A connection that was not asked for so long has ended. */
  goneAfter: 40_000,
} as const;

/** What a GET is answered with. */
export interface CollabAnswer {
  /** 0 while the connection is open. */
  readonly closeCode: number;
  /** The number of the first of `frames`, or of the one that comes next. */
  readonly first: number;
  readonly frames: readonly Uint8Array[];
}

const lengthBytes = 4;
const headBytes = 6;

function writeFrames(into: Uint8Array, start: number, frames: readonly Uint8Array[]): Uint8Array {
  const view = new DataView(into.buffer, into.byteOffset);
  let at = start;
  for (const frame of frames) {
    view.setUint32(at, frame.byteLength);
    into.set(frame, at + lengthBytes);
    at += lengthBytes + frame.byteLength;
  }
  return into;
}

const bytesOf = (frames: readonly Uint8Array[]): number =>
  frames.reduce((sum, frame) => sum + lengthBytes + frame.byteLength, 0);

/** The body of a POST. */
export function encodeFrames(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(bytesOf(frames));
  writeFrames(body, 0, frames);
  return body;
}

/** The frames of a POST, without copying them; null when the body is not made of whole frames. */
export function decodeFrames(body: Uint8Array): Uint8Array[] | null {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at < body.byteLength) {
    if (at + lengthBytes > body.byteLength) return null;
    const end = at + lengthBytes + view.getUint32(at);
    if (end > body.byteLength) return null;
    frames.push(body.subarray(at + lengthBytes, end));
    at = end;
  }
  return frames;
}

/** The answer to a GET. */
export function encodeAnswer({ closeCode, first, frames }: CollabAnswer): Uint8Array<ArrayBuffer> {
  const answer = new Uint8Array(headBytes + bytesOf(frames));
  const view = new DataView(answer.buffer);
  view.setUint16(0, closeCode);
  view.setUint32(2, first);
  writeFrames(answer, headBytes, frames);
  return answer;
}

/** Null for what no server of ours answers: the page of a hotel's network, say. */
export function decodeAnswer(answer: Uint8Array): CollabAnswer | null {
  if (answer.byteLength < headBytes) return null;
  const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
  const frames = decodeFrames(answer.subarray(headBytes));
  if (frames === null) return null;
  return { closeCode: view.getUint16(0), first: view.getUint32(2), frames };
}
