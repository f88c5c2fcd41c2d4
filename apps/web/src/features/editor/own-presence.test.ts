import { collabMessage } from "@istmo/contracts";
import * as decoding from "lib0/decoding";
import { afterEach, describe, expect, it } from "vitest";
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { sayOwnPresence } from "./own-presence.ts";

const cleanUp: (() => void)[] = [];

afterEach(() => {
  for (const step of cleanUp.splice(0)) step();
});

/** A clock that stands until it is moved. */
function aWorld() {
  let time = 1_000;
  let tasks: { due: number; task: () => void }[] = [];
  return {
    now: () => time,
    after(milliseconds: number, task: () => void) {
      const it = { due: time + milliseconds, task };
      tasks.push(it);
      return () => {
        tasks = tasks.filter((other) => other !== it);
      };
    },
    pass(milliseconds: number) {
      time += milliseconds;
      const due = tasks.filter((it) => it.due <= time);
      tasks = tasks.filter((it) => it.due > time);
      for (const { task } of due) task();
    },
  };
}

/** The clients of an awareness frame. */
function clientsIn(frame: Uint8Array): number[] {
  const decoder = decoding.createDecoder(frame);
  expect(decoding.readVarUint(decoder)).toBe(collabMessage.awareness);
  const update = decoding.createDecoder(decoding.readVarUint8Array(decoder));
  return Array.from({ length: decoding.readVarUint(update) }, () => {
    const client = decoding.readVarUint(update);
    decoding.readVarUint(update);
    decoding.readVarString(update);
    return client;
  });
}

function aPage() {
  const provider = new WebsocketProvider("ws://nowhere", "edition", new Y.Doc(), {
    connect: false,
    disableBc: true,
    WebSocketPolyfill: class {} as unknown as typeof WebSocket,
  });
  const left: Uint8Array[] = [];
  const line = { readyState: 1, OPEN: 1, close: () => undefined };
  provider.ws = { ...line, send: (it: Uint8Array) => left.push(it) } as unknown as WebSocket;
  provider.wsconnected = true;
  const world = aWorld();
  const stop = sayOwnPresence(provider, world);
  provider.emit("status", [{ status: "connected" }]);
  cleanUp.push(() => {
    stop();
    provider.destroy();
    provider.awareness.destroy();
  });
  return { provider, awareness: provider.awareness, left, world };
}

function somebodyElse(cursor: number) {
  const other = new Awareness(new Y.Doc());
  cleanUp.push(() => other.destroy());
  other.setLocalState({ cursor });
  return { client: other.clientID, update: encodeAwarenessUpdate(other, [other.clientID]) };
}

describe("what a page says of its presence", () => {
  it("R8: is its own state alone: what it hears of others is not sent back", () => {
    const { awareness, provider, left } = aPage();
    const other = somebodyElse(1);
    applyAwarenessUpdate(awareness, other.update, provider);
    expect(awareness.getStates().has(other.client)).toBe(true);
    expect(left).toEqual([]);
    awareness.setLocalStateField("cursor", 1);
    expect(left.map(clientsIn)).toEqual([[awareness.clientID]]);
  });

  it("R8: leaves ten times a second at most, and the last place of the cursor always", () => {
    const { awareness, left, world } = aPage();
    for (let cursor = 0; cursor < 50; cursor++) {
      awareness.setLocalStateField("cursor", cursor);
      world.pass(10);
    }
    world.pass(100);
    expect(left.length).toBeGreaterThan(4);
    expect(left.length).toBeLessThanOrEqual(6);
    expect(new TextDecoder().decode(left.at(-1))).toContain('"cursor":49');
  });

  it("R8: does not leave when nothing has changed", () => {
    const { awareness, left, world } = aPage();
    awareness.setLocalStateField("cursor", 1);
    world.pass(1_000);
    awareness.setLocalStateField("cursor", 1);
    awareness.setLocalState(awareness.getLocalState());
    world.pass(60_000);
    expect(left).toHaveLength(1);
  });

  it("R8: waits for a line, which tells it when it opens", () => {
    const { awareness, provider, left, world } = aPage();
    provider.wsconnected = false;
    awareness.setLocalStateField("cursor", 1);
    world.pass(1_000);
    provider.wsconnected = true;
    provider.emit("status", [{ status: "connected" }]);
    world.pass(1_000);
    expect(left).toEqual([]);
  });

  it("R8: others are seen again after a break, though a new room counts from less", () => {
    const { awareness, provider } = aPage();
    const other = somebodyElse(1);
    applyAwarenessUpdate(awareness, other.update, provider);
    awareness.states.delete(other.client);
    provider.emit("status", [{ status: "disconnected" }]);
    applyAwarenessUpdate(awareness, other.update, provider);
    expect(awareness.getStates().has(other.client)).toBe(true);
  });
});
