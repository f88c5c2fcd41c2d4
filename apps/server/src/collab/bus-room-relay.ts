/**
 * The relay of the rooms over the bus of the nodes: messages as bytes.
 *
 *   content   0, edition, update, count of bindings, then clientID and person of each
 *   presence  1, edition, count, then clientID, clock, JSON, person of each
 *   hello     2, count, editions
 *   resync    3, count, editions; 3, 0 for all
 */
import type {
  ClientBinding,
  RelayedPresence,
  RelayListener,
  RelayMessage,
  RoomRelay,
} from "@istmo/sync";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { NodeBus } from "../platform/node-bus.ts";

/** Content beyond this is read from the database by whoever needs it: Redis keeps a minute of all. */
const longestContent = 64 * 1024;

const kinds = ["content", "presence", "hello", "resync"] as const;

function writeMany<Item>(
  encoder: encoding.Encoder,
  items: readonly Item[],
  write: (item: Item) => void,
): void {
  encoding.writeVarUint(encoder, items.length);
  items.forEach(write);
}

function readMany<Item>(decoder: decoding.Decoder, read: () => Item): Item[] {
  return Array.from({ length: decoding.readVarUint(decoder) }, read);
}

/** A message as bytes. */
export function encodeRelayMessage(message: RelayMessage): Uint8Array {
  return encoding.encode((encoder) => {
    const text = (it: string) => encoding.writeVarString(encoder, it);
    encoding.writeVarUint(encoder, kinds.indexOf(message.type));
    switch (message.type) {
      case "content":
        text(message.editionId);
        encoding.writeVarUint8Array(encoder, message.update);
        return writeMany(encoder, message.bindings, ({ clientId, personId }) => {
          encoding.writeVarUint(encoder, clientId);
          text(personId);
        });
      case "presence":
        text(message.editionId);
        return writeMany(encoder, message.entries, ({ clientId, clock, json, personId }) => {
          encoding.writeVarUint(encoder, clientId);
          encoding.writeVarUint(encoder, clock);
          text(json);
          text(personId);
        });
      case "hello":
        return writeMany(encoder, message.editionIds, text);
      case "resync":
        return writeMany(encoder, message.editionIds ?? [], text);
    }
  });
}

/** Reads a message; throws on what no node writes. */
export function decodeRelayMessage(bytes: Uint8Array): RelayMessage {
  const decoder = decoding.createDecoder(bytes);
  const text = () => decoding.readVarString(decoder);
  const number = () => decoding.readVarUint(decoder);
  switch (kinds[number()]) {
    case "content": {
      const editionId = text();
      const update = decoding.readVarUint8Array(decoder);
      const bindings = readMany(decoder, (): ClientBinding => ({
        clientId: number(),
        personId: text(),
      }));
      return { type: "content", editionId, update, bindings };
    }
    case "presence": {
      const editionId = text();
      const entries = readMany(decoder, (): RelayedPresence => ({
        clientId: number(),
        clock: number(),
        json: text(),
        personId: text(),
      }));
      return { type: "presence", editionId, entries };
    }
    case "hello":
      return { type: "hello", editionIds: readMany(decoder, text) };
    case "resync": {
      const editionIds = readMany(decoder, text);
      return { type: "resync", editionIds: editionIds.length === 0 ? null : editionIds };
    }
  }
  throw new Error("A message of the relay is of no known kind");
}

/** See the head of this file. */
export class BusRoomRelay implements RoomRelay {
  readonly #bus: NodeBus;

  constructor(bus: NodeBus) {
    this.#bus = bus;
  }

  get nodeId(): string {
    return this.#bus.nodeId;
  }

  get isConnected(): boolean {
    return this.#bus.isConnected;
  }

  publish(message: RelayMessage): void {
    const isLong = message.type === "content" && message.update.byteLength > longestContent;
    const told: RelayMessage = isLong
      ? { type: "resync", editionIds: [message.editionId] }
      : message;
    this.#bus.send("rooms", encodeRelayMessage(told));
  }

  listen(listener: RelayListener): () => void {
    return this.#bus.subscribe("rooms", {
      message: (nodeId, payload) => listener.message(nodeId, decodeRelayMessage(payload)),
      nodeGone: (nodeId) => listener.nodeGone(nodeId),
      missed: () => listener.missed(),
    });
  }

  close(): Promise<void> {
    return this.#bus.close();
  }
}
