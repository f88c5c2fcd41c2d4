import type { IncomingMessage } from "node:http";
import type { Request } from "express";
import type { RequestOrigin } from "../platform/audit-log.ts";

/** Where a request came from, for the audit log. */
export function originOf(request: Request, sessionId: string | null): RequestOrigin {
  return {
    ip: request.ip ?? "",
    userAgent: request.get("user-agent")?.slice(0, 300) ?? null,
    sessionId,
  };
}

/** The same for an upgrade, which Express does not see; `proxies` is how many before us we trust. */
export function originOfUpgrade(
  request: IncomingMessage,
  { proxies, sessionId }: { readonly proxies: number; readonly sessionId: string | null },
): RequestOrigin {
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",");
  const addresses = [
    request.socket.remoteAddress ?? "",
    ...forwarded
      .split(",")
      .map((it) => it.trim())
      .filter((it) => it !== "")
      .reverse(),
  ];
  return {
    ip: addresses[Math.min(proxies, addresses.length - 1)] ?? "",
    userAgent: request.headers["user-agent"]?.slice(0, 300) ?? null,
    sessionId,
  };
}
