import { copyFileSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigration, deployMigrations, migrationStatus } from "./apply-migrations.ts";
import { onServer, withDatabase } from "../tests/support/scratch-server.ts";
import { type ClonedDatabase } from "../tests/support/template-database.ts";
import { openScratchDatabase } from "./scratch-database.ts";

const server = process.env["DATABASE_URL"];

/** A new empty database on the server that DATABASE_URL names. */
async function createOnServer(url: string): Promise<ClonedDatabase> {
  const name = `istmo_migrate_${process.pid}_${Date.now()}`;
  await onServer(url, `CREATE DATABASE ${name}`);
  return {
    connectionString: withDatabase(url, name),
    close: () => onServer(url, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

const migrations = readdirSync(new URL("migrations", import.meta.url)).filter((name) =>
  /^\d{14}_/.test(name),
);

describe("the migrations", () => {
  let database: ClonedDatabase;
  beforeAll(async () => {
    database = server === undefined ? await openScratchDatabase() : await createOnServer(server);
  });
  afterAll(() => database.close());

  it("bring an empty database up to date, and change nothing the second time", async () => {
    const { connectionString } = database;
    expect((await migrationStatus({ connectionString })).history).toMatchObject({
      diagnostic: "databaseIsBehind",
    });
    expect(await deployMigrations({ connectionString })).toEqual(migrations);
    expect(await deployMigrations({ connectionString })).toEqual([]);
    expect((await migrationStatus({ connectionString })).history).toBeNull();
  });

  it("let the database hold what the schema promises", async () => {
    const client = new pg.Client({ connectionString: database.connectionString });
    await client.connect();
    const insert = `INSERT INTO "GlossaryTerm" (id, domain, es, en, detail) VALUES ('t', 'crime', 'ñ', 'n', '{}')`;
    await client.query(insert);
    await expect(client.query(insert)).rejects.toMatchObject({ code: "23505" });
    await client.end();
  });

  it("lead to the schema as it stands, so that none is missing", async () => {
    expect(await createMigration("missing")).toBeNull();
  });

  it("are made from the schema when there is no history", async () => {
    const empty = mkdtempSync(join(tmpdir(), "istmo-migrations-"));
    const lock = fileURLToPath(new URL("migrations/migration_lock.toml", import.meta.url));
    copyFileSync(lock, join(empty, "migration_lock.toml"));
    const made = await createMigration("first", empty);
    expect(made).toMatch(/^\d{14}_first$/);
    expect(readdirSync(join(empty, made ?? "")).sort()).toEqual(["migration.sql", "schema.prisma"]);
  });
});
