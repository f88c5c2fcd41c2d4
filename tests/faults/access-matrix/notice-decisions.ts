/** Inboxes, which are everybody's own, and the rules by which centres escalate. */
import { maySetEscalation, seesEscalationRule, usualChannels } from "@istmo/domain";
import { everybody, mayIf, type RouteDecision } from "./cells.ts";

const centreId = "centre-gt";
const path = `/api/v1/centres/${centreId}/escalation`;

export const noticeDecisions: Record<string, RouteDecision> = {
  "GET /api/v1/notifications": everybody("/api/v1/notifications"),
  "GET /api/v1/notifications/count": everybody("/api/v1/notifications/count"),
  "POST /api/v1/notifications/marks": everybody("/api/v1/notifications/marks", {
    ...{ as: "read", ids: ["1"] },
  }),
  "GET /api/v1/me/notification-settings": everybody("/api/v1/me/notification-settings"),
  "PUT /api/v1/me/notification-settings": everybody("/api/v1/me/notification-settings", {
    ...{ channels: usualChannels, digestHour: 7, quiet: null, timeZone: "America/Panama" },
  }),
  "GET /api/v1/centres/{id}/escalation": () => [
    { on: "", path, decide: (actor) => (seesEscalationRule(actor) ? "may" : "hidden") },
  ],
  // A version that no rule has: who may set it is told that it is stale.
  "PUT /api/v1/centres/{id}/escalation": () => [
    {
      ...{ on: "of Guatemala", path },
      body: {
        ...{ overdueToLead: 3, overdueToOffice: 10, blockedToLead: 5, blockedToOffice: 10 },
        version: 999_999,
      },
      decide: (actor) =>
        seesEscalationRule(actor) ? mayIf(maySetEscalation(actor, centreId)) : "hidden",
    },
  ],
};
