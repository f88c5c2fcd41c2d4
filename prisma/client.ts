import { PrismaPg } from "@prisma/adapter-pg";
import type { PoolConfig } from "pg";
import { PrismaClient } from "./generated/client.ts";

export * from "./generated/client.ts";

/** A client inside an interactive transaction: everything but the connection handling. */
export type PrismaTransaction = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends"
>;

/** How to reach a database: a connection string, or the settings of a `pg` pool. */
export type DatabaseConnection = string | PoolConfig;

/** Opens a Prisma client on the embedded database or on a PostgreSQL server; both speak one protocol. */
export function createPrismaClient(connection: DatabaseConnection): PrismaClient {
  const pool = typeof connection === "string" ? { connectionString: connection } : connection;
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}
