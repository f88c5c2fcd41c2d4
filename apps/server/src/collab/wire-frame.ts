/**
 * A binary WebSocket message from server to client (RFC 6455, section 5.2): FIN and opcode 2,
 * the length in 7, 16 or 64 bits, no mask, the payload. Header and payload in one buffer cost a
 * socket one plain write, and what goes to a whole room is built once.
 */
function buildFrame(payload: Uint8Array): Buffer {
  const { byteLength } = payload;
  const extra = byteLength < 126 ? 0 : byteLength < 2 ** 16 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + extra + byteLength);
  frame[0] = 0x82;
  frame[1] = extra === 0 ? byteLength : extra === 2 ? 126 : 127;
  if (extra === 2) frame.writeUInt16BE(byteLength, 2);
  if (extra === 8) frame.writeBigUInt64BE(BigInt(byteLength), 2);
  frame.set(payload, 2 + extra);
  return frame;
}

/** Remembers the last payload, for a room sends one to everybody in a row. */
export function wireFrames(): (payload: Uint8Array) => Buffer {
  let last: { payload: Uint8Array; frame: Buffer } | null = null;
  return (payload) => {
    if (last?.payload !== payload) last = { payload, frame: buildFrame(payload) };
    return last.frame;
  };
}
