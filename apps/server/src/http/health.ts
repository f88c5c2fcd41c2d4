/** What a balancer, a container and a monitor ask. */
import { timingSafeEqual } from "node:crypto";
import { Router, type Request } from "express";
import { z } from "zod";
import type { Metrics } from "../platform/metrics.ts";
import type { Api } from "./api.ts";
import { AppError } from "./app-error.ts";

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

function mayReadMetrics(request: Request, token: string | null): boolean {
  // The peer's own address: a proxy's header must not open this door.
  const isLocal = loopback.has(request.socket.remoteAddress ?? "");
  if (isLocal && request.get("x-forwarded-for") === undefined) return true;
  const given = Buffer.from(request.get("authorization") ?? "");
  const wanted = Buffer.from(`Bearer ${token ?? ""}`);
  return token !== null && given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** The same routes in OpenAPI. */
export function describeHealth(api: Api): void {
  const tag = "Health";
  api.describeOutside({
    method: "get",
    path: "/healthz",
    tag,
    summary: "Whether the process is alive",
    answer: z.object({ status: z.literal("alive") }),
  });
  api.describeOutside({
    method: "get",
    path: "/readyz",
    tag,
    summary: "Whether the database answers; 503 when it does not. Redis is named where it is set",
    answer: z.object({
      status: z.string(),
      database: z.string(),
      redis: z.enum(["up", "away"]).optional(),
    }),
  });
  api.describeOutside({
    method: "get",
    path: "/metrics",
    tag,
    summary: "Prometheus figures as text, for this machine or with a token",
    answer: z.string(),
  });
}

export function healthRoutes(needs: {
  readonly isReady: () => Promise<boolean>;
  /** Null where this is the only process. */
  readonly isRedisUp: (() => boolean) | null;
  readonly metrics: Metrics;
  readonly metricsToken: string | null;
}): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.set("cache-control", "no-store").json({ status: "alive" });
  });
  router.get("/readyz", async (_request, response) => {
    const isReady = await needs.isReady();
    response
      .status(isReady ? 200 : 503)
      .set("cache-control", "no-store")
      .json({
        status: isReady ? "ready" : "not_ready",
        database: isReady ? "up" : "away",
        // Without Redis a node is slower to hear of others, and serves: no reason to be taken out.
        ...(needs.isRedisUp !== null && { redis: needs.isRedisUp() ? "up" : "away" }),
      });
  });
  router.get("/metrics", async (request, response) => {
    if (!mayReadMetrics(request, needs.metricsToken)) throw new AppError("not_found");
    const { registry } = needs.metrics;
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
