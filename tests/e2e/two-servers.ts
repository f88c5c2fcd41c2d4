/**
 * Two server processes on one PostgreSQL database and one Redis, behind a balancer that remembers
 * nothing. Tests are left out, with the reason, where one of the two does not answer.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBalancer, type Balancer } from "../support/balancer.ts";
import { findPostgres, findRedis } from "../support/find-servers.ts";
import { onServer, withDatabase } from "../support/scratch-server.ts";
import { startServer, type ServerProcess } from "../support/server-process.ts";
import { test as base } from "./people.ts";

const postgres = await findPostgres();
export const redis = await findRedis();

export interface Installation {
  readonly one: ServerProcess;
  readonly two: ServerProcess;
  readonly balancer: Balancer;
}

/** The people sign in through the balancer: `server` is what they see of the installation. */
export const test = base.extend<{ installation: Installation }>({
  installation: async ({ browserName: _ }, use) => {
    const name = `istmo_nodes_${randomUUID().replaceAll("-", "")}`;
    const url = postgres ?? "";
    await onServer(url, `CREATE DATABASE ${name}`);
    const env = { DATABASE_URL: withDatabase(url, name), REDIS_URL: redis ?? "" };
    // Both at once, on a database that holds nothing yet.
    const secret = randomBytes(32).toString("base64url");
    const [one, two] = await Promise.all([
      startServer({ dataFolder: newFolder(secret), env }),
      startServer({ dataFolder: newFolder(secret), env }),
    ]);
    const balancer = await openBalancer([one.origin, two.origin]);
    await use({ one, two, balancer });
    await balancer.close();
    await Promise.all([one.remove(), two.remove()]);
    await onServer(url, `DROP DATABASE ${name} WITH (FORCE)`);
  },
  server: async ({ installation: { one, balancer } }, use) => {
    await use({ ...one, origin: balancer.origin });
  },
});

/** A node's own data folder, with the secret that all nodes share. */
function newFolder(secret: string): string {
  const folder = mkdtempSync(join(tmpdir(), "istmo-node-"));
  mkdirSync(join(folder, "secrets"), { mode: 0o700 });
  writeFileSync(join(folder, "secrets/session"), secret, { mode: 0o600 });
  return folder;
}

test.skip(postgres === null, "no PostgreSQL answers: set DATABASE_URL");
test.skip(redis === null, "no Redis answers: set REDIS_URL");
