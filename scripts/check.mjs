// `pnpm check`: types, lint, import rules, dead code, format. Every part runs, so that one
// run shows everything; name parts to run only these.
import { run } from "./workspace.mjs";

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
const failed = parts
  .filter(([title]) => only.length === 0 || only.includes(title))
  .filter(([title, command]) => {
    const isFine = run("npx", ["--no-install", ...command]);
    console.log(`${isFine ? "✓" : "✗"} ${title}`);
    return !isFine;
  });
process.exit(failed.length === 0 ? 0 : 1);
