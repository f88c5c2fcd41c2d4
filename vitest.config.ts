import { defineConfig } from "vitest/config";

const elsewhere = ["**/node_modules/**", "**/dist/**"];
const notUnit = ["**/*.pg.test.ts", "**/*.sync.test.ts", "**/*.tool.test.ts"];

export default defineConfig({
  test: {
    // Embedded databases and child processes want a core each.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          // Properties try many inputs, on machines that may be busy.
          testTimeout: 20_000,
          include: ["{packages,apps,prisma,scripts,tests}/**/*.test.{ts,tsx}"],
          exclude: [...elsewhere, ...notUnit],
        },
      },
      {
        test: {
          name: "tooling",
          include: ["tests/tooling/**/*.tool.test.ts"],
          exclude: elsewhere,
          // Each runs a whole part of the check, on machines that may be busy.
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: "database",
          include: ["{packages,apps,prisma,tests}/**/*.pg.test.ts"],
          exclude: elsewhere,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // One template is built first; the files after it clone it side by side.
          globalSetup: ["tests/support/prepare-template.ts"],
        },
      },
      {
        test: {
          name: "sync",
          include: ["tests/{sync,faults}/**/*.sync.test.ts"],
          exclude: elsewhere,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
