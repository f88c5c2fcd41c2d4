/**
 * Hocuspocus as its documentation sets it up, with its database extension: each document is one row
 * of bytes, written anew after the debounce that it has by default (2 s, at most 10 s).
 */
import type { AddressInfo } from "node:net";
import { Database } from "@hocuspocus/extension-database";
import { Server } from "@hocuspocus/server";
import pg from "pg";
import { answerParent } from "./duties.ts";

const pool = new pg.Pool({
  connectionString: process.env["BENCH_DATABASE"],
  // The embedded database is one session and must not be given several connections.
  max: Number(process.env["BENCH_CONNECTIONS"]),
});
await pool.query(
  "CREATE TABLE IF NOT EXISTS documents (name text PRIMARY KEY, data bytea NOT NULL)",
);
const server = new Server({
  quiet: true,
  port: 0,
  address: "127.0.0.1",
  stopOnSignals: false,
  async onAuthenticate({ token }) {
    return { personId: token };
  },
  extensions: [
    new Database({
      async fetch({ documentName }) {
        const { rows } = await pool.query<{ data: Buffer }>(
          "SELECT data FROM documents WHERE name = $1",
          [documentName],
        );
        return rows[0]?.data ?? null;
      },
      async store({ documentName, state }) {
        await pool.query(
          `INSERT INTO documents (name, data) VALUES ($1, $2)
           ON CONFLICT (name) DO UPDATE SET data = EXCLUDED.data`,
          [documentName, state],
        );
      },
    }),
  ],
});
await server.listen();
const { port } = server.httpServer.address() as AddressInfo;
answerParent(`ws://127.0.0.1:${port}`, () => server.destroy());
