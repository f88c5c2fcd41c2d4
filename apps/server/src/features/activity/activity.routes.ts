import { eventsQuery, loggedEvent, page, waitingItem } from "@istmo/contracts";
import type { Api } from "../../http/api.ts";
import type { ActivityService } from "./activity.service.ts";

export function activityRoutes(api: Api, activity: ActivityService): void {
  api.route(
    {
      method: "get",
      path: "/events",
      tag: "Activity",
      summary: "What happened, as far as I may know",
      query: eventsQuery,
      answer: page(loggedEvent),
    },
    ({ me, query }) => activity.events(me.actor, query),
  );
  api.route(
    {
      method: "get",
      path: "/home/waiting",
      tag: "Activity",
      summary: "What waits for me, what is late first",
      answer: page(waitingItem),
    },
    async ({ me }) => ({ items: await activity.waiting(me.actor), nextCursor: null }),
  );
}
