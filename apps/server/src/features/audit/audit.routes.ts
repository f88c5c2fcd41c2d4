import { auditCheck, auditEntry, auditQuery, page } from "@istmo/contracts";
import { officeTimeZone } from "@istmo/domain";
import { z } from "zod";
import { FileAnswer, type Api } from "../../http/api.ts";
import { dayIn, type Clock } from "../../platform/clock.ts";
import type { AuditService } from "./audit.service.ts";

const tag = "Audit";

export function auditRoutes(api: Api, audit: AuditService, clock: Clock): void {
  api.route(
    {
      method: "get",
      path: "/audit",
      tag,
      summary: "Entries of the audit log, newest first",
      query: auditQuery,
      answer: page(auditEntry),
    },
    ({ me, query }) => audit.list(me.actor, query),
  );
  api.route(
    {
      method: "get",
      path: "/audit/export",
      tag,
      summary: "The newest 100,000 entries that fit the filters, as CSV",
      query: auditQuery,
      answer: z.string(),
    },
    async ({ me, command, query }) =>
      new FileAnswer({
        name: `istmo-audit-${dayIn(officeTimeZone, clock.now())}.csv`,
        type: "text/csv; charset=utf-8",
        content: await audit.export(me.actor, command, query),
      }),
  );
  api.route(
    {
      method: "get",
      path: "/audit/check",
      tag,
      summary: "Compute the chain of the audit log again",
      answer: auditCheck,
    },
    ({ me }) => audit.check(me.actor),
  );
}
