/**
 * A balancer as simple as they come: each connection goes to the next node that takes it, and
 * nothing is remembered. What works through it needs no stickiness.
 */
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface Balancer {
  readonly origin: string;
  /** Sends new connections only to this one, or to all again; what is open stays. */
  prefer(origin: string | null): void;
  close(): Promise<void>;
}

function pipeBothWays(one: Socket, other: Socket): void {
  one.pipe(other);
  other.pipe(one);
  for (const socket of [one, other]) {
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      one.destroy();
      other.destroy();
    });
  }
}

/** Listens on a port of its own. */
export async function openBalancer(origins: readonly string[]): Promise<Balancer> {
  let turn = 0;
  let preferred: string | null = null;
  const open = new Set<Socket>();

  function join(client: Socket, tried: number): void {
    const candidates = preferred === null ? origins : [preferred];
    const origin = candidates[turn++ % candidates.length];
    if (origin === undefined || tried > candidates.length) return void client.destroy();
    const { hostname, port } = new URL(origin);
    const node = connect(Number(port), hostname);
    node.once("connect", () => {
      node.removeAllListeners("error");
      pipeBothWays(client, node);
    });
    node.once("error", () => join(client, tried + 1));
  }

  const server = createServer((client) => {
    open.add(client);
    client.on("close", () => open.delete(client));
    client.on("error", () => client.destroy());
    join(client, 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    prefer: (origin) => (preferred = origin),
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
