import { defineConfig } from "@playwright/test";

/** Two people per scenario, in real browsers, against the built server. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.e2e.ts",
  outputDir: "results/browser",
  globalSetup: "./e2e/seed-once.ts",
  timeout: 240_000,
  expect: { timeout: 45_000 },
  fullyParallel: false,
  workers: 2,
  // On a shared machine a browser may stall; a test that needed its second try is reported as flaky.
  retries: process.env["CI"] === undefined ? 0 : 1,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: [["list"], ["json"]],
  use: {
    locale: "es-PA",
    timezoneId: "America/Panama",
    launchOptions: {
      executablePath: process.env["ISTMO_CHROMIUM"] ?? "/usr/bin/chromium",
      // The browser's own calls home have no place in a test; as root it has no sandbox.
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
});
