// Writes the Prisma client into prisma/generated, and only when the schema or the generator changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const stamp = `${folder}generated/.stamp`;
const requireHere = createRequire(import.meta.url);
const prismaPackage = requireHere.resolve("prisma/package.json");

const fingerprint = createHash("sha256")
  .update(readFileSync(`${folder}schema.prisma`))
  .update(readFileSync(prismaPackage))
  .digest("hex");

if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) {
  process.exit(0);
}

rmSync(`${folder}generated`, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [prismaPackage.replace(/package\.json$/, "build/index.js"), "generate"],
  {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    // The generator never runs the native schema engine; naming one keeps Prisma from downloading it.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  },
);
if (status !== 0) {
  console.error("The Prisma client could not be generated from prisma/schema.prisma; see above.");
  process.exit(1);
}
writeFileSync(stamp, fingerprint);
