import { defineConfig } from "prisma/config";

// Only `prisma generate` reads this file; migrations run through migrate.ts.
export default defineConfig({
  schema: "schema.prisma",
  migrations: { path: "migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://localhost/istmo" },
});
