/** The gateway on real sockets, with the store in memory; a cookie says who somebody is. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { EditionRole } from "@istmo/contracts";
import { MemoryPaperStore, RoomRegistry, type RoomLimits } from "@istmo/sync";
import {
  type CollabAsker,
  type CollabGateway,
  type CollabGatewayOptions,
  type CollabGrant,
  openCollabGateway,
} from "../../apps/server/src/collab/collab-gateway.ts";
import { realtimeClock } from "../../apps/server/src/collab/realtime-clock.ts";

type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: { readonly status?: number; readonly code?: string }) => void,
) => void;

export interface CollabServer {
  readonly gateway: CollabGateway;
  readonly registry: RoomRegistry;
  readonly store: MemoryPaperStore;
  readonly port: number;
  /** What was logged. */
  readonly logged: string[];
  /** Who may do what; changed by tests. */
  readonly roles: Record<string, EditionRole | 401 | 403 | 404>;
  readonly session: { expiresAt: Date; isAway: boolean };
  close(): Promise<void>;
}

/** Opens it; `ana` and `bea` may write, `rita` may read. */
export async function openCollabServer(
  options: Partial<CollabGatewayOptions> & { readonly limits?: Partial<RoomLimits> } = {},
): Promise<CollabServer> {
  const roles: CollabServer["roles"] = { ana: "editor", bea: "editor", rita: "reader", eve: 403 };
  const session = { expiresAt: new Date(Date.now() + 3_600_000), isAway: false };
  const logged: string[] = [];
  const log = (_details: object, message: string) => void logged.push(message);

  async function resolveGrant(asker: CollabAsker, editionId: string): Promise<CollabGrant> {
    if (session.isAway) throw new Error("The database is away");
    const personId = /person=(\w+)/.exec(asker.headers.cookie ?? "")?.[1];
    if (personId === undefined) return { ok: false, status: 401 };
    const role = roles[personId] ?? 404;
    if (typeof role === "number") return { ok: false, status: role };
    if (editionId === "hidden") return { ok: false, status: 404 };
    return {
      ok: true,
      ...{ personId, role, paperId: "paper", subjects: [`person:${personId}`] },
      user: { id: personId, name: `Name of ${personId}`, centre: "PA", color: "#0b6e99" },
      ...{ sessionId: `session of ${personId}`, sessionExpiresAt: session.expiresAt },
    };
  }

  const { limits, ...more } = options;
  const store = new MemoryPaperStore();
  const registry = new RoomRegistry({
    ...{ store, clock: realtimeClock, presenceTick: 10 },
    ...(limits !== undefined && { limits }),
  });
  const server = createServer((request, response) => {
    const handle = gateway.router as unknown as Handle;
    handle(request, response, ({ status = 404, code = "not_found" } = {}) => {
      response.writeHead(status, { "content-type": "application/problem+json" });
      response.end(JSON.stringify({ code }));
    });
  });
  const gateway = openCollabGateway({
    ...{ server, registry, resolveGrant },
    logger: { info: log, warn: log, error: log },
    allowedOrigins: ["https://papers.example.org"],
    ...more,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    ...{ gateway, registry, store, port, logged, roles, session },
    async close() {
      await gateway.drain({ deadline: 2_000 });
      server.close();
      server.closeAllConnections();
    },
  };
}
