/** Serves the built page: hashed files for ever, the entry never from a cache. */
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import express, { Router } from "express";

/** Paths that are answered by something else than the page, even when nothing is there. */
const notThePage = /^\/(api|collab|socket\.io|assets|metrics|healthz|readyz)(\/|$)/;

/** Pages with an entry of their own, which names all that they need at its head (`page-entries.ts`). */
const entries: readonly (readonly [address: RegExp, file: string])[] = [
  [/^\/$/, "home.html"],
  [/^\/actions$/, "actions.html"],
  [/^\/papers\/[^/]+$/, "paper.html"],
];

const compressed = promisify(gzip);

/**
 * Gives the hashed files compressed, each compressed once: the first paper takes more than a hundred
 * of them. What is not there, and whoever asks for a part or for plain bytes, is left to `pageRoutes`.
 */
export function compressedAssets(folder: string): Router {
  const assets = join(folder, "assets");
  const names = new Set(existsSync(assets) ? readdirSync(assets) : []);
  const kept = new Map<string, Promise<Buffer>>();
  const contentOf = (name: string): Promise<Buffer> => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const content = readFile(join(assets, name)).then((plain) => compressed(plain));
    kept.set(name, content);
    content.catch(() => kept.delete(name));
    return content;
  };
  const router = Router();
  router.get("/assets/:name", async (request, response, next) => {
    const { name } = request.params;
    const isText = /\.(js|css|svg|json)$/.test(name) && names.has(name);
    if (!isText || request.headers.range !== undefined || !request.acceptsEncodings("gzip")) {
      next();
      return;
    }
    const content = await contentOf(name);
    response
      .type(name.slice(name.lastIndexOf(".")))
      .set({
        "cache-control": "public, max-age=31536000, immutable",
        "content-encoding": "gzip",
        vary: "accept-encoding",
      })
      .end(content);
  });
  return router;
}

export function pageRoutes(folder: string): Router {
  const router = Router();
  const entry = join(folder, "index.html");
  router.use(
    "/assets",
    express.static(join(folder, "assets"), { immutable: true, maxAge: "1y", index: false }),
  );
  router.use(express.static(folder, { index: false, maxAge: 0 }));
  router.get("/{*path}", (request, response, next) => {
    const wantsPage = request.accepts(["html", "json"]) === "html";
    if (notThePage.test(request.path) || !wantsPage || !existsSync(entry)) {
      next();
      return;
    }
    const [, own] = entries.find(([address]) => address.test(request.path)) ?? [];
    const ownEntry = own === undefined ? entry : join(folder, own);
    const file = existsSync(ownEntry) ? ownEntry : entry;
    response.set("cache-control", "no-cache").sendFile(file);
  });
  return router;
}
