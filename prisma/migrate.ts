/**
 * The migration tool: `create <name>`, `deploy`, `status`.
 * `create` needs no database of yours; the other two work on DATABASE_URL.
 */
import { createMigration, deployMigrations, migrationStatus } from "./apply-migrations.ts";

async function main([command, name]: string[]): Promise<void> {
  if (command === "create" && name !== undefined) {
    const made = await createMigration(name);
    console.log(made === null ? "The schema has not changed." : `Made ${made}.`);
    return;
  }
  const connectionString = process.env["DATABASE_URL"];
  if ((command !== "deploy" && command !== "status") || connectionString === undefined) {
    throw new Error("Say create <name>, or set DATABASE_URL and say deploy or status.");
  }
  if (command === "deploy") {
    const applied = await deployMigrations({ connectionString });
    console.log(applied.length === 0 ? "Nothing to apply." : `Applied ${applied.join(", ")}.`);
    return;
  }
  const { history, failedMigrationNames } = await migrationStatus({ connectionString });
  const isCurrent = history === null && failedMigrationNames.length === 0;
  console.log(isCurrent ? "Up to date." : JSON.stringify({ history, failedMigrationNames }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
