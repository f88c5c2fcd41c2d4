import {
  centreEscalation,
  id,
  markedNotices,
  markNotices,
  noticeCount,
  noticesPage,
  noticesQuery,
  notificationSettings,
  setEscalation,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { EscalationService } from "./escalation.service.ts";
import type { NotificationsService } from "./notifications.service.ts";

const tag = "Notices";

export function notificationsRoutes(
  api: Api,
  {
    notifications,
    escalation,
  }: { readonly notifications: NotificationsService; readonly escalation: EscalationService },
): void {
  api.route(
    {
      method: "get",
      path: "/notifications",
      tag,
      summary: "What concerns me, newest first, as far as I may still see it",
      query: noticesQuery,
      answer: noticesPage,
    },
    ({ me, query }) => notifications.list(me.actor, query),
  );
  api.route(
    {
      method: "get",
      path: "/notifications/count",
      tag,
      summary: "How much of it I have not read",
      answer: noticeCount,
    },
    ({ me }) => notifications.count(me.actor),
  );
  api.route(
    {
      method: "post",
      path: "/notifications/marks",
      tag,
      summary: "Mark some of it, or all up to one, as read, done or neither",
      body: markNotices,
      answer: markedNotices,
    },
    ({ me, command, body }) => notifications.mark(me.actor, command, body),
  );
  api.route(
    {
      method: "get",
      path: "/me/notification-settings",
      tag,
      summary: "How I am told of what concerns me",
      answer: notificationSettings,
    },
    ({ me }) => notifications.settings(me.actor),
  );
  api.route(
    {
      method: "put",
      path: "/me/notification-settings",
      tag,
      summary: "Say how I am told of what concerns me",
      body: notificationSettings,
      answer: notificationSettings,
    },
    ({ me, command, body }) => notifications.changeSettings(me.actor, command, body),
  );
  const params = z.object({ id });
  api.route(
    {
      method: "get",
      path: "/centres/:id/escalation",
      tag,
      summary:
        "After how many days what stands still in a centre is told to its lead and the office",
      params,
      answer: centreEscalation,
    },
    ({ me, params: { id: centreId } }) => escalation.get(me.actor, centreId),
  );
  api.route(
    {
      method: "put",
      path: "/centres/:id/escalation",
      tag,
      summary: "Say after how many days",
      params,
      body: setEscalation,
      answer: centreEscalation,
    },
    ({ me, command, params: { id: centreId }, body }) =>
      escalation.set(me.actor, command, { centreId, ...body }),
  );
}
