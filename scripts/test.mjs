// `npm test` on a machine with only Node.js and npm: installs, checks, builds, tests, and ends with
// one line: how many passed and how many failed.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ensureChromium } from "./ensure-chromium.mjs";
import { build, generate, install, root, run } from "./workspace.mjs";

const reports = mkdtempSync(join(tmpdir(), "istmo-test-"));
const began = Date.now();
const failures = [];
let passed = 0;
let failed = 0;
let flaky = 0;
/** Titles of the tests that failed, said again at the end: a long run's middle is often cut off. */
const failedTests = [];

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

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)];

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
  readReport("vitest.json", ({ numPassedTests, numFailedTests, testResults }) => {
    passed += numPassedTests;
    failed += numFailedTests;
    for (const { name, message, status, assertionResults } of testResults) {
      const found = assertionResults.filter((test) => test.status === "failed");
      for (const test of found)
        failedTests.push(
          `${relative(root, name)}: ${test.fullName}\n${test.failureMessages.join("\n")}`,
        );
      if (status === "failed" && found.length === 0)
        failedTests.push(`${relative(root, name)}\n${message}`);
    }
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
  readReport("browser.json", ({ stats, suites }) => {
    for (const spec of suites.flatMap(specsOf))
      for (const { status, results } of spec.tests)
        if (status === "unexpected")
          failedTests.push(`${spec.file}: ${spec.title}\n${results.at(-1)?.error?.message ?? ""}`);
    passed += stats.expected + stats.flaky;
    failed += stats.unexpected;
    flaky = stats.flaky;
  });
  return isFine;
});

rmSync(reports, { recursive: true, force: true });
if (failures.length > 0) {
  for (const test of failedTests) console.log(`\n✗ ${test.slice(0, 1_500)}`);
  console.log(`\nFailed: ${failures.join("; ")}`);
  failed = Math.max(failed, 1);
}
if (flaky > 0)
  console.log(`\nFlaky: ${flaky} browser tests passed only at their second try, see above.`);
console.log(`\nTook ${((Date.now() - began) / 60_000).toFixed(1)} minutes.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
