/** Migrations of the database, made and applied by Prisma's own engine. */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { withSchemaEngine } from "./schema-engine.ts";
import { openScratchDatabase } from "./scratch-database.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const filters = { externalTables: [], externalEnums: [] };

/** The migrations of a folder as the engine wants them, oldest first. */
function readMigrations(baseDir: string) {
  const folders = readdirSync(baseDir, { withFileTypes: true }).filter((it) => it.isDirectory());
  return {
    baseDir,
    lockfile: {
      path: "migration_lock.toml",
      content: readFileSync(join(baseDir, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: folders
      .map(({ name }) => name)
      .sort()
      .map((path) => ({
        path,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: readFileSync(join(baseDir, path, "migration.sql"), "utf8"),
          },
        },
      })),
  };
}

export interface MigrationTarget {
  /** A `postgresql://` URL. */
  connectionString: string;
  /** The folder of the migrations; the project's own when left out. */
  migrationsDir?: string;
}

type Migrations = ReturnType<typeof readMigrations>;

/**
 * Whether the database's own record says that exactly these migrations have been applied as they
 * stand. It spares an up-to-date start the engine, its 100 MB and half a second.
 */
async function isUpToDate(
  connectionString: string,
  { migrationDirectories }: Migrations,
): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      "SELECT migration_name, checksum FROM _prisma_migrations" +
        " WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name",
    );
    const wanted = migrationDirectories.map(({ path, migrationFile }) => {
      const sha256 = createHash("sha256").update(migrationFile.content.value).digest("hex");
      return `${path} ${sha256}`;
    });
    const applied = rows.map(({ migration_name, checksum }) => `${migration_name} ${checksum}`);
    return applied.join("\n") === wanted.join("\n");
  } catch (error) {
    // No such table: nothing has been applied yet.
    if ((error as { code?: string }).code === "42P01") return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** Applies what is missing; returns the names applied, none on a second call. */
export async function deployMigrations({
  connectionString,
  migrationsDir = join(here, "migrations"),
}: MigrationTarget): Promise<string[]> {
  const migrationsList = readMigrations(migrationsDir);
  if (await isUpToDate(connectionString, migrationsList)) return [];
  const { appliedMigrationNames } = await withSchemaEngine(connectionString, (engine) =>
    engine.applyMigrations({ migrationsList, filters }),
  );
  return appliedMigrationNames;
}

/** How the database's history differs from the folder's; `history` is null when they agree. */
export async function migrationStatus({
  connectionString,
  migrationsDir = join(here, "migrations"),
}: MigrationTarget) {
  const migrationsList = readMigrations(migrationsDir);
  return withSchemaEngine(connectionString, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
  );
}

/**
 * Writes the migration that leads from the last one to `schema.prisma`. Each migration keeps the
 * schema that it leads to, so that the two can be compared without replaying any history.
 * Returns its name, or null when the schema has not changed.
 */
export async function createMigration(
  migrationName: string,
  migrationsDir = join(here, "migrations"),
): Promise<string | null> {
  const schema = (path: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path, content: readFileSync(path, "utf8") }],
  });
  const after = schema(join(here, "schema.prisma"));
  const last = readMigrations(migrationsDir).migrationDirectories.at(-1)?.path;
  const before =
    last === undefined
      ? { tag: "empty" as const }
      : schema(join(migrationsDir, last, "schema.prisma"));

  const scratch = await openScratchDatabase();
  const { exitCode, stdout } = await withSchemaEngine(scratch.connectionString, (engine) =>
    engine.diff({ from: before, to: after, script: true, exitCode: true, filters }),
  ).finally(() => scratch.close());
  if (exitCode === 0 || stdout === null) return null;

  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const name = `${stamp}_${migrationName}`;
  mkdirSync(join(migrationsDir, name));
  writeFileSync(join(migrationsDir, name, "migration.sql"), stdout);
  copyFileSync(join(here, "schema.prisma"), join(migrationsDir, name, "schema.prisma"));
  return name;
}
