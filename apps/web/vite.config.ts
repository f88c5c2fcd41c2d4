import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { keepLocales } from "./build/keep-locales.ts";
import { paperEntry } from "./build/paper-entry.ts";
import { regionMap } from "./build/region-map.ts";

const server = `http://127.0.0.1:${process.env["ISTMO_PORT"] ?? "3000"}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), keepLocales(["es-ES", "en-US"]), regionMap(), paperEntry()],
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
});
