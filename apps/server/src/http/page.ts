/** Serves the built page: hashed files for ever, the entry never from a cache. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { Router } from "express";

/** Paths that are answered by something else than the page, even when nothing is there. */
const notThePage = /^\/(api|collab|socket\.io|assets|metrics|healthz|readyz)(\/|$)/;

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
    response.set("cache-control", "no-cache").sendFile(entry);
  });
  return router;
}
