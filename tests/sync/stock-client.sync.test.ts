/** The y-websocket client as it comes from the registry, on real sockets against the gateway. */
import { once } from "node:events";
import { readAck, type Ack } from "@istmo/sync";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { openCollabServer, type CollabServer } from "../support/collab-server.ts";

let server: CollabServer;
let cleanUp: (() => Promise<void> | void)[];

/** A stock client of one person; y-websocket knows no headers, so its socket class brings them. */
function aStockClient(personId: string, params: Record<string, string> = {}) {
  class SocketWithCookie extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols, { headers: { cookie: `person=${personId}` } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`ws://127.0.0.1:${server.port}/collab`, "edition", doc, {
    WebSocketPolyfill: SocketWithCookie as unknown as typeof globalThis.WebSocket,
    params,
    disableBc: true,
  });
  const acks: Ack[] = [];
  provider.messageHandlers[100] = (_encoder, decoder) => void acks.push(readAck(decoder));
  const closes: number[] = [];
  provider.on("connection-close", (event: { code: number } | null) => {
    if (event !== null) closes.push(event.code);
  });
  cleanUp.push(() => provider.destroy());
  return { doc, provider, acks, closes, text: doc.getText("t") };
}

async function synced(client: ReturnType<typeof aStockClient>): Promise<void> {
  await vi.waitFor(() => expect(client.provider.synced).toBe(true), { timeout: 5_000 });
}

const eventually = (assertion: () => void) => vi.waitFor(assertion, { timeout: 5_000 });

/** A bare socket; resolves to the HTTP status when the upgrade is refused. */
function aSocket(path: string, headers: Record<string, string>) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  const outcome = new Promise<number | "open">((resolve) => {
    socket.on("open", () => resolve("open"));
    socket.on("unexpected-response", (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on("error", () => undefined);
  });
  cleanUp.push(() => socket.terminate());
  return { socket, outcome };
}

beforeEach(async () => {
  cleanUp = [];
  server = await openCollabServer();
});

afterEach(async () => {
  for (const step of cleanUp.reverse()) await step();
  await server.close();
});

describe("the stock client", () => {
  it("two people converge, and what they wrote is in the store", async () => {
    const [ana, bea] = [aStockClient("ana"), aStockClient("bea")];
    ana.text.insert(0, "written before the connection ");
    await Promise.all([synced(ana), synced(bea)]);
    bea.text.insert(0, "bea was here: ");
    ana.text.insert(ana.text.length, "and ana");
    await eventually(() => {
      expect(ana.text.toJSON()).toContain("bea was here");
      expect(bea.text.toJSON()).toBe(ana.text.toJSON());
    });
    expect(await server.registry.withDoc("edition", (doc) => doc.getText("t").toJSON())).toBe(
      ana.text.toJSON(),
    );
    const { bindings } = await server.store.load("edition");
    expect(bindings.get(ana.doc.clientID)).toBe("ana");
    expect(bindings.get(bea.doc.clientID)).toBe("bea");
  });

  it("R4: a reader's edit reaches nobody, and the reader goes on reading", async () => {
    const [ana, rita] = [aStockClient("ana"), aStockClient("rita")];
    await Promise.all([synced(ana), synced(rita)]);
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    rita.text.insert(0, "graffiti");
    await eventually(() => expect(warned).toHaveBeenCalled());
    warned.mockRestore();
    ana.text.insert(0, "for all to read ");
    await eventually(() => expect(rita.text.toJSON()).toContain("for all to read"));
    expect(ana.text.toJSON()).toBe("for all to read ");
    expect(rita.closes).toEqual([]);
  });

  it("R3: a corrupt frame closes its own connection and nothing else", async () => {
    const [ana, bea] = [aStockClient("ana"), aStockClient("bea")];
    await Promise.all([synced(ana), synced(bea)]);
    const hostile = aSocket("/collab/edition", { cookie: "person=bea" });
    expect(await hostile.outcome).toBe("open");
    hostile.socket.send(Buffer.from([0, 2, 5, 255, 255, 255, 255, 255]));
    const [code] = (await once(hostile.socket, "close")) as [number];
    expect(code).toBe(4400);
    ana.text.insert(0, "undisturbed");
    await eventually(() => expect(bea.text.toJSON()).toBe("undisturbed"));
    expect([ana.closes, bea.closes]).toEqual([[], []]);
  });

  it("R10: a frame over the bound is too large, and text is no frame", async () => {
    const big = aSocket("/collab/edition", { cookie: "person=ana" });
    await big.outcome;
    big.socket.send(Buffer.alloc(4 * 1024 * 1024 + 1));
    expect((await once(big.socket, "close"))[0]).toBe(4413);
    const chatty = aSocket("/collab/edition", { cookie: "person=ana" });
    await chatty.outcome;
    chatty.socket.send("hello");
    expect((await once(chatty.socket, "close"))[0]).toBe(4400);
  });

  it("R13: a client that asks is told what is saved", async () => {
    const ana = aStockClient("ana", { ack: "1" });
    await synced(ana);
    ana.text.insert(0, "saved?");
    await eventually(() => {
      const vector = ana.acks.at(-1)?.stateVector;
      expect(vector).toBeDefined();
      expect(Y.decodeStateVector(vector ?? new Uint8Array([0])).get(ana.doc.clientID)).toBe(6);
    });
  });

  it("R8: presence carries the name of the session", async () => {
    const [ana, bea] = [aStockClient("ana"), aStockClient("bea")];
    await Promise.all([synced(ana), synced(bea)]);
    ana.provider.awareness.setLocalState({ user: { name: "The head of office" }, cursor: 4 });
    await eventually(() => {
      const state = bea.provider.awareness.getStates().get(ana.doc.clientID);
      expect(state).toMatchObject({ cursor: 4, user: { id: "ana", name: "Name of ana" } });
    });
    ana.provider.disconnect();
    await eventually(() =>
      expect(bea.provider.awareness.getStates().has(ana.doc.clientID)).toBe(false),
    );
  });
});

describe("the gate", () => {
  it("refuses without a session, without access, and what is hidden", async () => {
    const outcomes = [
      aSocket("/collab/edition", {}),
      aSocket("/collab/edition", { cookie: "person=eve" }),
      aSocket("/collab/hidden", { cookie: "person=ana" }),
      aSocket("/collab/edition/more", { cookie: "person=ana" }),
      aSocket("/collab/", { cookie: "person=ana" }),
    ].map(({ outcome }) => outcome);
    expect(await Promise.all(outcomes)).toEqual([401, 403, 404, 404, 404]);
    server.session.expiresAt = new Date(Date.now() - 1);
    expect(await aSocket("/collab/edition", { cookie: "person=ana" }).outcome).toBe(401);
  });

  it("refuses pages from elsewhere, and takes its own, listed ones, and no browser at all", async () => {
    const from = (origin: string) =>
      aSocket("/collab/edition", { cookie: "person=ana", origin }).outcome;
    expect(await from("https://evil.example.org")).toBe(403);
    expect(await from("null")).toBe(403);
    expect(await from(`http://127.0.0.1:${server.port}`)).toBe("open");
    expect(await from("https://papers.example.org")).toBe("open");
    expect(await aSocket("/collab/edition", { cookie: "person=ana" }).outcome).toBe("open");
  });

  it("ends a connection when access ends, and lets it write when a right is given", async () => {
    const [ana, rita] = [aStockClient("ana"), aStockClient("rita")];
    await Promise.all([synced(ana), synced(rita)]);
    delete server.roles["ana"];
    server.roles["rita"] = "editor";
    await server.gateway.reviewAccess(({ editionId }) => editionId === "edition");
    await eventually(() => expect(ana.closes).toEqual([4403]));
    rita.text.insert(0, "at last");
    await eventually(() => expect(server.registry.peek("edition")?.writeCount).toBe(1));
  });

  it("ends a connection with its session", async () => {
    server.session.expiresAt = new Date(Date.now() + 300);
    const ana = aStockClient("ana");
    await synced(ana);
    await eventually(() => expect(ana.closes).toEqual([4401]));
  });

  it("leaves other upgrades to others", async () => {
    const { socket, outcome } = aSocket("/socket.io/", { cookie: "person=ana" });
    socket.on("close", () => undefined);
    const first = await Promise.race([outcome, aSocket("/collab/edition", {}).outcome]);
    expect(first).toBe(401);
  });

  it("R18: draining saves, says so, and turns newcomers away", async () => {
    const ana = aStockClient("ana");
    await synced(ana);
    ana.text.insert(0, "last words");
    await eventually(() => expect(server.registry.peek("edition")?.writeCount).toBe(1));
    expect(await server.gateway.drain()).toBe(true);
    await eventually(() => expect(ana.closes[0]).toBe(1012));
    expect((await server.store.load("edition")).state).toHaveLength(1);
    expect(await aSocket("/collab/edition", { cookie: "person=ana" }).outcome).toBe(503);
  });
});
