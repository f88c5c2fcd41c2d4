/** Co-editing over plain HTTP; `collab-http.ts` in contracts narrates the exchange. */
import { collabLimits, decodeFrames } from "@istmo/contracts";
import { raw, Router, type Request, type Response } from "express";
import { z } from "zod";
import type { Api } from "../http/api.ts";
import { AppError } from "../http/app-error.ts";
import {
  type CollabSessions,
  type CollabSessionsOptions,
  type RefusalStatus,
  wantsIn,
} from "./collab-sessions.ts";
import type { HttpLine, HttpLines, TakeAnswer } from "./http-lines.ts";

export interface CollabRoutesOptions {
  readonly sessions: CollabSessions;
  readonly lines: HttpLines;
  readonly resolveGrant: CollabSessionsOptions["resolveGrant"];
}

const editionIds = /^[A-Za-z0-9_-]{1,128}$/;
/** As much as a WebSocket message may have: what is over the room's own bound, the room refuses. */
const bodyBytes = 2 * collabLimits.frameBytes;
const binary = "application/octet-stream";
const readBody = raw({ type: binary, limit: bodyBytes, inflate: false });

const refusals = {
  401: "not_signed_in",
  403: "not_allowed",
  404: "not_found",
  429: "rate_limited",
  503: "shutting_down",
} as const satisfies Record<RefusalStatus, string>;

/** Nothing of the exchange may be kept by anybody in between. */
const notStored = { "cache-control": "no-store" };

const addressOf = (request: Request): URL => new URL(request.originalUrl, "http://host");

/** A number of the exchange, as the address says it. */
function numberIn(request: Request, name: "after" | "from", least: number): number {
  const given = addressOf(request).searchParams.get(name) ?? "";
  if (/^\d{1,15}$/.test(given) && Number(given) >= least) return Number(given);
  throw new AppError("invalid_request", { parameter: name });
}

/** Reads the whole body; null when there is more than the bound. */
function bodyOf(request: Request, response: Response): Promise<Uint8Array | null> {
  if (request.headers["content-type"] !== binary) throw new AppError("unsupported_media_type");
  return new Promise((resolve, reject) => {
    readBody(request, response, (error?: unknown) => {
      const { body } = request as { body?: unknown };
      if (error === undefined) resolve(body instanceof Uint8Array ? body : new Uint8Array());
      else if ((error as { type?: unknown }).type === "entity.too.large") resolve(null);
      else reject(error instanceof Error ? error : new Error("unreadable body", { cause: error }));
    });
  });
}

/** The routes, at their whole paths. */
export function collabRoutes({ sessions, lines, resolveGrant }: CollabRoutesOptions): Router {
  const router = Router();

  /** (T6) The line, for the session that opened it. Everybody else is told the same as of none. */
  async function ownLine(request: Request): Promise<HttpLine> {
    if (sessions.isForeign(request)) throw new AppError("foreign_origin");
    const { editionId = "", connection = "" } = request.params as Record<string, string>;
    if (!editionIds.test(editionId)) throw new AppError("not_found");
    const line = lines.find(connection);
    const session = line?.session?.editionId === editionId ? line.session : null;
    // The cookie that opened the line is that session, whose end is watched; nobody is asked, so
    // that people go on writing while the database is away.
    const { cookie } = request.headers;
    if (line && session && cookie !== undefined && session.asker.headers.cookie === cookie)
      return line;
    const grant = await resolveGrant({ headers: request.headers }, editionId);
    if (!grant.ok && grant.status === 401) throw new AppError("not_signed_in");
    if (line && session && grant.ok && grant.sessionId === session.sessionId) return line;
    throw new AppError("connection_gone");
  }

  router.post("/collab/:editionId/http", async (request, response) => {
    const { editionId } = request.params;
    if (!editionIds.test(editionId)) throw new AppError("not_found");
    if (sessions.isForeign(request)) throw new AppError("foreign_origin");
    const admission = await sessions.admit(request, editionId);
    if (!admission.ok) throw new AppError(refusals[admission.status]);
    const line = lines.open(admission, wantsIn(addressOf(request)));
    if (line === null) throw new AppError("rate_limited");
    response.writeHead(201, { ...notStored, "content-type": "application/json" });
    response.end(JSON.stringify({ connection: line.id }));
  });

  router.get("/collab/:editionId/http/:connection", async (request, response) => {
    const line = await ownLine(request);
    const after = numberIn(request, "after", 0);
    const answer: TakeAnswer = (body, isLast) => {
      const length = { "content-type": binary, "content-length": body.byteLength };
      response.writeHead(200, { ...notStored, ...length });
      response.end(body);
      if (isLast) lines.end(line);
    };
    response.on("close", () => line.forget(answer));
    line.poll(after, answer);
  });

  router.post("/collab/:editionId/http/:connection", async (request, response) => {
    const line = await ownLine(request);
    const from = numberIn(request, "from", 1);
    const body = await bodyOf(request, response);
    if (body === null) {
      line.session?.close("tooLarge");
      throw new AppError("body_too_large");
    }
    const frames = decodeFrames(body);
    if (frames === null) line.session?.close("malformed");
    else line.take(from, frames);
    if (addressOf(request).searchParams.get("leave") === "1") lines.end(line);
    response.writeHead(204, notStored).end();
  });

  router.delete("/collab/:editionId/http/:connection", async (request, response) => {
    lines.end(await ownLine(request));
    response.writeHead(204, notStored).end();
  });

  return router;
}

/** The same routes in OpenAPI. */
export function describeCollab(api: Api): void {
  const tag = "Co-editing";
  const needsSession = true;
  const edition = z.object({ editionId: z.string() });
  const one = edition.extend({ connection: z.string() });
  const path = "/collab/:editionId/http";
  const nothing = z.null();
  const frames = z.string().meta({ description: "Frames as bytes, application/octet-stream" });
  api.describeOutside(
    {
      ...{ method: "post", path, tag, status: 201, params: edition },
      summary: "Open a co-editing connection over plain HTTP",
      answer: z.object({ connection: z.string() }),
    },
    { needsSession },
  );
  api.describeOutside(
    {
      ...{ method: "get", path: `${path}/:connection`, tag, params: one, answer: frames },
      summary: "Wait for the frames after a number",
      query: z.object({ after: z.coerce.number().int().min(0) }),
    },
    { needsSession },
  );
  api.describeOutside(
    {
      ...{ method: "post", path: `${path}/:connection`, tag, status: 204, params: one },
      summary: "Send frames from a number on",
      query: z.object({ from: z.coerce.number().int().min(1), leave: z.literal("1").optional() }),
      answer: nothing,
    },
    { needsSession },
  );
  api.describeOutside(
    {
      ...{ method: "delete", path: `${path}/:connection`, tag, status: 204, params: one },
      summary: "End the connection",
      answer: nothing,
    },
    { needsSession },
  );
}
