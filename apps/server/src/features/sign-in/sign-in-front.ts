/**
 * Stands before everything else that a request passes, for attempts to sign in alone. Whoever must
 * be turned away in a flood costs next to nothing here, and whoever waits costs nothing until it is
 * their turn. Only whole requests wait: nobody holds a place with a body that never ends.
 *
 * The gate behind it (hashing-gate.ts) bounds the hashing of all who ask for it; this one keeps the
 * rest of the work for a flood from those who are signed in.
 */
import type { Request, RequestHandler, Response as Reply } from "express";
import express from "express";
import type { ErrorCode } from "@istmo/contracts";
import { AppError } from "../../http/app-error.ts";
import { addressKey } from "../../http/throttle.ts";
import { HashingGate } from "./hashing-gate.ts";
import type { KnownDevices } from "./known-devices.ts";

/** Express takes a path in any letters and with a slash at its end; so do we. */
const signInPath = /^\/api\/auth\/sign-in\/email\/?$/i;
const largestBody = 64 * 1024;
/** Milliseconds for a body to arrive. */
const bodyDeadline = 10_000;
/** Two at once, so that the hash of one and the rows of the next overlap. */
const size = { atOnce: 2, waiting: 32, waitingOfOne: 10 };

const bodies = new WeakMap<Request, Buffer>();
const parseJson = express.json({ limit: largestBody });

/** Reads the JSON body of a route of signing in, whether or not it came by the front. */
export const signInBody: RequestHandler = (request, reply, next) => {
  const body = bodies.get(request);
  if (body === undefined) {
    parseJson(request, reply, next);
    return;
  }
  if (request.is("application/json"))
    try {
      request.body = JSON.parse(body.toString()) as unknown;
    } catch {
      throw new AppError("malformed_json");
    }
  next();
};

export function signInFront(devices: KnownDevices): RequestHandler {
  const gate = new HashingGate(size);
  return (request, reply, next) => {
    if (request.method !== "POST" || !signInPath.test(request.path)) {
      next();
      return;
    }
    readWhole(request, reply, (body) => {
      const isKnown = devices.isAnywhereKnown(request.headers.cookie);
      const who = { key: addressKey(request), lane: isKnown ? "known" : "stranger" } as const;
      const enter = () =>
        new Promise<void>((resolve) => {
          // Gone while waiting.
          if (reply.destroyed) return resolve();
          reply.once("close", resolve);
          bodies.set(request, body);
          next();
        });
      gate.run(who, enter).catch((error: unknown) => {
        if (error instanceof AppError) turnAway(reply, error.code);
        else next(error);
      });
    });
  };
}

function readWhole(request: Request, reply: Reply, onWhole: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const deadline = setTimeout(() => turnAway(reply, "malformed_json"), bodyDeadline);
  reply.once("close", () => clearTimeout(deadline));
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= largestBody) chunks.push(chunk);
    else if (!reply.headersSent) turnAway(reply, "body_too_large");
  });
  request.on("end", () => {
    clearTimeout(deadline);
    if (!reply.headersSent) onWhole(Buffer.concat(chunks));
  });
}

const statuses = {
  rate_limited: 429,
  too_many_waiting: 503,
  body_too_large: 413,
  malformed_json: 400,
} as const satisfies Partial<Record<ErrorCode, number>>;

/** The same answer as anywhere else, at the least cost; the connection ends with it. */
function turnAway(reply: Reply, code: string): void {
  const status = code in statuses ? statuses[code as keyof typeof statuses] : 503;
  const retryAfter = 5;
  const words = code.replaceAll("_", " ");
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  const details = status === 429 || status === 503 ? { details: { retryAfter } } : {};
  const problem = { type: `urn:istmo:problem:${code}`, title, status, code, ...details };
  const body = JSON.stringify(problem);
  reply.writeHead(status, {
    "content-type": "application/problem+json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "retry-after": String(retryAfter),
    connection: "close",
  });
  reply.end(body);
}
