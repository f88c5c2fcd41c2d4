import { once } from "node:events";
import { createServer, get, type Agent } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { takeConnectionsInTurns } from "./connection-turns.ts";

it("takes up a burst of connections a few at a time, in their order, and none that has gone", async () => {
  const server = createServer();
  server.removeAllListeners("connection");
  const taken: number[] = [];
  server.on("connection", (socket: Socket) => taken.push((socket as unknown as { id: number }).id));
  takeConnectionsInTurns(server);
  const sockets = Array.from({ length: 10 }, (_, id) => ({
    id,
    destroyed: false,
    resume: () => undefined,
  }));
  for (const socket of sockets) server.emit("connection", socket as unknown as Socket);
  expect(taken).toEqual([0, 1]);
  sockets[5]!.destroyed = true;
  await expect.poll(() => taken).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
});

it("answers all of many requests that come at once, and one whose bytes come in pieces", async () => {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end(request.url));
  });
  takeConnectionsInTurns(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string) => {
    const request = get({ port, path, agent: false as unknown as Agent });
    const [response] = (await once(request, "response")) as [NodeJS.ReadableStream];
    let text = "";
    for await (const chunk of response) text += chunk.toString();
    return text;
  };
  const paths = Array.from({ length: 200 }, (_, n) => `/${n}`);
  expect(await Promise.all(paths.map(ask))).toEqual(paths);

  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(
    "POST /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nab",
  );
  await nextTurn();
  socket.end("cd");
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(answer).toContain("/slow");
  server.close();
});
