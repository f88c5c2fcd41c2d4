// Bundles the server into dist/: our own packages inside, everything of package.json beside it.
// With --watch it goes on and bundles again when a source changes.
import { chmodSync, cpSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const { dependencies } = JSON.parse(readFileSync(`${here}package.json`, "utf8"));
const external = Object.keys(dependencies)
  .filter((name) => !name.startsWith("@istmo/"))
  .flatMap((name) => [name, `${name}/*`]);

rmSync(`${here}dist`, { recursive: true, force: true });
const options = {
  entryPoints: {
    main: `${here}src/main.ts`,
    prepare: `${here}src/prepare.ts`,
    istmo: `${here}src/cli.ts`,
    "database-worker": `${here}src/platform/database-worker.ts`,
    "picture-worker": `${here}src/features/files/picture-worker.ts`,
  },
  outdir: `${here}dist`,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: true,
  external,
  logLevel: "warning",
};
if (process.argv.includes("--watch")) await (await context(options)).watch();
else {
  await build(options);
  chmodSync(`${here}dist/istmo.js`, 0o755);
}
// Read at run time, beside the bundle.
cpSync(`${root}prisma/migrations`, `${here}dist/migrations`, { recursive: true });
cpSync(`${root}prisma/seed/data`, `${here}dist/data`, { recursive: true });
