/** Every error leaves the server as `application/problem+json` with a stable code (RFC 9457). */
import { randomUUID } from "node:crypto";
import { errorCodes, type ErrorCode, type Problem } from "@istmo/contracts";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { ZodError } from "zod";
import { isDatabaseAway } from "../platform/database.ts";
import type { Logger } from "../platform/logger.ts";
import { AppError } from "./app-error.ts";

/** Words for people who read the API by hand; the page has its own text for each code. */
const titleOf = (code: string) => {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function send(response: Response, code: ErrorCode, more: Partial<Problem> = {}): void {
  const status = errorCodes[code];
  const problem: Problem = {
    type: `urn:istmo:problem:${code}`,
    title: titleOf(code),
    status,
    code,
    ...more,
  };
  response
    .status(status)
    .set("cache-control", "no-store")
    .type("application/problem+json")
    .send(JSON.stringify(problem));
}

/** What Express's body parser throws. */
const bodyErrors: Record<string, ErrorCode> = {
  "entity.parse.failed": "malformed_json",
  "entity.too.large": "body_too_large",
  "encoding.unsupported": "unsupported_media_type",
  "charset.unsupported": "unsupported_media_type",
  "request.size.invalid": "malformed_json",
  "request.aborted": "malformed_json",
};

/** Answers what no route took. */
export const notFound: RequestHandler = (_request, response) => send(response, "not_found");

/** The one place where errors become answers. Unexpected ones are logged under a reference. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof AppError) {
      const { retryAfter } = error.details ?? {};
      if (typeof retryAfter === "number") response.set("retry-after", String(retryAfter));
      send(response, error.code, error.details ? { details: error.details } : {});
      return;
    }
    if (error instanceof ZodError) {
      const fields = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      send(response, "invalid_request", { fields });
      return;
    }
    const { type } = error as { type?: unknown };
    const bodyError = typeof type === "string" ? bodyErrors[type] : undefined;
    if (bodyError !== undefined) {
      send(response, bodyError);
      return;
    }
    // A file ends before the part that was asked for begins.
    if ((error as { status?: unknown }).status === 416) {
      send(response, "range_not_satisfiable");
      return;
    }
    // Express could not decode the path: %E0%A4%A
    if (error instanceof URIError) {
      send(response, "not_found");
      return;
    }
    const reference = randomUUID();
    logger.error({ err: error, reference, method: request.method }, "a request failed");
    send(response, isDatabaseAway(error) ? "database_away" : "internal_error", { reference });
  };
}
