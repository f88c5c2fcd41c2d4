/**
 * A WebSocket client that does as little as it can (RFC 6455 without extensions), so that the load
 * takes no more of the machine than it must: the servers are measured, not the clients.
 */
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Socket } from "node:net";

export interface WireHandlers {
  readonly onFrame: (payload: Buffer) => void;
  /** The connection is gone; the close code, or null without one. */
  readonly onEnd?: (code: number | null) => void;
}

export interface WireClient {
  /** Each a message, all in one write. */
  readonly send: (...payloads: Uint8Array[]) => void;
  /** Ends the connection at once. */
  readonly drop: () => void;
}

const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** Any mask will do here, but not zero: servers skip the work of removing that one. */
const mask = Uint8Array.of(0x5a, 0xc3, 0x17, 0x9e);

function buildFrame(code: number, payload: Uint8Array): Buffer {
  const { byteLength } = payload;
  const extra = byteLength < 126 ? 0 : byteLength < 2 ** 16 ? 2 : 8;
  const frame = Buffer.allocUnsafe(6 + extra + byteLength);
  frame[0] = 0x80 | code;
  frame[1] = 0x80 | (extra === 0 ? byteLength : extra === 2 ? 126 : 127);
  if (extra === 2) frame.writeUInt16BE(byteLength, 2);
  if (extra === 8) frame.writeBigUInt64BE(BigInt(byteLength), 2);
  frame.set(mask, 2 + extra);
  const start = 6 + extra;
  for (let i = 0; i < byteLength; i++) frame[start + i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return frame;
}

/** Gives whole messages as they come, and keeps the rest of a chunk for the next one. */
function frameReader(onMessage: (code: number, payload: Buffer) => void) {
  let rest: Buffer = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  let missing = 0;
  let parts: Buffer[] = [];
  return (chunk: Buffer): void => {
    // A large message arrives in many chunks: they are put together once.
    chunks.push(chunk);
    missing -= chunk.byteLength;
    if (missing > 0) return;
    let data =
      chunks.length === 1 && rest.byteLength === 0 ? chunk : Buffer.concat([rest, ...chunks]);
    chunks = [];
    missing = 0;
    for (;;) {
      const short = (data[1] ?? 0) & 0x7f;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (data.byteLength < start) break;
      const length =
        short < 126
          ? short
          : short === 126
            ? data.readUInt16BE(2)
            : Number(data.readBigUInt64BE(2));
      if (data.byteLength < start + length) {
        missing = start + length - data.byteLength;
        break;
      }
      const first = data[0] ?? 0;
      const payload = data.subarray(start, start + length);
      data = data.subarray(start + length);
      const code = first & 0x0f;
      const isLast = (first & 0x80) !== 0;
      if (code >= opcode.close) onMessage(code, payload);
      else if (isLast && parts.length === 0) onMessage(code, payload);
      else {
        parts.push(payload);
        if (!isLast) continue;
        onMessage(opcode.binary, Buffer.concat(parts));
        parts = [];
      }
    }
    rest = data;
  };
}

/** Connects; rejects when the server refuses. */
export function connectWire(
  url: string,
  cookie: string,
  { onFrame, onEnd }: WireHandlers,
): Promise<WireClient> {
  const { hostname, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const asking = request({
      hostname,
      port,
      path: pathname + search,
      agent: false,
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-key": randomBytes(16).toString("base64"),
        "sec-websocket-version": "13",
        cookie,
      },
    });
    asking.on("error", reject);
    asking.on("response", ({ statusCode }) => reject(new Error(`${url} answered ${statusCode}`)));
    asking.on("upgrade", (_response, socket: Socket, head) => {
      socket.setNoDelay(true);
      let closeCode: number | null = null;
      const read = frameReader((code, payload) => {
        if (code === opcode.ping) socket.write(buildFrame(opcode.pong, payload));
        else if (code === opcode.close)
          closeCode = payload.length > 1 ? payload.readUInt16BE() : 1005;
        else if (code !== opcode.pong) onFrame(payload);
        if (code === opcode.close) socket.destroy();
      });
      socket.on("error", () => socket.destroy());
      socket.on("close", () => onEnd?.(closeCode));
      resolve({
        send(...payloads) {
          const frames = payloads.map((it) => buildFrame(opcode.binary, it));
          const [only] = frames;
          if (only !== undefined) socket.write(frames.length === 1 ? only : Buffer.concat(frames));
        },
        drop: () => socket.destroy(),
      });
      if (head.byteLength > 0) read(head);
      socket.on("data", read);
    });
    asking.end();
  });
}
