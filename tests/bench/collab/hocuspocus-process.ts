/**
 * Hocuspocus as its documentation sets it up: `onStoreDocument` as in its Database extension, with
 * the debounce that it has by default (2 s, at most 10 s), into memory.
 */
import type { AddressInfo } from "node:net";
import { Server } from "@hocuspocus/server";
import * as Y from "yjs";
import { answerParent } from "./child-server.ts";

const stored = new Map<string, Uint8Array>();
const server = new Server({
  quiet: true,
  port: 0,
  address: "127.0.0.1",
  async onAuthenticate({ token }) {
    return { personId: token };
  },
  async onLoadDocument({ documentName, document }) {
    const state = stored.get(documentName);
    if (state !== undefined) Y.applyUpdate(document, state);
  },
  async onStoreDocument({ documentName, document }) {
    stored.set(documentName, Y.encodeStateAsUpdate(document));
  },
});
await server.listen();
const { port } = server.httpServer.address() as AddressInfo;
answerParent(`ws://127.0.0.1:${port}`, () => server.destroy());
