/** A large paper arrives compressed: the room's answer to the page's step 1 (SPEC R27). */
import { collabLimits, collabMessage } from "@istmo/contracts";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { WebsocketProvider } from "y-websocket";

const format = "deflate-raw";
const syncStep2 = 1;
/** A paper may have so many bytes, and its room measures generously: more is no paper. */
const mostBytes = 2 * collabLimits.documentBytes;

/** Whether this browser can unpack. */
export function canUnpack(): boolean {
  if (typeof DecompressionStream === "undefined") return false;
  try {
    new DecompressionStream(format);
    return true;
  } catch {
    return false; // An older browser, which knows streams and not this format.
  }
}

/** Unpacks; rejects when it is no such thing, or would be larger than `most`. */
export async function unpack(packed: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array> {
  const reader = new Blob([packed])
    .stream()
    .pipeThrough(new DecompressionStream(format))
    .getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    bytes += value.byteLength;
    if (bytes <= most) continue;
    await reader.cancel();
    throw new Error("A packed answer is larger than any paper");
  }
  const unpacked = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    unpacked.set(chunk, at);
    at += chunk.byteLength;
  }
  return unpacked;
}

/**
 * Adds to what the provider understands: an unpacked answer is a step 2 to it, with which it is
 * synced. What others type meanwhile waits inside Yjs for what it builds on.
 */
export function takePackedAnswers(provider: WebsocketProvider): void {
  provider.messageHandlers[collabMessage.packed] = (_encoder, decoder, ...rest) => {
    const line = provider.ws;
    const packed = decoding.readVarUint8Array(decoder) as Uint8Array<ArrayBuffer>;
    unpack(packed, mostBytes).then(
      (update) => {
        // A connection that began meanwhile has asked again.
        if (provider.ws === line) takeStep2(update, rest);
      },
      (error: unknown) => {
        console.warn("A packed answer could not be unpacked; asking for plain ones", error);
        provider.params = Object.fromEntries(
          Object.entries(provider.params).filter(([name]) => name !== "pack"),
        );
        if (provider.ws === line) line?.close();
      },
    );
  };

  function takeStep2(update: Uint8Array, rest: [WebsocketProvider, boolean, number]): void {
    const step2 = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, syncStep2);
      encoding.writeVarUint8Array(encoder, update);
    });
    const handle = provider.messageHandlers[collabMessage.sync];
    handle?.(encoding.createEncoder(), decoding.createDecoder(step2), ...rest);
  }
}
