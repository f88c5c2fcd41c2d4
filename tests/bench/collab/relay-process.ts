/** The limit of what can be had with `ws`: each message goes to everybody else of its path, unread. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { answerParent } from "./duties.ts";

const papers = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
server.on("connection", (socket, { url = "/" }) => {
  const sockets = papers.get(url) ?? new Set();
  papers.set(url, sockets);
  sockets.add(socket);
  socket.on("message", (message, isBinary) => {
    for (const other of sockets) if (other !== socket) other.send(message, { binary: isBinary });
  });
  socket.on("close", () => {
    sockets.delete(socket);
    if (sockets.size === 0) papers.delete(url);
  });
});
await once(server, "listening");
const { port } = server.address() as AddressInfo;
answerParent(`ws://127.0.0.1:${port}`, async () => server.close());
