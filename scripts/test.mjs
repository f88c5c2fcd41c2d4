// `npm test` on a machine with only Node.js and npm: installs, checks, tests, ends with one summary line.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Runs a command in the project's root; ends the test run when it fails and must not. */
function run(title, args, { mayFail = false } = {}) {
  console.log(`\n— ${title}`);
  const { status } = spawnSync("npx", args, { cwd: root, stdio: "inherit" });
  if (status !== 0 && !mayFail) {
    console.error(`\n${title} failed. Mend what is shown above and run npm test again.`);
    process.exit(1);
  }
  return status;
}

run("Install", ["-y", packageManager, "install", "--frozen-lockfile"]);
run("Types", ["--no-install", "tsc", "-p", "tsconfig.node.json"]);
run("Lint", ["--no-install", "eslint", "."]);
run("Import rules", [
  "--no-install",
  "depcruise",
  "--config",
  ".dependency-cruiser.cjs",
  "packages",
  "prisma",
  "scripts",
]);
run("Format", ["--no-install", "prettier", "--check", ".", "--log-level", "warn"]);

const report = join(mkdtempSync(join(tmpdir(), "istmo-test-")), "vitest.json");
const status = run(
  "Unit and database tests",
  [
    "--no-install",
    "vitest",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ],
  { mayFail: true },
);
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
console.log(`\n${numPassedTests} passed, ${numFailedTests} failed`);
process.exit(status === 0 && numPassedTests > 0 ? 0 : 1);
