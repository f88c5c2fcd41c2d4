/** A proxy between browser and server, as institutions have them: it may refuse WebSockets, or fail. */
import { createServer, request as ask, type IncomingMessage } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";

export interface Proxy {
  readonly origin: string;
  /** Whether it lets WebSockets through. */
  letsUpgrade: boolean;
  /** Upgrades that it was asked for. */
  readonly upgrades: () => number;
  /** Cuts every line at once, and lets nobody through until it is mended. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens a proxy before the server at `target`. */
export async function openProxy(target: string, letsUpgrade: boolean): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let upgrades = 0;
  let isCut = false;

  const server = createServer((request, response) => {
    const { method, url: path, headers } = request;
    const onward = ask({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  server.on("connection", (socket: Socket) => {
    if (isCut) return socket.destroy();
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrades++;
    socket.on("error", () => socket.destroy());
    if (!proxy.letsUpgrade)
      return socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
    const onward = connect(Number(port), hostname);
    onward.on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
    const lines = Array.from({ length: request.rawHeaders.length / 2 }, (_none, index) =>
      request.rawHeaders.slice(2 * index, 2 * index + 2).join(": "),
    );
    onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: Proxy = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letsUpgrade,
    upgrades: () => upgrades,
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      proxy.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
