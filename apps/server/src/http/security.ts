/** Headers and checks that every request passes. */
import type { IncomingMessage } from "node:http";
import helmet from "helmet";
import type { RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import { AppError } from "./app-error.ts";

/** A strict policy: everything is served by us, scripts and styles are files. */
export function securityHeaders(isHttps: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:", "blob:"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: "same-origin" },
  });
}

/**
 * Whether a browser's request comes from our own page. Clients that are no browsers send no
 * Origin; a browser always does on a write and on an upgrade.
 */
export function isOwnOrigin(request: IncomingMessage, publicOrigin: string | null): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (publicOrigin !== null && origin === publicOrigin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses writes that another site's page sends with our cookie. */
export function refuseForeignWrites(publicOrigin: string | null): RequestHandler {
  return (request, _response, next) => {
    const isForeign =
      !isOwnOrigin(request, publicOrigin) || request.get("sec-fetch-site") === "cross-site";
    if (isForeign && !safeMethods.has(request.method)) throw new AppError("foreign_origin");
    next();
  };
}

const tooMany: RequestHandler = (_request, _response, next) => next(new AppError("rate_limited"));

/** Requests of one address to the API, a minute: a board that refreshes live stays far below. */
export const apiLimit = (): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: 6000,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    handler: tooMany,
  });

const signInWindow = {
  windowMs: 60_000,
  standardHeaders: false,
  legacyHeaders: false,
  handler: tooMany,
} as const;

/** Steps of signing in that nobody can guess their way through: as many for an address as people share it. */
export const signInAddressLimit = (): RequestHandler => rateLimit({ ...signInWindow, limit: 300 });
