/**
 * A migrated database for each test file, cloned from a template that is made once per run:
 * embedded by default, on the server that DATABASE_URL names otherwise.
 */
import { readFile } from "node:fs/promises";
import { inject } from "vitest";
import { openScratchDatabase } from "@istmo/prisma/scratch-database";
import { onServer, withDatabase } from "./scratch-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the embedded template's archive, or the name of the server's template database. */
    databaseTemplate: { file: string } | { server: string; template: string };
  }
}

export interface ClonedDatabase {
  connectionString: string;
  close(): Promise<void>;
}

let cloned = 0;

/** A database of its own with every migration applied and no rows. */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const template = inject("databaseTemplate");
  if ("file" in template) {
    return openScratchDatabase(new Blob([await readFile(template.file)]));
  }
  const name = `istmo_test_${process.pid}_${++cloned}_${Date.now()}`;
  await onServer(template.server, `CREATE DATABASE ${name} TEMPLATE ${template.template}`);
  return {
    connectionString: withDatabase(template.server, name),
    close: () => onServer(template.server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}
