import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";
import { PrismaClient } from "./generated/client.ts";

export * from "./generated/client.ts";

/** A client inside an interactive transaction: everything but the connection handling. */
export type PrismaTransaction = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends"
>;

export interface ClientOptions {
  /**
   * Connections of the pool. One is right for the embedded database: it is one session, and its
   * socket server mixes up the statements of several (docs/gotchas.md). A server takes more.
   */
  readonly connections?: number;
}

/**
 * Opens a Prisma client on the embedded database or on a PostgreSQL server; both speak one protocol.
 * A pool that is given is shared, and left open by the client's end.
 */
export function createPrismaClient(
  database: string | Pool,
  { connections = 1 }: ClientOptions = {},
): PrismaClient {
  const options =
    typeof database === "string" ? { connectionString: database, max: connections } : database;
  return new PrismaClient({ adapter: new PrismaPg(options) });
}
