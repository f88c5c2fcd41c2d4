import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages,apps,prisma,scripts,tests}/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", "**/*.pg.test.ts", "**/*.sync.test.ts"],
        },
      },
      {
        test: {
          name: "database",
          include: ["{apps,prisma,tests}/**/*.pg.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
