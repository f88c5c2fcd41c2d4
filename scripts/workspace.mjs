// What start, test and dev share: installing, and building only what is stale.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const stamps = join(root, "node_modules", ".cache", "istmo");

/** Ends the command with one sentence. */
export function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Runs a command in the project's root with its output shown; returns whether it succeeded. */
export function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  return status === 0;
}

/** Every file below these paths, generated ones left out. */
function filesBelow(path) {
  const whole = join(root, path);
  if (!existsSync(whole)) return [];
  const entries = readdirSync(whole, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](node_modules|dist|generated)[\\/]/.test(file));
}

function fingerprint(paths) {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths) {
    const files = /\.[a-z]+$/.test(path) ? [join(root, path)] : filesBelow(path).sort();
    for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Does `work` unless it was done before for the same files and `product` is still there. */
export function whenStale({ name, paths, product, title, work }) {
  const stamp = join(stamps, name);
  const wanted = fingerprint(paths);
  const isFresh =
    existsSync(join(root, product)) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (isFresh) return;
  console.log(title);
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Installs the pinned dependencies by the pinned pnpm, which npm brings. */
export function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  whenStale({
    name: "install",
    paths: ["pnpm-lock.yaml", "package.json", "pnpm-workspace.yaml"],
    product: "node_modules/.modules.yaml",
    title: "Installing the dependencies (a minute or two on a slow line) …",
    work() {
      const args = ["-y", packageManager, "install", "--frozen-lockfile"];
      if (!run("npx", args))
        giveUp("The dependencies could not be installed: check the network and start again.");
    },
  });
}

/** Writes the database client from the schema. */
export function generate() {
  whenStale({
    name: "generate",
    paths: ["prisma/schema.prisma", "prisma/generate.ts", "prisma/package.json"],
    product: "prisma/generated/client.ts",
    title: "Generating the database client …",
    work() {
      if (!run("node", ["node_modules/tsx/dist/cli.mjs", "prisma/generate.ts"]))
        giveUp("The database client could not be generated; the reason stands above.");
    },
  });
}

/** Builds the server and the page. */
export function build() {
  generate();
  whenStale({
    name: "server",
    paths: ["apps/server", "packages", "prisma", "pnpm-lock.yaml"],
    product: "apps/server/dist/main.js",
    title: "Building the server …",
    work() {
      if (!run("node", ["apps/server/build.mjs"]))
        giveUp("The server could not be built; the reason stands above.");
    },
  });
  whenStale({
    name: "page",
    paths: ["apps/web", "packages", "pnpm-lock.yaml"],
    product: "apps/web/dist/index.html",
    title: "Building the page …",
    work() {
      const vite = join(root, "apps/web/node_modules/vite/bin/vite.js");
      if (!run("node", [vite, "build", "--logLevel", "warn"], { cwd: join(root, "apps/web") }))
        giveUp("The page could not be built; the reason stands above.");
    },
  });
}
