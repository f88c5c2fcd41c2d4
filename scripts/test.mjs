// `npm test` on a machine with only Node.js and npm: installs, checks, builds, tests, and ends with
// one line: how many passed and how many failed.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./ensure-chromium.mjs";
import { build, generate, install, root, run } from "./workspace.mjs";

const reports = mkdtempSync(join(tmpdir(), "istmo-test-"));
const began = Date.now();
const failures = [];
let passed = 0;
let failed = 0;
let flaky = 0;

/** One part of the run; the others still run when it fails, so that one run shows everything. */
function part(title, isFine) {
  const since = Date.now();
  console.log(`\n— ${title}`);
  if (!isFine()) failures.push(title);
  console.log(`  ${((Date.now() - since) / 1000).toFixed(0)} s`);
}

function readReport(file, count) {
  try {
    count(JSON.parse(readFileSync(join(reports, file), "utf8")));
  } catch {
    // The runner ended before it wrote its report; its part has failed already.
    failed += 1;
  }
}

install();
generate();
const chromium = ensureChromium();
part("Check: types, lint, import rules, dead code, texts, format", () =>
  run("node", ["scripts/check.mjs"]),
);
build();
part("Size of the page", () => run("node", ["apps/web/scripts/size.mjs"]));
part("Unit, tooling, database and sync tests", () => {
  const isFine = run("npx", [
    "--no-install",
    "vitest",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${join(reports, "vitest.json")}`,
  ]);
  readReport("vitest.json", ({ numPassedTests, numFailedTests }) => {
    passed += numPassedTests;
    failed += numFailedTests;
  });
  return isFine;
});
part("Browser tests", () => {
  const isFine = run("node", ["node_modules/@playwright/test/cli.js", "test"], {
    cwd: join(root, "tests"),
    env: {
      ...process.env,
      ISTMO_CHROMIUM: chromium,
      PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, "browser.json"),
    },
  });
  readReport("browser.json", ({ stats }) => {
    passed += stats.expected + stats.flaky;
    failed += stats.unexpected;
    flaky = stats.flaky;
  });
  return isFine;
});

rmSync(reports, { recursive: true, force: true });
if (failures.length > 0) {
  console.log(`\nFailed: ${failures.join("; ")}`);
  failed = Math.max(failed, 1);
}
if (flaky > 0)
  console.log(`\nFlaky: ${flaky} browser tests passed only at their second try, see above.`);
console.log(`\nTook ${((Date.now() - began) / 60_000).toFixed(1)} minutes.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
