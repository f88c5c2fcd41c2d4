/** An office with a hundred thousand action items over five centres, on a PostgreSQL server. */
import { createApp } from "../../../apps/server/src/app.ts";
import { readConfig } from "../../../apps/server/src/config/config.ts";
import { demoPassword } from "../../../apps/server/src/features/identity/demo-accounts.ts";
import { deployMigrations } from "@istmo/prisma/apply-migrations";
import { createPrismaClient } from "@istmo/prisma/client";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { pino } from "pino";
import { findPostgres } from "../../support/find-servers.ts";
import { onServer, withDatabase } from "../../support/scratch-server.ts";

/** Rows are the same in every run: what differs between them comes from their number. */
const fill = `
  INSERT INTO "ActionItem" (
    id, title, description, "centreId", "organisationId", "ownerId", "helperIds", state, priority,
    "dueOn", "dateSlips", rank, "createdById", "createdAt", "updatedAt", checklist)
  SELECT 'bench-' || n,
    jsonb_build_object('es', (ARRAY['Revisión','Informe','Taller','Protocolo','Designación'])[1 + n % 5]
      || ' de ' || (ARRAY['fronteras','puertos','cárceles','datos','género','extorsión','drogas'])[1 + n % 7]
      || ' n.º ' || n),
    'Lo que haga falta saber de ello, en una o dos frases como las que se escriben.',
    centres.ids[1 + n % 5], NULL, owners.ids[1 + n % array_length(owners.ids, 1)],
    CASE WHEN n % 4 = 0 THEN ARRAY[owners.ids[1 + (n + 3) % array_length(owners.ids, 1)]]
      ELSE ARRAY[]::TEXT[] END,
    (ARRAY['open','in_progress','blocked','done','verified','verified','verified','cancelled'])[1 + n % 8],
    (ARRAY['normal','normal','high','low'])[1 + n % 4],
    to_char(DATE '2026-06-01' + (n * 7 % 500), 'YYYY-MM-DD'), 0,
    'b' || lpad(to_hex(n), 6, '0'), 'person-head', now() - n * INTERVAL '1 minute',
    now() - n * INTERVAL '1 minute', '[]'
  FROM generate_series(1, $1::int) AS n,
    (SELECT array_agg(id ORDER BY id) AS ids FROM "Centre") AS centres,
    (SELECT array_agg(id ORDER BY id) AS ids FROM "Person" WHERE id LIKE 'person-expert%') AS owners`;

export interface FilledOffice {
  readonly origin: string;
  readonly pool: pg.Pool;
  signIn(account: string): Promise<string>;
  close(): Promise<void>;
}

/** Null where no PostgreSQL server answers. */
export async function openFilledOffice(items: number): Promise<FilledOffice | null> {
  const server = await findPostgres();
  if (server === null) return null;
  const name = `istmo_bench_${process.pid}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const connectionString = withDatabase(server, name);
  await deployMigrations({ connectionString });
  const pool = new pg.Pool({ connectionString, max: 10 });
  const client = createPrismaClient(pool);
  const app = await createApp({
    config: { ...readConfig({ ISTMO_DEMO: "1", PORT: "0" }), redisUrl: null },
    database: {
      client,
      pool,
      textPool: pool,
      isReady: async () => true,
      close: async () => undefined,
    },
    sessionSecret: "a secret that only this bench knows, and long enough",
    logger: pino({ level: "silent" }),
    clock: { now: () => new Date() },
    isShared: false,
    pictureWorker: new URL("../../support/picture-worker.mjs", import.meta.url),
  });
  await pool.query(fill, [items]);
  await pool.query(
    "INSERT INTO \"ActionDependency\" SELECT 'bench-' || n, 'bench-' || (n + 1) FROM generate_series(1, $1::int, 10) AS n",
    [items - 1],
  );
  await pool.query("VACUUM ANALYZE");
  await new Promise<void>((resolve) => app.server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    origin,
    pool,
    async signIn(account) {
      const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: `${account}@istmo.demo`, password: demoPassword }),
      });
      if (!answer.ok) throw new Error(`${account} could not sign in: ${answer.status}`);
      return answer.headers
        .getSetCookie()
        .map((it) => it.split(";")[0])
        .join("; ");
    },
    async close() {
      await app.drain();
      await client.$disconnect();
      await pool.end();
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
