// `pnpm check`: types, lint, import rules, dead code, format. Every part runs, so that one
// run shows everything, two at once; name parts to run only these.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { root } from "./workspace.mjs";

const parts = [
  ["types of the server", ["tsc", "-p", "tsconfig.node.json"]],
  ["types of the page", ["tsc", "-p", "tsconfig.web.json"]],
  ["types of the browser tests", ["tsc", "-p", "tsconfig.e2e.json"]],
  ["texts", ["vitest", "run", "--project", "unit", "apps/web/src/i18n", "--reporter=dot"]],
  // Without its cache: a rule that reads types depends on other files than the one it looks at.
  ["lint", ["eslint", "."]],
  [
    "import rules",
    ["depcruise", "--config", ".dependency-cruiser.cjs", "packages", "apps", "prisma", "tests"],
  ],
  ["dead code", ["knip"]],
  ["format", ["prettier", "--check", ".", "--log-level", "warn", "--cache"]],
];

const only = process.argv.slice(2);
const waiting = parts.filter(([title]) => only.length === 0 || only.includes(title));
const failed = [];

/** Runs a part and shows what it said when it has ended, so that two of them do not mix. */
async function check([title, command]) {
  const child = spawn("npx", ["--no-install", ...command], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  child.stdout.on("data", (chunk) => said.push(chunk));
  child.stderr.on("data", (chunk) => said.push(chunk));
  const [status] = await once(child, "close");
  process.stdout.write(Buffer.concat(said));
  console.log(`${status === 0 ? "✓" : "✗"} ${title}`);
  if (status !== 0) failed.push(title);
}

async function checkOn() {
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await check(part);
}

// The linter takes as long as all the others: it has a lane of its own.
waiting.sort(([a], [b]) => Number(b === "lint") - Number(a === "lint"));
await Promise.all([checkOn(), checkOn()]);
process.exit(failed.length === 0 ? 0 : 1);
