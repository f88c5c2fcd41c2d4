/**
 * Our gateway, registry and store, as `apps/server` puts them together. The grant is given without
 * asking anybody. BENCH_IDLE_FOR (milliseconds that an empty room is kept) and BENCH_UNBOUNDED (no
 * bound on frames a second) are for the scenarios that say so.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { RoomRegistry } from "@istmo/sync";
import pg from "pg";
import { openCollabGateway } from "../../../apps/server/src/collab/collab-gateway.ts";
import { openPack } from "../../../apps/server/src/collab/deflate-pack.ts";
import { PgPaperStore } from "../../../apps/server/src/collab/pg-paper-store.ts";
import { realtimeClock } from "../../../apps/server/src/collab/realtime-clock.ts";
import { openVoucher } from "../../../apps/server/src/collab/session-voucher.ts";
import { answerParent } from "./duties.ts";

const { BENCH_DATABASE = "", BENCH_CONNECTIONS, BENCH_IDLE_FOR, BENCH_UNBOUNDED } = process.env;

const pool = new pg.Pool({ connectionString: BENCH_DATABASE, max: Number(BENCH_CONNECTIONS) });
// As the product, which has asked its database for much before it serves anybody.
await pool.query("SELECT 1");
const registry = new RoomRegistry({
  // The embedded database is given one connection, and prepares nothing (see pg-paper-store.ts).
  store: new PgPaperStore(pool, { isPrepared: Number(BENCH_CONNECTIONS) > 1 }),
  clock: realtimeClock,
  voucher: openVoucher("the secret of an installation"),
  pack: openPack(),
  onFault: (error, context) => console.error(context, error),
  ...(BENCH_IDLE_FOR !== undefined && { idleFor: Number(BENCH_IDLE_FOR) }),
  ...(BENCH_UNBOUNDED !== undefined && { limits: { framesPerSecond: Number.MAX_SAFE_INTEGER } }),
});
const server = createServer();
const logger = { info: () => undefined, warn: console.error, error: console.error };
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
answerParent(`ws://127.0.0.1:${port}`, async () => {
  await gateway.drain();
  server.close();
  server.closeAllConnections();
  await pool.end();
});
