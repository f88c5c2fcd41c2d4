/**
 * `@y/websocket-server` as its own `server.js` sets it up, on a free port. It lives in a folder of
 * its own (peers/y-websocket-server), because it brings another Yjs. It ships no persistence.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { WebSocket, WebSocketServer } from "ws";
import { answerParent } from "./duties.ts";

interface Utils {
  readonly setupWSConnection: (socket: WebSocket, request: unknown) => void;
}
const peer = new URL("./peers/y-websocket-server/", import.meta.url);
const utils = new URL("node_modules/@y/websocket-server/src/utils.js", peer);
const { setupWSConnection } = (await import(utils.href)) as Utils;
/** The `ws` that it asks for, an older one than ours. */
const { Server } = createRequire(peer)("ws") as { Server: typeof WebSocketServer };

const sockets = new Server({ noServer: true });
sockets.on("connection", setupWSConnection);
const server = createServer();
server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (webSocket) =>
    sockets.emit("connection", webSocket, request),
  );
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
answerParent(`ws://127.0.0.1:${port}`, async () => server.close());
