import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdtempSync, readdirSync } from "node:fs";
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

describe("the migration to versions of editions", () => {
  let database: ClonedDatabase;
  beforeAll(async () => {
    database = server === undefined ? await openScratchDatabase() : await createOnServer(server);
  });
  afterAll(() => database.close());

  it("carries what was frozen into the history of each edition, with the same text and hash", async () => {
    const { connectionString } = database;
    const folder = fileURLToPath(new URL("migrations", import.meta.url));
    const earlier = mkdtempSync(join(tmpdir(), "istmo-migrations-"));
    for (const name of [...migrations.filter((it) => it < "20261128104645"), "migration_lock.toml"])
      cpSync(join(folder, name), join(earlier, name), { recursive: true });
    await deployMigrations({ connectionString, migrationsDir: earlier });

    const client = new pg.Client({ connectionString });
    await client.connect();
    const text = (words: string) => `{"content":[{"text":"${words}"}],"type":"doc"}`;
    const hash = (words: string) => createHash("sha256").update(text(words)).digest("hex");
    await client.query(`
      INSERT INTO "Template" (id, kind, name, detail) VALUES ('t', 'k', '{}', '{}');
      INSERT INTO "Paper" (id, "templateId", classification, "leadCentreId", "originalLanguage",
        "createdById", "updatedAt") VALUES ('p', 't', 'unclassified', 'c', 'es', 'x', now());
      INSERT INTO "Edition" (id, "paperId", language, title)
        VALUES ('p-es', 'p', 'es', 'Título'), ('p-en', 'p', 'en', 'Title');
      INSERT INTO "PaperVersion" (id, "paperId", number, reason, "createdById")
        VALUES ('v1', 'p', 1, 'submitted', 'x'), ('v2', 'p', 2, 'submitted', 'x')`);
    for (const [version, language, words] of [
      ["v1", "es", "año"],
      ["v2", "es", "años"],
      ["v2", "en", "years"],
    ] as const)
      await client.query(
        `INSERT INTO "EditionVersion" ("versionId", language, title, canonical, sha256, state)
         VALUES ($1, $2, 'T', $3, $4, '\\x0000')`,
        [version, language, text(words), hash(words)],
      );

    await deployMigrations({ connectionString });
    const { rows } = await client.query<{ text: Buffer; state: Buffer; sha256: string }>(
      `SELECT "editionId", number, "chainStart", kind, reason, "paperVersionId", text, state, sha256
       FROM "EditionVersion" ORDER BY "editionId", number`,
    );
    await client.end();
    const common = { kind: "frozen", reason: "submitted" };
    expect(rows).toMatchObject([
      { editionId: "p-en", number: 1, chainStart: 1, paperVersionId: "v2", ...common },
      { editionId: "p-es", number: 1, chainStart: 1, paperVersionId: "v1", ...common },
      { editionId: "p-es", number: 2, chainStart: 2, paperVersionId: "v2", ...common },
    ]);
    for (const { text: column, state, sha256 } of rows) {
      expect(createHash("sha256").update(column.subarray(1)).digest("hex")).toBe(sha256);
      expect([...state, column[0]]).toEqual([0, 0, 0, 0]);
    }
  });
});
