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
