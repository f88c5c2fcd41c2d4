/** A database of its own for each server that is measured, all of one kind. */
import { randomUUID } from "node:crypto";
import { deployMigrations } from "@istmo/prisma/apply-migrations";
import pg from "pg";
import { startChild } from "./child.ts";
import type { Usage } from "./duties.ts";

export interface Database {
  readonly connectionString: string;
  readonly connections: number;
  /** What its process has used; null where that cannot be known. */
  usage(): Promise<Usage | null>;
  drop(): Promise<void>;
}

const serverUrl = process.env["BENCH_DATABASE_URL"];

/** What the note says about it. */
export const databaseKind =
  serverUrl === undefined
    ? "the embedded database (PostgreSQL in WebAssembly), in a process of its own"
    : "a PostgreSQL server";

async function openEmbedded(): Promise<Database> {
  const child = await startChild("./database-process.ts");
  return {
    connectionString: child.address,
    connections: 1,
    usage: () => child.ask("usage"),
    drop: () => child.stop(),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function openOnServer(url: string): Promise<Database> {
  const name = `istmo_bench_${randomUUID().replaceAll("-", "")}`;
  await onServer(url, `CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = name;
  await deployMigrations({ connectionString: own.href });
  return {
    connectionString: own.href,
    connections: 10,
    usage: async () => null,
    drop: () => onServer(url, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

export function openDatabase(): Promise<Database> {
  return serverUrl === undefined ? openEmbedded() : openOnServer(serverUrl);
}
