/** Vitest's global set-up of the database tests: migrates one template, which every file clones. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { deployMigrations } from "@istmo/prisma/apply-migrations";
import { openScratchDatabase } from "@istmo/prisma/scratch-database";
import { onServer, withDatabase } from "./scratch-server.ts";

export default async function prepareTemplate(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env["DATABASE_URL"];
  if (server !== undefined) {
    const template = `istmo_template_${process.pid}`;
    await onServer(server, `CREATE DATABASE ${template}`);
    await deployMigrations({ connectionString: withDatabase(server, template) });
    project.provide("databaseTemplate", { server, template });
    return () => onServer(server, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  }
  const database = await openScratchDatabase();
  await deployMigrations({ connectionString: database.connectionString });
  const folder = mkdtempSync(join(tmpdir(), "istmo-template-"));
  const file = join(folder, "template.tar");
  writeFileSync(file, Buffer.from(await (await database.dump()).arrayBuffer()));
  await database.close();
  project.provide("databaseTemplate", { file });
  return async () => rmSync(folder, { recursive: true, force: true });
}
