/** A server dies with words that everybody has seen and no database has. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { collabClose } from "@istmo/contracts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { exchangeProofs } from "../../apps/web/src/features/editor/proof-exchange.ts";

const entry = fileURLToPath(new URL("room-process.ts", import.meta.url));
const cleanUp: (() => void)[] = [];

afterEach(() => {
  for (const step of cleanUp.splice(0).reverse()) step();
});

/** Starts the server; once it is given a port, again on the same. */
async function startServer(answers: "never" | "always", port = 0) {
  const child: ChildProcess = fork(entry, {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, PORT: String(port), ANSWERS: answers, SECRET: "of this installation" },
  });
  cleanUp.push(() => child.kill("SIGKILL"));
  const [address] = (await once(child, "message")) as [AddressInfo];
  return {
    port: address.port,
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

/** Somebody's page: the stock client with what ours adds to it. */
function openPage(personId: string, port: number) {
  class SocketWithCookie extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie: personId } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/collab`, "edition", doc, {
    WebSocketPolyfill: SocketWithCookie as unknown as typeof globalThis.WebSocket,
    params: { ack: "1", vouch: "1" },
    disableBc: true,
    shouldReconnect: () => true,
  });
  const closes: number[] = [];
  provider.on("connection-close", (event: { code: number } | null) => {
    if (event !== null) closes.push(event.code);
  });
  provider.messageHandlers[100] = () => undefined;
  exchangeProofs(provider, () => 0);
  cleanUp.push(() => provider.destroy());
  return { doc, provider, closes, text: doc.getText("t") };
}

const eventually = (assertion: () => void | Promise<void>) =>
  vi.waitFor(assertion, { timeout: 20_000, interval: 50 });

describe("a killed server", () => {
  it("R26: shuts nobody out for words of somebody who is gone, and they stay that person's", async () => {
    const dying = await startServer("never");
    const { port } = dying;
    const [ana, bea, cleo] = [openPage("ana", port), openPage("bea", port), openPage("cleo", port)];
    await eventually(() => {
      for (const page of [ana, bea, cleo]) expect(page.provider.synced).toBe(true);
    });
    ana.text.insert(0, "the last words of ana");
    await eventually(() => expect(bea.text.toJSON()).toBe("the last words of ana"));
    bea.text.insert(0, "bea answers: ");
    await eventually(() => expect(cleo.text.toJSON()).toBe(bea.text.toJSON()));
    ana.provider.destroy();

    await dying.kill();
    await startServer("always", port);
    await eventually(() => {
      for (const page of [bea, cleo]) expect(page.provider.synced).toBe(true);
    });

    const dora = openPage("dora", port);
    await eventually(() => expect(dora.text.toJSON()).toBe("bea answers: the last words of ana"));
    for (const page of [bea, cleo]) expect(page.closes).not.toContain(collabClose.foreignClient);
    await eventually(async () => {
      const bindings = await (await fetch(`http://127.0.0.1:${port}/`)).json();
      expect(new Map(bindings as [number, string][])).toEqual(
        new Map([
          [ana.doc.clientID, "ana"],
          [bea.doc.clientID, "bea"],
        ]),
      );
    });
  });
});
