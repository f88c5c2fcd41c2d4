import react from "@vitejs/plugin-react";
import { defineConfig, type UserConfig } from "vite";
import { chunkPlan } from "./build/chunk-plan.ts";
import { keepLocales } from "./build/keep-locales.ts";
import { pageEntries } from "./build/page-entries.ts";
import { regionMap } from "./build/region-map.ts";

const server = `http://127.0.0.1:${process.env["ISTMO_PORT"] ?? "3000"}`;

const config: UserConfig = {
  root: import.meta.dirname,
  plugins: [react(), keepLocales(["es-ES", "en-US"]), regionMap(), pageEntries()],
  server: {
    proxy: {
      "/api": server,
      "/socket.io": { target: server, ws: true },
      "/collab": { target: server, ws: true },
    },
  },
  build: {
    outDir: "dist",
    manifest: true,
    // An inlined asset would be a data: URL, which the CSP refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    // The editor's own chunk; what pages may load is checked by scripts/size.mjs.
    chunkSizeWarningLimit: 800,
  },
};

export default defineConfig(async ({ command }) => {
  if (command !== "build") return config;
  const codeSplitting = await chunkPlan(config);
  return { ...config, build: { ...config.build, rolldownOptions: { output: { codeSplitting } } } };
});
