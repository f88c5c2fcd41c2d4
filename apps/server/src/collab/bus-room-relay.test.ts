import type { RelayListener, RelayMessage } from "@istmo/sync";
import { describe, expect, it } from "vitest";
import type { BusListener, NodeBus } from "../platform/node-bus.ts";
import { BusRoomRelay, decodeRelayMessage, encodeRelayMessage } from "./bus-room-relay.ts";

const content: RelayMessage = {
  type: "content",
  editionId: "edición-1",
  update: new Uint8Array([1, 2, 255]),
  bindings: [{ clientId: 2 ** 32 - 1, personId: "person-ana" }],
};
const messages: RelayMessage[] = [
  content,
  { ...content, update: new Uint8Array(), bindings: [] },
  {
    type: "presence",
    editionId: "e1",
    entries: [
      { clientId: 7, clock: 3, json: '{"user":{"name":"Ñandú"}}', personId: "person-bea" },
      { clientId: 8, clock: 0, json: "null", personId: "person-bea" },
    ],
  },
  { type: "hello", editionIds: ["e1", "e2"] },
  { type: "resync", editionIds: ["e1"] },
  { type: "resync", editionIds: null },
];

/** A bus that brings what is sent back to its own listener, as from another node. */
function anEcho() {
  const heard: RelayMessage[] = [];
  let listener: BusListener = {};
  const bus = {
    nodeId: "a",
    isConnected: true,
    send: (_topic: string, payload: Uint8Array) => {
      listener.message?.("b", payload);
      return true;
    },
    subscribe: (_topic: string, it: BusListener) => {
      listener = it;
      return () => undefined;
    },
  } as unknown as NodeBus;
  const relay = new BusRoomRelay(bus);
  const collect: Pick<RelayListener, "message"> = {
    message: (_nodeId, message) => void heard.push(message),
  };
  relay.listen(collect as RelayListener);
  return { relay, heard };
}

describe("messages between nodes", () => {
  it("come out as they went in", () => {
    for (const message of messages) {
      expect(decodeRelayMessage(encodeRelayMessage(message))).toEqual(message);
    }
  });

  it("of an unknown kind are refused", () => {
    expect(() => decodeRelayMessage(new Uint8Array([9]))).toThrow("no known kind");
  });

  it("R23: name an edition whose new content is large, so that others read it from the database", () => {
    const { relay, heard } = anEcho();
    relay.publish(content);
    relay.publish({ ...content, update: new Uint8Array(65 * 1024) });
    expect(heard).toEqual([content, { type: "resync", editionIds: ["edición-1"] }]);
  });
});
