/**
 * Our gateway, registry and store: Prisma's, or the one in memory without BENCH_DATABASE. The grant
 * is given without asking anybody.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { MemoryPaperStore, type PaperStore, RoomRegistry } from "@istmo/sync";
import { openCollabGateway } from "../../../apps/server/src/collab/collab-gateway.ts";
import { PrismaPaperStore } from "../../../apps/server/src/collab/prisma-paper-store.ts";
import { realtimeClock } from "../../../apps/server/src/collab/realtime-clock.ts";
import { answerParent } from "./child-server.ts";

const connectionString = process.env["BENCH_DATABASE"];
const tick = process.env["BENCH_TICK"];

async function openStore(): Promise<PaperStore> {
  if (connectionString === undefined) return new MemoryPaperStore();
  // Imported late, so that the run in memory does not carry Prisma.
  const { createPrismaClient } = await import("@istmo/prisma/client");
  return new PrismaPaperStore(createPrismaClient(connectionString));
}

const registry = new RoomRegistry({
  store: await openStore(),
  clock: realtimeClock,
  onFault: (error, context) => console.error(context, error),
  ...(tick !== undefined && { contentTick: Number(tick) }),
});
const server = createServer();
const logger = { info: console.error, warn: console.error, error: console.error };
const gateway = openCollabGateway({
  server,
  registry,
  logger,
  async resolveGrant(request) {
    const personId = request.headers.cookie ?? "nobody";
    const user = { id: personId, name: personId, centre: null, color: "#000000" };
    const sessionExpiresAt = new Date(Date.now() + 3_600_000);
    const session = { sessionId: personId, sessionExpiresAt };
    const paper = { paperId: "paper", subjects: [`person:${personId}`] };
    return { ok: true, personId, user, role: "editor", ...session, ...paper };
  },
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
answerParent(`ws://127.0.0.1:${port}/collab/paper?ack=1`, async () => {
  await gateway.drain();
  server.close();
  server.closeAllConnections();
});
