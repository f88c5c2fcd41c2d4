// `pnpm test:pg`: the database suite on the PostgreSQL server that DATABASE_URL names.
import { spawnSync } from "node:child_process";

if (!process.env.DATABASE_URL) {
  console.error("Set DATABASE_URL to a PostgreSQL server on which databases may be created.");
  process.exit(1);
}
const { status } = spawnSync("npx", ["--no-install", "vitest", "run", "--project", "database"], {
  stdio: "inherit",
});
process.exit(status ?? 1);
